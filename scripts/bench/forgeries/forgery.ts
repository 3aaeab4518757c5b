import type { Vault } from '../../../adapters/store/vault.ts';
import type { Anchor } from '../../../domain/anchors.ts';
import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import type { Planting } from './planting.ts';

/** What stands outside the database, and what a forger there cannot write. */
export interface Outside {
  root: TrustRoot;
  /** What the witness holds. */
  anchors: readonly Anchor[];
  /** Opened with the master key. */
  vault: Vault;
}

/** A forgery in the database, by the role of our own processes or by whoever owns the database. */
export interface Forgery {
  name: string;
  by: 'app' | 'owner';
  plant(db: Planting): Promise<void>;
}

/** A statement that Postgres refuses the app role. */
export const refused = (name: string, text: string): Forgery => ({
  name,
  by: 'app',
  plant: async ({ query }) => {
    await query(text);
  },
});
