import { sleep } from '@temporalio/workflow';

/** Messages that only say that there is something to look at. */
export interface Hints {
  /** Looks, or has the look that is under way followed by another one. Ends when everything heard of so far was looked at. */
  hint(): Promise<void>;
  /** A look is under way. */
  readonly looking: boolean;
}

/**
 * One look serves all hints that come while it is under way, so that a flood of them costs no more than one look a minute.
 * @param look reads what is true; what it throws goes to whoever hinted first
 */
export function lookOnHints(look: () => Promise<void>): Hints {
  let heard = 0;
  let underWay: Promise<void> | null = null;

  async function lookUntilQuiet(): Promise<void> {
    try {
      for (let seen = 0, looks = 0; seen < heard; looks += 1) {
        // What came during the first look is looked at right away: a signal often comes with the start.
        if (looks > 1) await sleep('1 min');
        seen = heard;
        await look();
      }
    } finally {
      heard = 0;
      underWay = null;
    }
  }

  return {
    async hint() {
      heard += 1;
      underWay ??= lookUntilQuiet();
      await underWay;
    },
    get looking() {
      return underWay !== null;
    },
  };
}
