import { connect } from 'node:net';
import type { Call } from '../../adapters/ports/call.ts';
import { PORT_NAMES, PORTS, type PortName, settingOf } from '../../adapters/ports/index.ts';
import type { Store } from '../../adapters/store/pool.ts';
import type { Configuration } from '../../installation/configuration.ts';
import { openPorts } from '../../installation/ports.ts';
import { type Check, checked, ok, skipped } from './check.ts';

const CALL: Call = { timeoutMs: 10_000, mayWait: true };

/** Whether the vendor of each port answers a cheap read with our credentials. */
export async function checkVendors(configuration: Configuration, store: Store): Promise<Check[]> {
  const checks = await Promise.all(PORT_NAMES.map((name) => checkPort(name, configuration, store)));
  return checks.flat();
}

function checkPort(port: PortName, configuration: Configuration, store: Store): Promise<Check[]> {
  const setting = settingOf(port);
  const [vendor, settings] = [configuration[setting], configuration[`${setting}_SETTINGS`]];
  const row: {
    title: string;
    without?: string;
    answers?(opened: unknown, call: Call): Promise<unknown>;
  } = PORTS[port] as never;
  const name = `${row.title} ${vendor}`;
  const fix = `Check ${setting} and ${setting}_SETTINGS (docs/operations.md), then its own status page.`;
  return checked(name, fix, async () => {
    const { [port]: opened } = await openPorts(configuration, [port], store);
    if (vendor === 'none') return ok(row.title, `none: ${row.without}`);
    if (!row.answers) return reachable(name, settings);
    await row.answers(opened, CALL);
    return ok(name, 'answers');
  });
}

/** Where no read costs nothing (mail, a model) the address is all that is tried. */
async function reachable(name: string, settings: Record<string, unknown>): Promise<Check> {
  const base = typeof settings.baseUrl === 'string' ? new URL(settings.baseUrl) : undefined;
  const host = base?.hostname ?? settings.host;
  const port = Number(base ? base.port || (base.protocol === 'https:' ? 443 : 80) : settings.port);
  if (typeof host !== 'string' || !port)
    return skipped(name, 'its address is its own; a real call will tell');
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port, timeout: 5_000 });
    socket.once('connect', () => resolve(void socket.end()));
    socket.once('timeout', () => socket.destroy(new Error(`no connection to ${host}:${port} within 5 s`)));
    socket.once('error', reject);
  });
  return ok(name, `${host}:${port} answers`);
}
