import { CancellationScope, isCancellation, setHandler, sleep } from '@temporalio/workflow';
import type { DealActivities } from '../activities/deal.ts';
import { type NoticeTo, sendNotice } from './deal-notices.ts';
import { type Ledger, openLedger } from './kit/effects.ts';
import { record } from './kit/profiles.ts';
import { openProgress, type Progress } from './kit/progress.ts';
import { watchRollout } from './kit/rollout-watch.ts';
import { localFirst } from './kit/step.ts';
import { release } from './messages.ts';

export interface ProtectionInput {
  /** The deal's case. */
  case: string;
  segment: string;
  triage: NoticeTo;
  /** UTC instant. */
  protectedUntil: string;
}

const DAY = 86_400_000;
/** Decisions, "Deal registration": notices so many days before the end. */
const NOTICES = [30, 7, 0];
const deals = localFirst<DealActivities>(record);

/** The protection window of one approved deal: reminds the partner of its end, then lets it expire, unless it is released. */
export async function protection(input: ProtectionInput): Promise<'expired' | 'released'> {
  const progress = openProgress(input.case);
  const ledger = openLedger(
    { case: `protection:${input.case}`, lifecycle: 'deal', segment: input.segment, revision: 1 },
    // A notice never asks anybody.
    { progress, rollout: watchRollout(), decide: async () => 'roll_back' },
  );
  const window = new CancellationScope();
  setHandler(release, ({ reason }) => {
    progress.show({ status: 'completed', outcome: 'released' }, `released: ${reason}`);
    window.cancel();
  });
  try {
    await window.run(() => runOut(input, ledger, progress));
  } catch (error) {
    // Released, also while a notice waits for its segment to be switched on again: nobody is reminded any more.
    if (isCancellation(error)) return 'released';
    throw error;
  }
  return 'expired';
}

async function runOut(input: ProtectionInput, ledger: Ledger, progress: Progress): Promise<void> {
  const end = Date.parse(input.protectedUntil);
  progress.show({}, `protected until ${input.protectedUntil}`);
  for (const daysLeft of NOTICES) {
    const wait = end - daysLeft * DAY - Date.now();
    if (wait > 0) await sleep(wait);
    // A window that is shorter than the notice period skips that notice.
    if (wait < -DAY) continue;
    const ends = input.protectedUntil.slice(0, 10);
    await sendNotice(
      ledger,
      input.triage,
      'protection_ending',
      { days_left: daysLeft, protected_until: ends },
      `protection-${daysLeft}`,
    );
  }
  await deals.expireProtection(input.case);
  progress.show({ status: 'completed', outcome: 'expired' });
}
