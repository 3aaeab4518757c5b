import { setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { CaseStatus, OpenProblem } from '../../domain/case.ts';
import { type CaseView, type RefusedAttempt, status } from '../messages.ts';
import { attributeWriter } from './attribute-writer.ts';
import { type About, details } from './details.ts';

/** What a lifecycle may change of what people see of its case. The last four are search attributes only. */
export type Shown = Partial<Pick<CaseView, 'status' | 'outcome' | 'mode' | 'revision' | 'gate'>> & {
  partnerId?: string;
  segment?: string;
  amountMinor?: number;
  /** Named as domain/versions.ts does; they add up. */
  versions?: readonly string[];
};

export interface Progress {
  readonly view: Readonly<CaseView>;
  /** Changes what is seen, with a line for the history. All changes of one activation cost one event at most. */
  show(change: Shown, line?: string): void;
  /** A problem stands until it is cleared; the worst one is shown. */
  raise(problem: Problem): void;
  clear(problem: Problem): void;
  /** For the run that comes after this one. */
  state(): ProgressState;
  /** Goes on with what the run before showed. */
  resume(state: ProgressState): void;
  /** A refused decision; one that came as a signal is a problem until the next accepted decision. */
  refused(attempt: RefusedAttempt): void;
}

type Problem = Exclude<OpenProblem, 'none'>;

/** What a case shows beside its gate. */
export interface ProgressState {
  refused: RefusedAttempt[];
  history: string[];
  problems: Problem[];
}

/** Worst first. */
const PROBLEMS: readonly Problem[] = [
  'rollback_incomplete',
  'effect_in_doubt',
  'step_failed',
  'vendor_down',
  'kill_switch',
  'sla_expired',
  'staff_unreached',
  'refused_signal',
];
const ENDED: readonly CaseStatus[] = ['completed', 'rolled_back', 'failed'];
const MOST_LINES = 50;
const MOST_REFUSED = 5;

/**
 * Keeps a case's view: answers `status`, writes the current details and the search attributes that have changed.
 * @param about what the Temporal UI says beside a question; absent for a workflow that asks none
 */
export function openProgress(caseId: string, about?: About): Progress {
  const view: CaseView = {
    case: caseId,
    status: 'running',
    revision: 1,
    mode: null,
    openProblem: 'none',
    outcome: null,
    gate: null,
    refused: [],
    history: [],
  };
  const problems = new Set<Problem>();
  const flush = attributeWriter();
  let extra: Shown = {};
  let planned = false;
  const publish = () => {
    view.openProblem = PROBLEMS.find((one) => problems.has(one)) ?? 'none';
    setCurrentDetails(details(view, about && { ...about, ...extra }));
    if (planned) return;
    planned = true;
    void Promise.resolve().then(() => {
      planned = false;
      flush(view, extra);
    });
  };
  setHandler(status, () => view);
  return {
    view,
    show({ partnerId, segment, amountMinor, versions, ...change }, line) {
      Object.assign(view, change);
      // Nobody has to look into it any more.
      if (ENDED.includes(view.status)) problems.delete('refused_signal');
      extra = {
        ...extra,
        ...(partnerId === undefined ? {} : { partnerId }),
        ...(segment === undefined ? {} : { segment }),
        ...(amountMinor === undefined ? {} : { amountMinor }),
        ...(versions === undefined
          ? {}
          : { versions: [...new Set([...(extra.versions ?? []), ...versions])] }),
      };
      if (line) view.history = [...view.history, `${new Date().toISOString()} ${line}`].slice(-MOST_LINES);
      publish();
    },
    raise(problem) {
      problems.add(problem);
      publish();
    },
    clear(problem) {
      if (problems.delete(problem)) publish();
    },
    state: () => ({ refused: view.refused, history: view.history, problems: [...problems] }),
    resume({ refused, history, problems: standing }) {
      view.refused = refused;
      view.history = [...history, ...view.history].slice(-MOST_LINES);
      for (const problem of standing) problems.add(problem);
      publish();
    },
    refused(attempt) {
      view.refused = [attempt, ...view.refused].slice(0, MOST_REFUSED);
      if (attempt.via === 'signal' && !ENDED.includes(view.status)) problems.add('refused_signal');
      publish();
    },
  };
}
