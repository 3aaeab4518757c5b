import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;
/** After that it ends with the reason: a wrong address must not look like an outage for ever. */
const LIMIT_MS = 60_000;

/**
 * Repeats an attempt for as long as the server that it needs is away, so that a process that is started during an outage does its
 * work a second after the end of it.
 * @param isAway whether the error means that the server is away; any other error is thrown at once
 * @param waits called once, with the first such error
 * @throws the last error after `limitMs`
 */
export async function untilAnswers<T>(
  attempt: () => Promise<T>,
  isAway: (error: unknown) => boolean,
  waits: (error: unknown) => void,
  limitMs = LIMIT_MS,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isAway(error) || Date.now() > end) throw error;
      if (pause === FIRST_PAUSE_MS) waits(error);
      await sleep(pause);
    }
  }
}
