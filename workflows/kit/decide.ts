import { condition, patched } from '@temporalio/workflow';
import { machineWord } from '../../domain/agreed.ts';
import { BLIND_REASON } from '../../domain/blind.ts';
import type { Case } from './case.ts';
import type { CaseEnding, Look } from './case-steps.ts';
import type { Ask, Verdict } from './desk.ts';

/** What a lifecycle does where its case can go one way or another. */
export interface Ways<L extends Look, E extends CaseEnding> {
  /** What people are asked, beside the reasons of the look: the clocks at least. */
  question(look: L): Promise<Pick<Ask, 'clocks'> & Partial<Ask>>;
  /** Watches what people do elsewhere, in shadow: nothing is written. Null: it was amended meanwhile. */
  watch(look: L): Promise<E | null>;
  /** Writes what was approved. @param by the person, or the signed promotion of the segment */
  approve(look: L, by: string): Promise<E>;
  /** @param by the person, or the signed promotion of the segment */
  reject(look: L, by: string): Promise<E>;
  /** The partner was asked and did not answer in time. */
  silent(look: L): Promise<E>;
}

/**
 * A look, then nobody or a person decides, then what was decided is written. An amendment starts it over. A run that comes after
 * another one carries out what was decided in that.
 */
export async function decide<L extends Look, E extends CaseEnding>(
  one: Case<L, E>,
  ways: Ways<L, E>,
): Promise<E> {
  const before = one.settledBefore();
  for (;;) {
    const look = await one.look();
    const { revision } = one.now;
    if (!before && look.mode === 'shadow') {
      const end = await ways.watch(look);
      if (end) return end;
      continue;
    }
    const acts = machineWord(look.outcome) !== 'review' && look.mode === 'automated' && !look.blind;
    if (before ? before.verdict === null : acts) {
      one.settle(null);
      const carryOut = look.outcome === 'rejected' ? ways.reject : ways.approve;
      const [end] = await Promise.all([carryOut(look, look.promotion ?? 'policy'), explained(one, look)]);
      return end;
    }
    const verdict = before?.verdict ?? (await ask(one, ways, look));
    if (verdict.outcome === 'amended') continue;
    const known = await one.opened(look);
    const edited = verdict.outcome === 'overridden' ? await one.edited(verdict) : known;
    // What the edits bring up is shown to a person, who confirms it or decides otherwise.
    if (!before && objectsAnew(edited, known) && patched('edits-confirmed')) continue;
    one.settle(verdict, revision);
    const by = verdict.decided?.by ?? 'system';
    if (verdict.outcome === 'approved' || verdict.outcome === 'overridden') return ways.approve(edited, by);
    if (verdict.outcome === 'rejected') return ways.reject(known, by);
    if (verdict.outcome === 'partner_silent') return ways.silent(known);
  }
}

/** Whether a look has a reason against approval that an earlier one did not have. */
function objectsAnew(later: Look, earlier: Look): boolean {
  return later.reasons.some(
    ({ rule, source }) => !earlier.reasons.some((one) => one.rule === rule && one.source === source),
  );
}

/** Stops at a person, with everything that speaks against automatic approval. */
async function ask<L extends Look, E extends CaseEnding>(
  one: Case<L, E>,
  ways: Ways<L, E>,
  look: L,
): Promise<Verdict> {
  const { revision } = one.now;
  const question = await ways.question(look);
  // What explains the decision would tell it.
  if (!look.blind) await explained(one, look);
  const verdict = await one.desk.ask({
    kind: 'review',
    reasons: look.blind ? [BLIND_REASON] : look.reasons,
    evidenceHash: look.evidenceHash,
    outdated: () => one.now.revision > revision,
    ...question,
  });
  const { outcome, edits } = verdict;
  if (outcome === 'approved') await one.compare(look, 'approve');
  if (outcome === 'overridden') await one.compare(look, one.changesAmount(edits) ? 'override' : 'approve');
  if (outcome === 'rejected') await one.compare(look, 'reject');
  return verdict;
}

/** A reader wants the explanation, but nothing waits for a slow model. */
async function explained<L extends Look, E extends CaseEnding>(one: Case<L, E>, look: L): Promise<void> {
  if (!look.explainable) return;
  let ready = false;
  const done = () => {
    ready = true;
  };
  void one.explain(look).then(done, done);
  await condition(() => ready, '1 min');
}
