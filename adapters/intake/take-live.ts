import type { Lifecycle } from '../../domain/lifecycles.ts';
import { covers } from '../../domain/rollout.ts';
import { latestAgreementOf } from '../store/agreements.ts';
import { appendAudit } from '../store/audit.ts';
import { type CaseRow, getCase, latestCase, listCases } from '../store/cases.ts';
import { type Tx, transact } from '../store/pool.ts';
import { deliver } from './deliver.ts';
import { recordAgain } from './record-submission.ts';
import type { Submitting } from './submit.ts';

/**
 * Cases of a segment pattern that were only watched and that nobody has decided since: running or ended, each the newest of its record.
 */
export async function watchedCases(tx: Tx, lifecycle: Lifecycle, pattern: string): Promise<CaseRow[]> {
  const rows = await listCases(tx, { lifecycle, limit: 100_000 });
  const newest = new Map<string, CaseRow>();
  for (const row of rows) {
    const key = `${row.source} ${row.externalId}`;
    if ((newest.get(key)?.sequence ?? 0) < row.sequence) newest.set(key, row);
  }
  const watched = [...newest.values()].filter(
    ({ mode, segment, status }) =>
      mode === 'shadow' &&
      segment !== null &&
      covers(pattern, segment) &&
      ['running', 'completed'].includes(status),
  );
  const open: CaseRow[] = [];
  for (const row of watched) if ((await latestAgreementOf(tx, row.case))?.human == null) open.push(row);
  return open.sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
}

/**
 * Takes a case that was only watched in once more, so that it is looked at in the mode in force now.
 * @returns the case that goes on; null when it is not watched any more
 */
export async function takeLive(submitting: Submitting, id: string, by: string): Promise<string | null> {
  const recorded = await transact(submitting.store, async (tx) => {
    const row = await getCase(tx, id);
    if (row?.mode !== 'shadow' || (await latestAgreementOf(tx, id))?.human != null) return null;
    // A change that came meanwhile has opened the next case of the record.
    if ((await latestCase(tx, row))?.case !== id) return null;
    const at = submitting.now().toISOString();
    const again = await recordAgain(tx, submitting, row);
    await appendAudit(tx, id, { at, actor: by, action: 'case.taken_live', next: again.answer.case });
    return again;
  });
  if (recorded?.deliverable) await deliver(submitting, recorded.deliverable);
  return recorded?.answer.case ?? null;
}
