import { getCase } from '../../adapters/store/cases.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { LifecyclePart } from '../lifecycles.ts';
import { revealLook } from './reveal-look.ts';
import { failure, vendorFailure } from './vendor-failures.ts';

export type AfterRollbackActivities = ReturnType<typeof afterRollbackActivities>;

export function afterRollbackActivities(
  { store, now }: { store: Store; now: () => Date },
  parts: Record<Lifecycle, LifecyclePart>,
) {
  return {
    /**
     * Has the case's own lifecycle free what it held, after everything that it wrote is gone, and tells the others. Which one that is stands in the
     * case's row: the workflow that asks may be a reversal, which serves them all.
     * @throws ApplicationFailure NotFound, or a vendor failure
     */
    async afterRollback(caseId: string): Promise<void> {
      try {
        const row = await getCase(statement(store), caseId);
        if (!row) throw failure('NotFound', `no case ${caseId}; see: quarterdeck cases list`);
        if (row.blind) await transact(store, (tx) => revealLook(tx, caseId, now().toISOString()));
        if (row.lifecycle === 'reversal') return;
        await parts[row.lifecycle].afterRollback(caseId);
        for (const [lifecycle, part] of Object.entries(parts))
          if (lifecycle !== row.lifecycle) await part.afterOther?.(row);
      } catch (error) {
        throw vendorFailure(error);
      }
    },
  };
}
