/** Settles when the last local activity that was asked for has ended; null when none is. Each workflow has a copy of this module of its own. */
let underWay: Promise<void> | null = null;

/**
 * Runs the local activities of a workflow one after the other. If several ran at once, a replay could give the workflow their answers in another
 * order than the first run did. What followed from one answer would then change places with what followed from another, and the workflow could
 * never go on (https://github.com/temporalio/sdk-python/issues/1578 has the same core). A local activity that is alone begins at once, as in earlier
 * versions, so that their histories replay.
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
