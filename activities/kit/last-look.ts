import { getCase } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { newestAnswer } from '../../adapters/store/steps.ts';

/** Under which the answer of one revision is kept. */
export const lookStep = (caseId: string, revision: number): string => `${caseId}/triage/${revision}`;

/** What the last look at a case answered; undefined when there was none. */
export async function lastLook<Answer>(tx: Tx, caseId: string): Promise<Answer | undefined> {
  const row = await getCase(tx, caseId);
  const steps = Array.from({ length: row?.revision ?? 0 }, (_, index) => lookStep(caseId, index + 1));
  return newestAnswer<Answer>(tx, steps);
}
