import type { AccountBudgets } from '../account-budgets.ts';
import type { SigningKey } from '../keys/keys.ts';
import type { Store } from '../store/pool.ts';
import type { Vault } from '../store/vault.ts';
import type { Call } from './call.ts';
import type { NotifyPort } from './notify.ts';
import type { PrmPort } from './prm.ts';
import type { Write } from './write.ts';

/** What of a worker a port needs that keeps records of our own. */
export interface WorkerOwn {
  /** The installation's. */
  key: SigningKey;
  vault: Vault;
  now: () => Date;
}

/** What a vendor may be opened with, beside its own settings. */
export interface Among {
  /** What the vendors' accounts may be asked, by all ports of the process together. */
  budgets: AccountBudgets;
  /** The worker's store. @throws Error where there is none */
  store(): Store;
  /** What only a worker has: what the installation states is signed by its key. @throws Error in every other process */
  worker(): WorkerOwn;
  notify(): Promise<NotifyPort>;
  prm(): Promise<PrmPort>;
}

/** All that differs from port to port. @template P the port; null where it may be left out */
export interface PortRow<P, W extends Record<string, Write | null>> {
  /** What people call it. */
  title: string;
  /** The vendor where none is configured; absent: one has to be. */
  vendor?: string;
  /** @throws Error naming vendor and setting when one is wrong, never a value */
  open(vendor: string, settings: Record<string, unknown>, among: Among): Promise<P>;
  /**
   * Reads what cannot exist: the answer proves address, credentials and scope. Absent: only whether somebody answers at the address
   * of the settings is looked at. @throws VendorFault
   */
  answers?(port: P, call: Call): Promise<unknown>;
  /** What goes on without it, where its vendor is `none`. */
  without?: string;
  /** The writes that go through the ledger, under `<port>.<write>`. */
  writes?(port: P): W;
  /** The simulated vendor of `npm start`. @param ports of the simulators, on this machine */
  sample?(ports: Readonly<Record<string, number>>): { vendor: string; settings: Record<string, unknown> };
}

/** Keeps the types of one row. */
export const portRow = <P, W extends Record<string, Write | null> = Record<never, never>>(
  row: PortRow<P, W>,
): PortRow<P, W> => row;
