import { appendAudit } from '../../adapters/store/audit.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { deleteExpired } from '../../adapters/store/retention.ts';
import type { Deleted, RetentionDays } from '../../domain/retention.ts';
import { vendorFailure } from './vendor-failures.ts';

export interface RetentionDeps {
  store: Store;
  /** policy/retention.yaml */
  retention: RetentionDays;
  now: () => Date;
}

export type RetentionActivities = ReturnType<typeof retentionActivities>;

export function retentionActivities({ store, retention, now }: RetentionDeps) {
  return {
    /**
     * Deletes what is past its time, with one row in the chain `retention` that says how much of what.
     * @throws ApplicationFailure VendorUnavailable when Postgres is away
     */
    async deletePastRetention(): Promise<Deleted> {
      try {
        return await transact(store, async (tx) => {
          const ranAt = now();
          const deleted = await deleteExpired(tx, retention, ranAt);
          const at = ranAt.toISOString();
          await appendAudit(tx, 'retention', {
            at,
            actor: 'system',
            action: 'retention.run',
            deleted,
            days: retention,
          });
          return deleted;
        });
      } catch (error) {
        throw vendorFailure(error);
      }
    },
  };
}
