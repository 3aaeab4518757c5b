import { HandlerUnfinishedPolicy } from '@temporalio/common';
import { condition, isCancellation, patched, setHandler } from '@temporalio/workflow';
import type { SubmissionActivities } from '../../activities/kit/submissions.ts';
import { type SubmissionMessage, type SubmissionReply, submit, submitted } from '../messages.ts';
import { messageOf } from './failure-type.ts';
import { record } from './profiles.ts';
import { localFirst } from './step.ts';

const submissions = localFirst<SubmissionActivities>(record);

/** The submissions of a case as they come in; each is answered at once, its fields are in Postgres. */
export interface Submissions {
  /** Highest revision heard of. */
  latest(): number;
  /** Waits for the first one: a case is started together with it. */
  first(): Promise<void>;
}

/** What a case does about what it hears. */
export interface Hearing {
  /** Called for every later revision, with its number; answers whether the case takes it up (false: it has been decided, the
   * submission is only recorded). */
  amended(revision: number): boolean;
  /** Told of a message that says nothing, or nothing that is kept. */
  ignored(why: string): void;
}

/**
 * A message only says that there is something to read. Whoever can signal could name any revision, so a later one counts as far as
 * Postgres holds it.
 */
export function listenForSubmissions(id: string, { amended, ignored }: Hearing): Submissions {
  let latest = 0;

  function take(revision: number): SubmissionReply {
    if (revision <= latest) return { case: id, revision, accepted: true };
    const first = latest === 0;
    latest = revision;
    return { case: id, revision, accepted: first || amended(revision) };
  }

  /** The first one needs no look: the case reads its row right away. */
  async function takeKept({ revision }: SubmissionMessage): Promise<SubmissionReply> {
    if (latest === 0 || revision <= latest) return take(revision);
    const kept = await submissions.newestRevision(id);
    if (kept < revision) ignored(`submission ${revision} is not there; the newest is ${kept}`);
    return take(Math.min(revision, kept));
  }

  setHandler(
    submitted,
    async (message: unknown) => {
      const problem = problemOf(message, id);
      if (problem) return ignored(problem);
      try {
        await takeKept(message as SubmissionMessage);
      } catch (error) {
        // Thrown on, it would fail the whole case; the sweep sends what the case has not taken again.
        if (!isCancellation(error)) ignored(messageOf(error));
      }
    },
    { unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON },
  );
  setHandler(
    submit,
    (message: SubmissionMessage) =>
      patched('submission-kept') ? takeKept(message) : Promise.resolve(take(message.revision)),
    {
      validator(message: unknown) {
        const problem = problemOf(message, id);
        if (problem) throw new TypeError(problem);
      },
      unfinishedPolicy: HandlerUnfinishedPolicy.ABANDON,
    },
  );
  return {
    latest: () => latest,
    first: () => condition(() => latest > 0),
  };
}

/** What keeps a message from being one; null when it is one. */
function problemOf(message: unknown, id: string): string | null {
  const { case: about, revision } = (message ?? {}) as Partial<Record<keyof SubmissionMessage, unknown>>;
  if (about !== id) return 'a submission of another case, or of none';
  return Number.isSafeInteger(revision) && (revision as number) > 0
    ? null
    : 'a submission without its revision';
}
