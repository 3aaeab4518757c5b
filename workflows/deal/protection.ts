import {
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import type { DealActivities } from '../../activities/deal/index.ts';
import { PROTECTION_NOTICE_DAYS, untilProtectionNotice } from '../../domain/deal/protection.ts';
import { protectedCaseOf } from '../../domain/identity.ts';
import { openLedger } from '../kit/effects.ts';
import { lookOnHints } from '../kit/hints.ts';
import type { LedgerCase } from '../kit/ledger.ts';
import { beside } from '../kit/notice.ts';
import { record } from '../kit/profiles.ts';
import { openProgress } from '../kit/progress.ts';
import { watchRollout } from '../kit/rollout-watch.ts';
import { localFirst } from '../kit/step.ts';
import { sendNotice } from './notices.ts';
import { listenToHints, lookAtWindow, moveEnd, type Window } from './protection-window.ts';

export interface ProtectionInput {
  /** The deal's case. */
  case: string;
  /** The end that the partner knows of; UTC instant. */
  protectedUntil: string;
}

const DAY = 86_400_000;
const deals = localFirst<DealActivities>(record);

/**
 * The protection window of one approved deal: reminds the partner of its end, then lets it expire, unless it is released. It is
 * started when the first notice is due, or when it is extended before. Its signals only say that the
 * registration has changed: whether and until when it is protected is read from there.
 * @throws ApplicationFailure NotFound when its id names no deal
 */
export async function protection(input: ProtectionInput): Promise<'expired' | 'released'> {
  const { workflowId } = workflowInfo();
  const deal = protectedCaseOf(workflowId);
  if (deal === null)
    throw ApplicationFailure.nonRetryable(`${workflowId} names no protection of a deal`, 'NotFound');
  const progress = openProgress(deal);
  const now: LedgerCase = { case: workflowId, lifecycle: 'deal', segment: '', revision: 1 };
  const ledger = openLedger(now, {
    progress,
    rollout: watchRollout(),
    // A notice never asks anybody.
    decide: async () => 'roll_back',
  });
  const said = saidEnd(input);
  const scope = new CancellationScope();
  const end = (why: string) => {
    progress.show({ status: 'completed', outcome: 'released' }, `released: ${why}`);
    scope.cancel();
  };
  const hints = lookOnHints(() => lookAtWindow(window));
  const window: Window = { deal, until: said, extended: false, hints, now, ledger, progress, end };
  listenToHints(window);
  try {
    await scope.run(() => runOut(window, said));
  } catch (error) {
    // Released, also while a notice waits for its segment to be switched on again: nobody is reminded any more.
    if (isCancellation(error)) return 'released';
    throw error;
  }
  return 'expired';
}

/** The end in the input of a start. Anybody could have started the window, so it counts only until the row was read. */
function saidEnd(input: unknown): string {
  const { protectedUntil } = (input ?? {}) as { protectedUntil?: unknown };
  return typeof protectedUntil === 'string' ? protectedUntil : new Date(0).toISOString();
}

/** @param said the end that the partner knows of: the signal of an extension may have come before the first task. */
async function runOut(window: Window, said: string): Promise<void> {
  if (patched('window-from-row')) await window.hints.hint();
  window.progress.show({}, `protected until ${window.until}`);
  let known = said;
  do {
    const before = known;
    known = window.until;
    if (known !== before && (window.extended || window.now.revision > 1)) await tellExtended(window);
  } while (!(await countDown(window)));
  await deals.expireProtection(window.deal);
  window.progress.show({ status: 'completed', outcome: 'expired' });
}

/** Tells of the end until it is there; false when it was moved meanwhile. */
async function countDown(window: Window): Promise<boolean> {
  const end = window.until;
  const moved = () => window.until !== end;
  for (const daysLeft of PROTECTION_NOTICE_DAYS) {
    const wait = untilProtectionNotice(end, daysLeft, Date.now());
    if (wait > 0 && (await condition(() => moved() || longHistory(window), wait))) {
      if (!moved()) await continueAsNew<typeof protection>({ case: window.deal, protectedUntil: end });
      return false;
    }
    // A window that is shorter than the notice period skips that notice.
    if (wait < -DAY) continue;
    const { segment, to, protectedUntil } = await deals.protectionNotice(window.deal);
    // The signal of an extension can be lost, what the registration says cannot.
    moveEnd(window, protectedUntil ?? end, 'extended');
    if (moved()) return false;
    window.now.segment = segment;
    const values = { days_left: daysLeft, protected_until: end.slice(0, 10) };
    await sendNotice(beside(window.ledger), to, 'protection_ending', values, `protection-${daysLeft}`);
  }
  return !moved();
}

/** Each signal is an event, and a history has its limit. */
function longHistory({ hints }: Window): boolean {
  return workflowInfo().continueAsNewSuggested && !hints.looking;
}

async function tellExtended({ deal, until, now, ledger }: Window): Promise<void> {
  const { segment, to } = await deals.protectionNotice(deal);
  now.segment = segment;
  await sendNotice(beside(ledger), to, 'protection_extended', { protected_until: until.slice(0, 10) });
}
