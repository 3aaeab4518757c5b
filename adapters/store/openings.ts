import { type AuditRecord, appendAudit } from './audit.ts';
import type { Tx } from './pool.ts';

/** Who looks again within a minute has not gone away, and a trail is not for counting glances. */
const AGAIN_AFTER_MS = 60_000;

/**
 * Notes in the trail that a person has opened a case's review: who and when, nothing else.
 * @param trail of the case. @param at UTC instant, ISO 8601
 */
export async function noteOpened(
  tx: Tx,
  caseId: string,
  { by, at, trail }: { by: string; at: string; trail: readonly AuditRecord[] },
): Promise<void> {
  const last = trail.findLast(({ entry }) => entry.action === 'case.opened' && entry.actor === by);
  if (last && Date.parse(at) - Date.parse(last.entry.at) < AGAIN_AFTER_MS) return;
  await appendAudit(tx, caseId, { at, actor: by, action: 'case.opened' });
}
