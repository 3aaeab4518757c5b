import type { Call } from '../../adapters/ports/call.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import { latestAgreementOf } from '../../adapters/store/agreements.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { lookupTable } from '../../domain/lookup-table.ts';
import { vendorFailure } from '../kit/vendor-failures.ts';

/** What people did with a registration that we only watch. */
export type Observation = 'approve' | 'reject' | 'undecided' | 'gone';

const MEANING = lookupTable<Observation>({
  Approved: 'approve',
  Converted: 'approve',
  Rejected: 'reject',
  Withdrawn: 'gone',
  Expired: 'gone',
});

/**
 * What people decided: as somebody has entered it here (`rollout decided`), else as the PRM's record stands. A record that never was in
 * the PRM is `gone`.
 * @throws a vendor failure
 */
export async function observeDeal(
  { ports, store }: { ports: Pick<Ports, 'prm'>; store: Store },
  dealId: string,
  caseId: string | null,
  call: Call,
): Promise<Observation> {
  try {
    const entered = caseId === null ? undefined : await latestAgreementOf(statement(store), caseId);
    if (entered?.human === 'approve' || entered?.human === 'reject') return entered.human;
    const deal = await ports.prm.deals?.read(dealId, call);
    return deal == null ? 'gone' : (MEANING[deal.status] ?? 'undecided');
  } catch (error) {
    throw vendorFailure(error);
  }
}
