import { accountBudgets } from '../adapters/account-budgets.ts';
import { PORTS, type PortName, type Ports, settingOf } from '../adapters/ports/index.ts';
import type { Among, WorkerOwn } from '../adapters/ports/port-row.ts';
import { storedCallDays } from '../adapters/store/call-days.ts';
import type { Store } from '../adapters/store/pool.ts';
import type { Configuration } from './configuration.ts';

/**
 * Opens these ports with the vendors that the configuration names. A port that another one goes over is opened once for both.
 * @param store for a port that keeps something in our own database @param worker what it signs and seals that with, in a worker
 * @throws Error naming vendor and setting when one is wrong
 */
export async function openPorts<N extends PortName>(
  configuration: Configuration,
  names: readonly N[],
  store?: Store,
  worker?: WorkerOwn,
): Promise<Pick<Ports, N>> {
  const opened = new Map<PortName, Promise<unknown>>();
  const among: Among = {
    budgets: accountBudgets(store ? storedCallDays(store) : null),
    store() {
      if (!store) throw new Error('a port that keeps its records in Postgres is opened with the store');
      return store;
    },
    worker() {
      if (!worker)
        throw new Error('only a worker writes to the accounts: it alone has the key of the installation');
      return worker;
    },
    notify: () => open('notify'),
    prm: () => open('prm'),
  };
  function open<P extends PortName>(name: P): Promise<Ports[P]> {
    const setting = settingOf(name);
    const again = opened.get(name) as Promise<Ports[P]> | undefined;
    if (again) return again;
    const opening = PORTS[name].open(configuration[setting], configuration[`${setting}_SETTINGS`], among);
    opened.set(name, opening);
    return opening as Promise<Ports[P]>;
  }
  const ports = await Promise.all(names.map(async (name) => [name, await open(name)] as const));
  return Object.fromEntries(ports) as unknown as Pick<Ports, N>;
}
