import { pastLines } from '../../adapters/store/claim/past-lines.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import { statement } from '../../adapters/store/statement.ts';
import { grantedSince } from '../../domain/claim/checks/granted-since.ts';
import type { ClaimEvidence } from '../../domain/claim/evidence.ts';
import { type Reason, reasonOf } from '../../domain/decision.ts';
import { failure } from '../kit/vendor-failures.ts';
import type { ClaimDeps } from './records.ts';

/** What was granted for the sale of a claim since it was looked at. @param evidenceHash of that look @throws failure NotFound */
export async function readGrantedSince(
  { store }: Pick<ClaimDeps, 'store'>,
  evidenceHash: string,
): Promise<Reason[]> {
  const db = statement(store);
  const evidence = (await getEvidence(db, evidenceHash)) as unknown as ClaimEvidence | undefined;
  if (!evidence) throw failure('NotFound', `evidence ${evidenceHash} is gone; submit the claim again`);
  const { lines } = await pastLines(db, evidence.past.facts);
  return grantedSince(evidence.past, lines, evidence.program?.body ?? null).map(
    ({ rule, text, source, value }) => reasonOf(rule, text, source, value),
  );
}
