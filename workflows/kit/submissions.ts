import { condition, setHandler } from '@temporalio/workflow';
import { type SubmissionMessage, submit } from '../messages.ts';

/** The submissions of a case as they come in; each is answered at once, its fields are in Postgres. */
export interface Submissions {
  /** Highest revision heard of. */
  latest(): number;
  /** Waits for the first one: a case is started together with it. */
  first(): Promise<void>;
}

/**
 * @param amended called for every later revision, with its number; answers whether the case takes it up (false: it has been
 *   decided, the submission is only recorded).
 */
export function listenForSubmissions(amended: (revision: number) => boolean): Submissions {
  let latest = 0;
  setHandler(submit, (message: SubmissionMessage) => {
    const { case: id, revision } = message;
    if (revision <= latest) return { case: id, revision, accepted: true };
    const first = latest === 0;
    latest = revision;
    return { case: id, revision, accepted: first || amended(revision) };
  });
  return {
    latest: () => latest,
    first: () => condition(() => latest > 0),
  };
}
