import { connect } from 'node:net';
import type { Call } from '../../adapters/ports/call.ts';
import type { Configuration } from '../../installation/configuration.ts';
import { createPorts } from '../../installation/ports.ts';
import { type Check, checked, ok, skipped } from './check.ts';

const CALL: Call = { timeoutMs: 10_000, mayWait: true };
/** Reads what cannot exist: an answer proves address, credentials and scope, and changes nothing. */
const NOBODY = 'quarterdeck-doctor';

/** Whether each vendor answers a cheap read with our credentials. */
export async function checkVendors(configuration: Configuration): Promise<Check[]> {
  const { prm, crm, notify } = createPorts(configuration);
  const fix = (port: string) =>
    `Check QUARTERDECK_${port} and QUARTERDECK_${port}_SETTINGS (docs/operations.md), then its own status page.`;
  const model = { vendor: configuration.QUARTERDECK_LLM, settings: configuration.QUARTERDECK_LLM_SETTINGS };
  const checks = await Promise.all([
    checked(`PRM ${prm.vendor}`, fix('PRM'), async () => {
      await prm.partner(NOBODY, CALL);
      return ok(`PRM ${prm.vendor}`, 'answers');
    }),
    checked(`CRM ${crm.vendor}`, fix('CRM'), async () => {
      await crm.candidates({ domain: `${NOBODY}.invalid`, name: NOBODY }, CALL);
      return ok(`CRM ${crm.vendor}`, 'answers');
    }),
    checked(`notify ${notify.vendor}`, fix('NOTIFY'), () =>
      reachable(`notify ${notify.vendor}`, configuration.QUARTERDECK_NOTIFY_SETTINGS),
    ),
    model.vendor === 'none'
      ? [ok('model', 'none: rules and templates read and write, and say so')]
      : checked(`model ${model.vendor}`, fix('LLM'), () =>
          reachable(`model ${model.vendor}`, model.settings),
        ),
  ]);
  return checks.flat();
}

/** Neither mail nor a model has a read that costs nothing: the address is all that is tried. */
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
