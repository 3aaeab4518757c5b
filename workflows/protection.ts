import { CancellationScope, isCancellation, setHandler, sleep } from '@temporalio/workflow';
import type { DealActivities } from '../activities/deal.ts';
import { PROTECTION_NOTICE_DAYS, untilProtectionNotice } from '../domain/protection.ts';
import { sendNotice } from './deal-notices.ts';
import { openLedger } from './kit/effects.ts';
import type { Ledger, LedgerCase } from './kit/ledger.ts';
import { record } from './kit/profiles.ts';
import { openProgress, type Progress } from './kit/progress.ts';
import { watchRollout } from './kit/rollout-watch.ts';
import { localFirst } from './kit/step.ts';
import { release } from './messages.ts';

export interface ProtectionInput {
  /** The deal's case. */
  case: string;
  /** UTC instant. */
  protectedUntil: string;
}

const DAY = 86_400_000;
const deals = localFirst<DealActivities>(record);

/**
 * The protection window of one approved deal: reminds the partner of its end, then lets it expire, unless it is released. It is
 * first heard of when the first notice is due, or when it is released before.
 */
export async function protection(input: ProtectionInput): Promise<'expired' | 'released'> {
  const progress = openProgress(input.case);
  const now = { case: `protection:${input.case}`, lifecycle: 'deal', segment: '', revision: 1 };
  const ledger = openLedger(now, {
    progress,
    rollout: watchRollout(),
    // A notice never asks anybody.
    decide: async () => 'roll_back',
  });
  const window = new CancellationScope();
  setHandler(release, ({ reason }) => {
    progress.show({ status: 'completed', outcome: 'released' }, `released: ${reason}`);
    window.cancel();
  });
  try {
    await window.run(() => runOut(input, now, ledger, progress));
  } catch (error) {
    // Released, also while a notice waits for its segment to be switched on again: nobody is reminded any more.
    if (isCancellation(error)) return 'released';
    throw error;
  }
  return 'expired';
}

async function runOut(
  { case: deal, protectedUntil }: ProtectionInput,
  now: LedgerCase,
  ledger: Ledger,
  progress: Progress,
): Promise<void> {
  progress.show({}, `protected until ${protectedUntil}`);
  for (const daysLeft of PROTECTION_NOTICE_DAYS) {
    const wait = untilProtectionNotice(protectedUntil, daysLeft, Date.now());
    if (wait > 0) await sleep(wait);
    // A window that is shorter than the notice period skips that notice.
    if (wait < -DAY) continue;
    const { segment, to } = await deals.protectionNotice(deal);
    now.segment = segment;
    const values = { days_left: daysLeft, protected_until: protectedUntil.slice(0, 10) };
    await sendNotice(ledger, to, 'protection_ending', values, `protection-${daysLeft}`);
  }
  await deals.expireProtection(deal);
  progress.show({ status: 'completed', outcome: 'expired' });
}
