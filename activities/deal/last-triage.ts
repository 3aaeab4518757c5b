import { getCase } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { newestAnswer } from '../../adapters/store/steps.ts';
import type { Triage } from './triage.ts';

/** Under which the answer of one revision is kept. */
export const triageStep = (caseId: string, revision: number): string => `${caseId}/triage/${revision}`;

/** What the last look at a deal answered; undefined when there was none. The partner's address in it stays sealed. */
export async function lastTriage(tx: Tx, caseId: string): Promise<Triage | undefined> {
  const row = await getCase(tx, caseId);
  const steps = Array.from({ length: row?.revision ?? 0 }, (_, index) => triageStep(caseId, index + 1));
  return newestAnswer<Triage>(tx, steps);
}
