import { condition, patched, workflowInfo } from '@temporalio/workflow';
import type { RecordedCase, SubmissionActivities } from '../../activities/kit/submissions.ts';
import { type SubmissionMessage, type SubmissionReply, submit, submitted } from '../messages.ts';
import { besideMessages } from './beside-messages.ts';
import { onSignal, onUpdate } from './hear.ts';
import { lookOnHints } from './hints.ts';
import { record } from './profiles.ts';
import { localFirst } from './step.ts';

/** A case is started together with its first submission, so the first one is looked up inside the workflow task. */
const first = localFirst<SubmissionActivities>(record);
const later = besideMessages<SubmissionActivities>(record);

/** The submissions of a case as they come in; each is answered at once, its fields are in Postgres. */
export interface Submissions {
  /** Waits for the first one: a case is started together with it. */
  first(): Promise<void>;
}

/** What a case does about the messages that it gets. */
export interface Hearing {
  /** Told what Postgres knows of the case when there is a first submission. */
  begins(standing: RecordedCase): void;
  /** Called for every later revision, with its number. Answers false when the case has been decided, so that the submission is only recorded. */
  amended(revision: number): boolean;
  /** Told of a message that is empty, or that names a submission which is not in Postgres. */
  ignored(why: string): void;
}

/**
 * A message only says that there is something to read. Anybody who can signal could name any revision, so a revision counts only if Postgres
 * holds it. That includes the first one: a case that was started before its submission was recorded goes on once it is recorded.
 */
export function listenForSubmissions(id: string, { begins, amended, ignored }: Hearing): Submissions {
  let latest = 0;

  function take(revision: number): boolean {
    if (revision <= latest) return true;
    const begun = latest > 0;
    latest = revision;
    return !begun || amended(revision);
  }

  let taken = true;
  const hints = lookOnHints(async () => {
    const standing = await (latest === 0 ? first : later).caseStanding(id);
    if (!standing || standing.newest === 0) return;
    if (latest === 0) begins(standing);
    taken = take(standing.newest);
  });

  async function takeKept({ revision }: SubmissionMessage): Promise<SubmissionReply> {
    if (revision <= latest) return { case: id, revision, accepted: true };
    await hints.hint();
    if (revision > latest) ignored(`submission ${revision} is not there; the newest is ${latest}`);
    return { case: id, revision, accepted: taken };
  }

  const form = (said: unknown) => problemOf(said, id);
  onSignal(submitted, { form, take: takeKept, malformed: ignored, failed: ignored });
  onUpdate(
    submit,
    form,
    async (message: SubmissionMessage) => {
      if (patched('submission-kept')) return takeKept(message);
      const { revision } = message;
      return { case: id, revision, accepted: take(revision) };
    },
    (problem) => new TypeError(problem),
  );
  return {
    async first() {
      // A run that comes after another one was started without a message.
      if (workflowInfo().continuedFromExecutionRunId) await hints.hint();
      await condition(() => latest > 0);
    },
  };
}

/** What is wrong with a message; null when nothing is. */
function problemOf(message: unknown, id: string): string | null {
  const { case: about, revision } = (message ?? {}) as Partial<Record<keyof SubmissionMessage, unknown>>;
  if (about !== id) return 'a submission of another case, or of none';
  return Number.isSafeInteger(revision) && (revision as number) > 0
    ? null
    : 'a submission without its revision';
}
