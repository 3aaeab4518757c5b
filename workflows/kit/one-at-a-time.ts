/** Settles when the last local activity that was asked for has ended; null when none is. Each workflow has a copy of this module of its own. */
let underWay: Promise<void> | null = null;

/**
 * Has the local activities of a workflow run one after the other. Of several at once a replay tells the workflow in another order than
 * they were answered in, so that what followed from one changes places with what followed from another: such a workflow can never go on
 * (https://github.com/temporalio/sdk-python/issues/1578, the same core). Alone it begins at once, as before: histories of then replay.
 */
export function oneAtATime<T>(start: () => Promise<T>): Promise<T> {
  const answer = underWay === null ? start() : underWay.then(start);
  const ended = () => {
    if (underWay === mine) underWay = null;
  };
  const mine = answer.then(ended, ended);
  underWay = mine;
  return answer;
}
