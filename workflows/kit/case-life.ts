import { sleep } from '@temporalio/workflow';
import type { RecordedCase, SubmissionActivities } from '../../activities/kit/submissions.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { type CaseInput, type CaseRecord, periodIn, recordIn } from '../case-input.ts';
import type { Desk, DeskState, Verdict } from './desk.ts';
import type { LedgerCase } from './ledger.ts';
import { record as patient } from './profiles.ts';
import type { Progress, ProgressState } from './progress.ts';
import { keptFor, openRenewal, type Renewal } from './renewal.ts';
import { localFirst } from './step.ts';
import { listenForSubmissions } from './submissions.ts';

const standings = localFirst<SubmissionActivities>(patient);

/** Counts and marks for the next run. What is not kept here ends with the run. */
export type Memory = Record<string, number | boolean>;

/** What a case keeps from its beginning to its end, however many runs it takes. */
export interface CaseLife {
  /** What the case is about. Call it once the case has begun. */
  record(): CaseRecord;
  /** Waits for the submission that it was started with; a case of a period has none. */
  begun(): Promise<void>;
  /** Resolved when it has begun. */
  readonly ready: Promise<void>;
  /** From now on amendments are only recorded: it has been decided, by people or (null) by policy. */
  settle(verdict: Verdict | null, revision?: number): void;
  settled(): boolean;
  /** How it was decided, when an earlier run has done so and this one carries it out. */
  settledBefore(): { verdict: Verdict | null } | null;
  /** What a lifecycle has to remember from run to run. */
  readonly memory: Memory;
  /** Consulted wherever the case waits for long. */
  readonly renewal: Renewal;
}

export interface LifeOf {
  input: CaseInput;
  lifecycle: Lifecycle;
  /** Its revision is kept up to date. */
  now: LedgerCase;
  progress: Progress;
  desk(): Desk;
  /** A rollback was accepted by the run before. */
  rollBack(): void;
}

/** What a run leaves to the next one. */
interface CaseState {
  desk: DeskState;
  progress: ProgressState;
  memory: Memory;
  /** Null until it was decided. */
  settled: { revision: number; verdict: Verdict | null } | null;
}

export function caseLife({ input, lifecycle, now, progress, desk, rollBack }: LifeOf): CaseLife {
  const { case: id } = now;
  let record = recordIn(input, lifecycle, id);
  let settled: CaseState['settled'] = null;
  let settledBefore = false;
  const memory: Memory = {};
  let begin = () => {};
  const ready = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const renewal = openRenewal({
    case: id,
    input,
    quiet: () => desk().quiet(),
    served: (job) => desk().served(job),
    updates: () => desk().updates(),
    state: () => {
      const state: CaseState = { desk: desk().state(), progress: progress.state(), memory, settled };
      return state as unknown as JsonObject;
    },
    failed: (why) => progress.show({}, `the case could not go on as a new run: ${why}`),
  });

  function begins({ source, externalId, sequence, newest, kept, versions = [] }: RecordedCase): void {
    record = { source, externalId, sequence };
    if (versions.length > 0) progress.show({ versions });
    if (newest > 0) now.revision = newest;
    const before = keptFor(kept) as unknown as CaseState | null;
    if (!before) return;
    progress.resume(before.progress);
    desk().resume(before.desk);
    Object.assign(memory, before.memory);
    settled = before.settled;
    settledBefore = settled !== null;
    if (settled) now.revision = settled.revision;
    if (before.desk.rolledBack) rollBack();
  }

  /** A case of a period has a row before it has a workflow, unless somebody else has started it. */
  async function periodBegins(): Promise<void> {
    for (;;) {
      const standing = await standings.caseStanding(id);
      if (standing) return begins(standing);
      await sleep('1 h');
    }
  }

  const submissions =
    periodIn(input, record) === null
      ? listenForSubmissions(id, {
          begins,
          amended(revision) {
            if (settled) return false;
            now.revision = revision;
            desk().amend();
            return true;
          },
          ignored: (why) => progress.show({}, `ignored: ${why}`),
        })
      : null;

  return {
    record() {
      if (!record) throw new Error(`case ${id} was asked for its record before it has begun`);
      return record;
    },
    async begun() {
      await (submissions ? submissions.first() : periodBegins());
      begin();
    },
    ready,
    settle(verdict, revision = now.revision) {
      settled ??= { revision, verdict };
    },
    settled: () => settled !== null,
    settledBefore: () => (settledBefore && settled ? { verdict: settled.verdict } : null),
    memory,
    renewal,
  };
}
