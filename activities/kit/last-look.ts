import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { newestSignedLook } from '../../adapters/store/signed-looks.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';

/** Under which the answer of one revision is kept. */
export const lookStep = (caseId: string, revision: number): string => `${caseId}/triage/${revision}`;

/**
 * What the last look at a case answered; undefined when there was none. One that no worker has signed is none: who may decide a case is
 * judged by what it says.
 */
export function lastLook<Answer>(
  tx: Tx,
  root: TrustRoot,
  { case: id, revision: newest }: Pick<CaseRow, 'case' | 'revision'>,
): Promise<Answer | undefined> {
  const revisions = Array.from({ length: newest }, (_, index) => index + 1);
  const steps = new Map(revisions.map((revision) => [revision, lookStep(id, revision)]));
  return newestSignedLook<Answer>(tx, root, id, steps);
}
