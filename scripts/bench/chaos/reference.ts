import { setTimeout as sleep } from 'node:timers/promises';
import { submitter } from '../submitter.ts';
import { inWorkplace } from '../workplace.ts';
import { type Bookings, bookings } from './bookings.ts';
import type { Prepared } from './input.ts';
import { opened } from './opened.ts';
import { prepare } from './prepare.ts';
import { type Standings, standings } from './standing.ts';

const LONGEST_MS = 600_000;
/** Nothing has moved for so long: this is where the cases stand. */
const QUIET_MS = 15_000;

/** Where everything stands when nothing goes wrong. */
export interface Reference {
  standings: Standings;
  bookings: Bookings;
}

/** @throws Error when the cases do not come to rest */
export function reference(input: readonly Prepared[], say: (line: string) => void): Promise<Reference> {
  return inWorkplace(say, {}, async (place) => {
    const outside = await opened(place);
    const { store, key, close } = outside;
    const over = new AbortController();
    try {
      const { staff, sent } = await prepare(place, outside, input, over.signal);
      await submitter(key, sent, place.ending).finished();
      let last = '';
      let moved = Date.now();
      for (const end = Date.now() + LONGEST_MS; Date.now() < end; ) {
        const now = await standings(store);
        const text = JSON.stringify([...now].sort());
        if (text !== last) moved = Date.now();
        else if (Date.now() - moved > QUIET_MS) {
          over.abort();
          await staff.stopped;
          return { standings: now, bookings: await bookings(store) };
        }
        last = text;
        await sleep(1_000, undefined, { signal: place.ending });
      }
      throw new Error('without any fault the cases did not come to rest');
    } finally {
      over.abort();
      await close();
    }
  });
}
