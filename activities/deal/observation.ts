import type { Call } from '../../adapters/ports/call.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import { lookupTable } from '../../domain/lookup-table.ts';
import { vendorFailure } from '../kit/vendor-failures.ts';

/** What people did in the PRM with a registration that we only watch. */
export type Observation = 'approve' | 'reject' | 'undecided' | 'gone';

const MEANING = lookupTable<Observation>({
  Approved: 'approve',
  Converted: 'approve',
  Rejected: 'reject',
  Withdrawn: 'gone',
  Expired: 'gone',
});

/** Reads how the PRM's record stands. A record that never was in the PRM is `gone`. @throws a vendor failure */
export async function observePrm(
  ports: Pick<Ports, 'prm'>,
  dealId: string,
  call: Call,
): Promise<Observation> {
  try {
    const deal = await ports.prm.deals?.read(dealId, call);
    return deal == null ? 'gone' : (MEANING[deal.status] ?? 'undecided');
  } catch (error) {
    throw vendorFailure(error);
  }
}
