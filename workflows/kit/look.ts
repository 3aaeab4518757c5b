import { patched } from '@temporalio/workflow';
import { versionName } from '../../domain/versions.ts';
import type { CaseEnding, CaseSteps, Look } from './case-steps.ts';
import { failureType, messageOf } from './failure-type.ts';
import type { EffectProblem, LedgerCase } from './ledger.ts';
import type { Progress } from './progress.ts';
import type { RolloutWatch } from './rollout-watch.ts';

export interface LookHooks {
  /** Its segment is kept up to date. */
  now: LedgerCase;
  progress: Progress;
  rollout: RolloutWatch;
  /** Asks a person what to do about a vendor that stays away. */
  askAbout(problem: Pick<EffectProblem, 'message' | 'operation'>): Promise<unknown>;
}

/** Reads and decides the newest revision; waits while the segment is `off`, asks a person when a vendor stays away. */
export async function lookAt<L extends Look, E extends CaseEnding>(
  steps: CaseSteps<L, E>,
  { now, progress, rollout, askAbout }: LookHooks,
): Promise<L> {
  let parked = false;
  for (;;) {
    const heard = rollout.heard();
    let { revision } = now;
    const answer = await untilAnswered(() => {
      // The record may have been submitted again while a person was asked about the earlier revision.
      revision = now.revision;
      return steps.look({ case: now.case, revision, ...(parked ? { parked } : {}) });
    });
    // It was amended during the look, so what was decided is out of date.
    if (now.revision > revision) continue;
    now.segment = answer.segment;
    if (answer.mode !== 'off') {
      progress.clear('kill_switch');
      show(answer, revision);
      return answer;
    }
    const line = parked ? undefined : 'parked: rollout is off for this segment';
    parked = true;
    progress.show({ mode: 'off', segment: answer.segment }, line);
    progress.raise('kill_switch');
    await rollout.changedSince(heard);
    // The problem stays until a look finds the segment switched on, because each change of it is an event.
    if (!patched('parked-until-looked')) progress.clear('kill_switch');
  }

  /** When a vendor stays away longer than the profile waits, a person is asked. Their approval starts another try. */
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

  function show(look: L, revision: number): void {
    const { mode, segment, amountUsd, policyVersion, build } = look;
    const { change, line } = steps.shown(look);
    const amountMinor = Math.round(Number(amountUsd) * 100);
    const versions = [
      versionName('policy', policyVersion),
      ...(build === undefined ? [] : [versionName('build', build)]),
    ];
    // The usual line would tell the machine's verdict.
    const said = look.blind ? 'looked at, to be decided blind' : line;
    progress.show({ mode, revision, segment, amountMinor, versions, ...change }, `${said} (${mode})`);
  }
}
