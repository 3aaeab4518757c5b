import { registrationRecordId } from '../../activities/deal/query.ts';
import { indexedRecords } from '../../adapters/store/match.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import { notFound } from '../failure.ts';

/** How every RECORD argument is described. */
export const RECORD_ARGUMENT = 'a record as reviews show names it (crm:Account/1), or a case of a deal';

/** The record of the match index that somebody means, by its own name or by its case; null when there is none. */
export async function recordNamed(tx: Tx, said: string): Promise<IndexedRecord | null> {
  const wanted = said.trim();
  const found = await indexedRecords(tx, [wanted, registrationRecordId(wanted)]);
  return found.find(({ record }) => record.record === wanted) ?? found[0] ?? null;
}

/** The same where there has to be one. @throws CliFailure not found */
export async function needRecord(tx: Tx, said: string): Promise<IndexedRecord> {
  const found = await recordNamed(tx, said);
  if (found) return found;
  throw notFound(
    `There is no record "${said}" in the match index.`,
    'Name one as reviews show does: crm:Account/…, crm:Opportunity/…, prm:…, registration:…, or a case.',
  );
}
