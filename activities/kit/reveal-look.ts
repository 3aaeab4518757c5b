import { appendAudit } from '../../adapters/store/audit.ts';
import { getCase, updateCase } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { newestAnswer } from '../../adapters/store/steps.ts';
import type { JsonObject } from '../../domain/json.ts';

/** What the machine makes of a case that is decided blind. */
export interface Concealed {
  outcome: string;
  advice: JsonObject;
  /** As lists show it afterwards. */
  summary: JsonObject;
}

/** Under which it is kept until somebody has decided. */
export const concealedStep = (caseId: string, revision: number): string => `${caseId}/blind/${revision}`;

/**
 * Shows what was kept back of a case that was decided blind: once a person has decided it, or when it ends. Nothing happens to another
 * case, or a second time.
 * @param at UTC instant
 * @param compared what it was compared with; absent when nobody has decided it
 */
export async function revealLook(
  tx: Tx,
  caseId: string,
  at: string,
  compared?: { revision: number; human: string | null; agreed: boolean | null },
): Promise<void> {
  const row = await getCase(tx, caseId);
  if (!row?.blind) return;
  const steps = Array.from({ length: row.revision }, (_, index) => concealedStep(caseId, index + 1));
  const kept = await newestAnswer<Concealed>(tx, steps);
  await updateCase(tx, caseId, { blind: null, summary: kept?.summary ?? {} });
  await appendAudit(tx, caseId, {
    at,
    actor: 'system',
    action: 'decision.revealed',
    revision: row.revision,
    blind: row.blind,
    outcome: kept?.outcome ?? null,
    ...kept?.advice,
    ...compared,
  });
}
