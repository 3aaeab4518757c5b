import { CancellationScope, condition, patched } from '@temporalio/workflow';
import type { Triage } from '../../activities/deal/triage.ts';
import type { Verdict } from '../kit/desk.ts';
import { type DealCase, openDealCase } from './case.ts';
import { close, type DealEnding, fail, undo } from './endings.ts';
import type { DealRegistrationInput } from './registration-input.ts';
import { watchPeople } from './watch.ts';
import { writeApproval, writeIncomplete, writeRejection } from './writes.ts';

const INCOMPLETE: DealEnding = {
  registration: 'Incomplete',
  closureReason: 'Incomplete',
  outcome: 'Incomplete',
  authority: null,
  protection: null,
};

/** One deal registration, from its submission to the CRM and its protection window. */
export async function dealRegistration(
  input: DealRegistrationInput,
): Promise<{ case: string; outcome: string }> {
  const deal = openDealCase(input);
  // Also when the cancellation came first: a lost task forgets its writes, and the ledger may know of some.
  await CancellationScope.nonCancellable(() => deal.submissions.first());
  let end: DealEnding | null = null;
  try {
    const how = await deal.ledger.run(async () => {
      end = await settle(input, deal);
    });
    // A cancelled case still has its rollback, its row and its registration to see to.
    return await CancellationScope.nonCancellable(async () => {
      // A rollback that was accepted until the desk closes is carried out; later ones are a reversal's matter.
      const done = how === 'completed' && end !== null && (await deal.desk.close());
      return {
        case: input.case,
        outcome: done && end ? await close(input, deal, end) : await undo(input, deal),
      };
    });
  } catch (error) {
    await CancellationScope.nonCancellable(() => fail(input, deal, error));
    throw error;
  } finally {
    await deal.desk.drain();
  }
}

/** Triage, then nobody or a person decides, then what was decided is written. An amendment starts it over. */
async function settle(input: DealRegistrationInput, deal: DealCase): Promise<DealEnding> {
  for (;;) {
    const triage = await deal.triage();
    if (triage.mode === 'shadow') {
      const end = await shadow(input, deal, triage);
      if (end) return end;
      continue;
    }
    if (triage.outcome === 'automatic' && triage.mode === 'automated') {
      deal.settle();
      const [end] = await Promise.all([
        approve(input, deal, triage, triage.promotion ?? 'policy'),
        explained(deal, triage),
      ]);
      return end;
    }
    const verdict = await ask(deal, triage);
    if (verdict.outcome === 'amended') continue;
    deal.settle();
    const by = verdict.decided?.by ?? 'system';
    if (verdict.outcome === 'approved') return approve(input, deal, triage, by);
    if (verdict.outcome === 'overridden') return approve(input, deal, await deal.edited(verdict), by);
    if (verdict.outcome === 'rejected') return reject(input, deal, triage, by);
    if (verdict.outcome === 'partner_silent') return incomplete(input, deal, triage);
  }
}

/** Computes, records, writes nothing, and compares with what people did. Null: it was amended meanwhile. */
async function shadow(
  input: DealRegistrationInput,
  deal: DealCase,
  triage: Triage,
): Promise<DealEnding | null> {
  const { revision } = deal.now;
  const advice = triage.outcome === 'automatic' ? 'approve' : triage.outcome;
  const seen = await watchPeople(
    triage.payloads.prmCreate ? null : input.externalId,
    () => deal.now.revision > revision,
  );
  if (seen === 'amended') return null;
  await deal.compare(triage, seen === 'approve' || seen === 'reject' ? seen : null);
  return {
    registration: null,
    closureReason: null,
    outcome: `shadow: ${advice}`,
    authority: null,
    protection: null,
  };
}

/** Stops at a person, with everything that speaks against automatic approval; an incomplete one asks the partner first. */
async function ask(deal: DealCase, triage: Triage): Promise<Verdict> {
  const { missing, highValue, triage_status } = triage.fields;
  const { revision } = deal.now;
  const tellOpened = await deal.notices.of(triage);
  await explained(deal, triage);
  const conflict = triage_status === 'FLAGGED_CONFLICT';
  const verdict = await deal.desk.ask({
    kind: 'review',
    reasons: triage.reasons,
    evidenceHash: triage.evidenceHash,
    // A conflict is looked into longer, unless it is of high value: the shortest clock wins.
    clocks: [conflict ? 'conflict' : 'deal', ...(highValue ? ['high_value'] : [])],
    outdated: () => deal.now.revision > revision,
    partnerQuestions: missing,
    askPartner: deal.askPartner(triage),
    ...(tellOpened ? { tellOpened } : {}),
  });
  const { outcome } = verdict;
  if (outcome === 'approved' || outcome === 'overridden') await deal.compare(triage, 'approve');
  if (outcome === 'rejected') await deal.compare(triage, 'reject');
  return verdict;
}

/** A reader wants the explanation, but nothing waits for a slow model. */
async function explained(deal: DealCase, triage: Triage): Promise<void> {
  if (!triage.explainable) return;
  let ready = false;
  const done = () => {
    ready = true;
  };
  void deal.explain(triage).then(done, done);
  await condition(() => ready, '1 min');
}

async function approve(
  input: DealRegistrationInput,
  deal: DealCase,
  triage: Triage,
  authority: string,
): Promise<DealEnding> {
  const protectedUntil = await writeApproval(input, triage, deal.ledger);
  const protection = { case: input.case, protectedUntil };
  return { registration: 'Approved', closureReason: null, outcome: 'Approved', authority, protection };
}

/** Nobody answered in time: told and written back like a rejection, but it can be completed for a while. */
async function incomplete(input: DealRegistrationInput, deal: DealCase, triage: Triage): Promise<DealEnding> {
  if (patched('incomplete-written-back')) await writeIncomplete(input, triage, deal.ledger);
  return INCOMPLETE;
}

async function reject(
  input: DealRegistrationInput,
  deal: DealCase,
  triage: Triage,
  authority: string,
): Promise<DealEnding> {
  const { closure, triage_status } = triage.fields;
  const closureReason = closure ?? (triage_status === 'FLAGGED_CONFLICT' ? 'Conflict' : 'Ineligible');
  await writeRejection(input, triage, deal.ledger, closureReason);
  return { registration: 'Rejected', closureReason, outcome: 'Rejected', authority, protection: null };
}
