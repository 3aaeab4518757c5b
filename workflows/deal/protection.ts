import { CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import type { DealActivities } from '../../activities/deal/index.ts';
import { PROTECTION_NOTICE_DAYS, untilProtectionNotice } from '../../domain/deal/protection.ts';
import { openLedger } from '../kit/effects.ts';
import type { Ledger, LedgerCase } from '../kit/ledger.ts';
import { record } from '../kit/profiles.ts';
import { openProgress, type Progress } from '../kit/progress.ts';
import { watchRollout } from '../kit/rollout-watch.ts';
import { localFirst } from '../kit/step.ts';
import { extend, release } from '../messages.ts';
import { sendNotice } from './notices.ts';

export interface ProtectionInput {
  /** The deal's case. */
  case: string;
  /** UTC instant. */
  protectedUntil: string;
}

const DAY = 86_400_000;
const deals = localFirst<DealActivities>(record);

/** The window as it is now; an extension moves its end. */
interface Window {
  deal: string;
  /** UTC instant. */
  until: string;
  now: LedgerCase;
  ledger: Ledger;
  progress: Progress;
}

/**
 * The protection window of one approved deal: reminds the partner of its end, then lets it expire, unless it is released. It is
 * first heard of when the first notice is due, or when it is released or extended before.
 */
export async function protection(input: ProtectionInput): Promise<'expired' | 'released'> {
  const progress = openProgress(input.case);
  const now: LedgerCase = { case: `protection:${input.case}`, lifecycle: 'deal', segment: '', revision: 1 };
  const ledger = openLedger(now, {
    progress,
    rollout: watchRollout(),
    // A notice never asks anybody.
    decide: async () => 'roll_back',
  });
  const window: Window = { deal: input.case, until: input.protectedUntil, now, ledger, progress };
  const scope = new CancellationScope();
  setHandler(release, ({ reason }) => {
    progress.show({ status: 'completed', outcome: 'released' }, `released: ${reason}`);
    scope.cancel();
  });
  setHandler(extend, ({ protectedUntil, reason }) => moveEnd(window, protectedUntil, reason));
  try {
    await scope.run(() => runOut(window, input.protectedUntil));
  } catch (error) {
    // Released, also while a notice waits for its segment to be switched on again: nobody is reminded any more.
    if (isCancellation(error)) return 'released';
    throw error;
  }
  return 'expired';
}

/** @param said the end that the partner knows of: the signal of an extension may have come before the first task. */
async function runOut(window: Window, said: string): Promise<void> {
  window.progress.show({}, `protected until ${window.until}`);
  let known = said;
  do {
    const before = known;
    known = window.until;
    if (known !== before) await tellExtended(window);
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
    if (wait > 0 && (await condition(moved, wait))) return false;
    // A window that is shorter than the notice period skips that notice.
    if (wait < -DAY) continue;
    const { segment, to, protectedUntil } = await deals.protectionNotice(window.deal);
    // The signal of an extension can be lost, what the registration says cannot.
    moveEnd(window, protectedUntil ?? end, 'extended');
    if (moved()) return false;
    window.now.segment = segment;
    const values = { days_left: daysLeft, protected_until: end.slice(0, 10) };
    await sendNotice(window.ledger, to, 'protection_ending', values, `protection-${daysLeft}`);
  }
  return !moved();
}

function moveEnd(window: Window, protectedUntil: string, reason: string): void {
  if (Date.parse(protectedUntil) <= Date.parse(window.until)) return;
  window.until = protectedUntil;
  // The same notices come again, and each is a write of its own.
  window.now.revision += 1;
  window.progress.show({}, `${reason}; protected until ${protectedUntil}`);
}

async function tellExtended({ deal, until, now, ledger }: Window): Promise<void> {
  const { segment, to } = await deals.protectionNotice(deal);
  now.segment = segment;
  await sendNotice(ledger, to, 'protection_extended', { protected_until: until.slice(0, 10) });
}
