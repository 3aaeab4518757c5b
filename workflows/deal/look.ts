import type { DealActivities } from '../../activities/deal/index.ts';
import type { Triage } from '../../activities/deal/triage.ts';
import { failureType, messageOf } from '../kit/failure-type.ts';
import type { EffectProblem, LedgerCase } from '../kit/ledger.ts';
import { read } from '../kit/profiles.ts';
import type { Progress } from '../kit/progress.ts';
import type { RolloutWatch } from '../kit/rollout-watch.ts';
import { localFirst } from '../kit/step.ts';

const reading = localFirst<DealActivities>(read);

export interface Look {
  /** Its segment and revision are kept up to date. */
  now: LedgerCase;
  progress: Progress;
  rollout: RolloutWatch;
  /** Asks a person what to do about a vendor that stays away. */
  askAbout(problem: Pick<EffectProblem, 'message' | 'operation'>): Promise<unknown>;
}

/** Reads and decides the newest revision; waits while the segment is `off`, asks a person when a vendor stays away. */
export async function lookAt({ now, progress, rollout, askAbout }: Look): Promise<Triage> {
  for (;;) {
    const heard = rollout.heard();
    const { revision } = now;
    const answer = await untilAnswered(() => reading.triageDeal({ case: now.case, revision }));
    // Amended while it was looked at: what was decided is about something else.
    if (now.revision > revision) continue;
    now.segment = answer.segment;
    if (answer.mode !== 'off') {
      shown(answer, revision);
      return answer;
    }
    progress.show({ mode: 'off', segment: answer.segment }, 'parked: rollout is off for this segment');
    progress.raise('kill_switch');
    await rollout.changedSince(heard);
    progress.clear('kill_switch');
  }

  /** A vendor that stays away longer than the profile waits is a person's matter; what they approve is another try. */
  async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (failureType(error) === null) throw error;
        progress.raise('vendor_down');
        await askAbout({ operation: 'triage', message: messageOf(error) });
        progress.clear('vendor_down');
      }
    }
  }

  function shown(triage: Triage, revision: number): void {
    const { mode, segment, partner, amountUsd, fields } = triage;
    progress.show(
      { mode, revision, segment, partnerId: partner.id, amountMinor: Math.round(Number(amountUsd) * 100) },
      `${fields.triage_status}, score ${fields.confidence_score} (${mode})`,
    );
  }
}
