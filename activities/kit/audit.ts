import type { SigningKey } from '../../adapters/keys/keys.ts';
import { addCheckpoint, lastCheckpoint } from '../../adapters/store/checkpoints.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import type { Witness } from '../../adapters/witness/witness.ts';
import { vendorFailure } from './vendor-failures.ts';
import { tellWitnesses } from './witness.ts';

export interface AuditDeps {
  store: Store;
  /** The installation's key; its public half must be registered (registerInstallationKey). */
  installationKey: SigningKey;
  /** Where the owner of the database cannot write. */
  witnesses: readonly Witness[];
  now: () => Date;
}

/** What is worth keeping outside the database: `verifyAudit` takes it as `anchor`. */
export interface CheckpointAnchor {
  number: number;
  hash: string;
}

export function auditActivities({ store, installationKey, witnesses, now }: AuditDeps) {
  const tell = tellWitnesses({ store, witnesses, now });
  return {
    /**
     * Covers every head that changed since the last checkpoint; null when none did. Then tells the witnesses of the last one.
     * @throws ApplicationFailure VendorUnavailable when Postgres is away
     */
    async writeCheckpoint(): Promise<CheckpointAnchor | null> {
      try {
        const at = now().toISOString();
        const checkpoint = await transact(store, (tx) => addCheckpoint(tx, installationKey, at));
        const last = checkpoint ?? (await transact(store, lastCheckpoint));
        if (last) await tell(last);
        return checkpoint && { number: checkpoint.number, hash: checkpoint.hash };
      } catch (error) {
        throw vendorFailure(error);
      }
    },
  };
}
