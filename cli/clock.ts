import { type Clock, openClock } from '../adapters/clock.ts';
import { usage } from './failure.ts';

let clock: Clock | undefined;

/** Now, as the running installation counts. @throws CliFailure usage when QUARTERDECK_CLOCK_OFFSET is wrong */
export function applicationNow(): Date {
  clock ??= opened();
  return clock();
}

function opened(): Clock {
  try {
    return openClock(process.env);
  } catch (error) {
    const [title = '', fix = ''] = String((error as Error).message).split('; ');
    throw usage(`${title}.`, `${fix[0]?.toUpperCase()}${fix.slice(1)}.`);
  }
}
