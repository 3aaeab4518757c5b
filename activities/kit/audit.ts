import type { SigningKey } from '../../adapters/keys/keys.ts';
import { addCheckpoint } from '../../adapters/store/checkpoints.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { vendorFailure } from './vendor-failures.ts';

export interface AuditDeps {
  store: Store;
  /** The installation's key; its public half must be registered (registerInstallationKey). */
  installationKey: SigningKey;
  now: () => Date;
}

/** What is worth keeping outside the database: `verifyAudit` takes it as `anchor`. */
export interface CheckpointAnchor {
  number: number;
  hash: string;
}

export function auditActivities({ store, installationKey, now }: AuditDeps) {
  return {
    /**
     * Covers every head that changed since the last checkpoint; null when none did.
     * @throws ApplicationFailure VendorUnavailable when Postgres is away
     */
    async writeCheckpoint(): Promise<CheckpointAnchor | null> {
      try {
        const at = now().toISOString();
        const checkpoint = await transact(store, (tx) => addCheckpoint(tx, installationKey, at));
        return checkpoint && { number: checkpoint.number, hash: checkpoint.hash };
      } catch (error) {
        throw vendorFailure(error);
      }
    },
  };
}
