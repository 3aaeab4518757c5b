import { changeFacts, removeRecords } from '../../adapters/store/match.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { RegistrationStatus } from '../../domain/deal/registration.ts';
import { registrationRecordId } from './query.ts';

/** After these a registration stands in nobody's way any more; an incomplete one keeps its place for a while. */
const GONE: readonly RegistrationStatus[] = ['Rejected', 'Withdrawn', 'Expired'];

/**
 * Tells the match index what became of a registration. One statement, part of the one that changes it.
 * @param protectedUntil UTC instant, null for none
 */
export function tellIndex(
  tx: Tx,
  caseId: string,
  status: RegistrationStatus,
  protectedUntil: string | null,
): Promise<void> {
  const record = registrationRecordId(caseId);
  return GONE.includes(status)
    ? removeRecords(tx, [record])
    : changeFacts(tx, record, { status, protectedUntil });
}
