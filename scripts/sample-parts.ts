import type { Lifecycle } from '../domain/lifecycles.ts';
import type { InboxItem } from '../sandbox/channel.ts';

/** A part of the sample channel: it is delivered as a whole, and once in the life of a state folder. */
export interface SamplePart {
  /** Its name in `sample-done.json`; it never changes. */
  id: string;
  /** What arrives, as it is said to a person. */
  what: string;
  /** Its cases are waited for. */
  lifecycle: Lifecycle;
  /** Its deliveries out of the whole inbox, in waves: the next one when everything of the one before has come to rest. */
  waves: (inbox: readonly InboxItem[]) => InboxItem[][];
}

/**
 * The parts in the order in which they are delivered. `npm start` shows its board after the first one and delivers the
 * others behind it, so the first one is small and shows every state that a case can be in.
 */
export const SAMPLE_PARTS: readonly [SamplePart, ...SamplePart[]] = [
  {
    id: 'first',
    what: 'one registration of each kind',
    lifecycle: 'deal',
    waves: (inbox) => [inbox.filter(byHand)],
  },
  {
    id: 'deals',
    what: 'all other registrations',
    lifecycle: 'deal',
    waves: (inbox) => [inbox.filter((item) => !byHand(item) && !late(item)), inbox.filter(late)],
  },
];

/** What was written by hand is numbered with two digits: 01-, 02- … */
function byHand({ file }: InboxItem): boolean {
  return /^\d\d-/.test(file);
}

/** What the generator wants to arrive late is numbered from 9001- on. */
function late({ file }: InboxItem): boolean {
  return /^9\d{3}-/.test(file);
}
