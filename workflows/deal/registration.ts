import { patched } from '@temporalio/workflow';
import type { Triage, WatchedDeal } from '../../activities/deal/triage.ts';
import type { CaseInput, CaseResult } from '../case-input.ts';
import { decide } from '../kit/decide.ts';
import { runCase } from '../kit/run.ts';
import { type DealCase, type DealEnding, openDealCase } from './case.ts';
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
export async function dealRegistration(input: CaseInput): Promise<CaseResult> {
  const deal = openDealCase(input);
  return runCase(deal, () =>
    decide(deal, {
      question: (triage) => question(deal, triage),
      watch: (triage) => watch(deal, triage),
      approve: (triage, by) => approve(deal, triage, by),
      reject: (triage, by) => reject(deal, triage, by),
      silent: (triage) => incomplete(deal, triage),
    }),
  );
}

/** An incomplete registration asks the partner first. */
async function question(deal: DealCase, triage: Triage) {
  const { missing, highValue, triage_status } = triage.fields;
  const tellOpened = await deal.notices.of(triage);
  // Decided blind, the clock must not tell either.
  const conflict = triage_status === 'FLAGGED_CONFLICT' && !triage.blind;
  return {
    // A conflict is looked into longer, unless it is of high value: the shortest clock wins.
    clocks: [conflict ? 'conflict' : 'deal', ...(highValue ? ['high_value'] : [])],
    partnerQuestions: missing,
    askPartner: deal.askPartner(triage),
    ...(tellOpened ? { tellOpened } : {}),
  };
}

/** Computes, records, writes nothing, and compares with what people did in the PRM. */
async function watch(deal: DealCase, triage: Triage): Promise<DealEnding | null> {
  const { revision } = deal.now;
  const seen = await watchPeople(watchedDeal(deal, triage), () => deal.now.revision > revision, deal);
  if (seen === 'amended') return null;
  await deal.compare(triage, seen === 'approve' || seen === 'reject' ? seen : null);
  const { outcome } = await deal.opened(triage);
  const advice = outcome === 'automatic' ? 'approve' : outcome;
  return {
    registration: null,
    closureReason: null,
    outcome: `shadow: ${advice}`,
    authority: null,
    protection: null,
  };
}

function watchedDeal(deal: DealCase, { watched, payloads }: Triage): WatchedDeal | null {
  if (watched !== undefined) return watched;
  return payloads.prmCreate ? null : { prmDeal: deal.record().externalId, there: true };
}

async function approve(deal: DealCase, triage: Triage, authority: string): Promise<DealEnding> {
  const protectedUntil = await writeApproval(deal.record(), triage, deal.ledger);
  const protection = { case: deal.now.case, protectedUntil };
  return { registration: 'Approved', closureReason: null, outcome: 'Approved', authority, protection };
}

/** Nobody answered in time: told and written back like a rejection, but it can be completed for a while. */
async function incomplete(deal: DealCase, triage: Triage): Promise<DealEnding> {
  if (patched('incomplete-written-back')) await writeIncomplete(deal.record(), triage, deal.ledger);
  return INCOMPLETE;
}

async function reject(deal: DealCase, triage: Triage, authority: string): Promise<DealEnding> {
  const { closure, triage_status } = triage.fields;
  const closureReason = closure ?? (triage_status === 'FLAGGED_CONFLICT' ? 'Conflict' : 'Ineligible');
  await writeRejection(deal.record(), triage, deal.ledger, closureReason);
  return { registration: 'Rejected', closureReason, outcome: 'Rejected', authority, protection: null };
}
