import type { Lifecycle } from '../domain/lifecycles.ts';
import type { ChannelClaim, InboxItem } from '../sandbox/channel.ts';

/** What arrives from outside. */
export type Delivery = InboxItem | ChannelClaim;

/** All that arrives. Claims are made when they are asked for: nobody waits for them who delivers something else. */
export interface Arriving {
  inbox: readonly InboxItem[];
  claims(): readonly ChannelClaim[];
}

/** A part of the sample channel: it is delivered as a whole, and once in the life of a state folder. */
export interface SamplePart {
  /** Its name in `sample-done.json`; it never changes. */
  id: string;
  /** What arrives, as it is said to a person. */
  what: string;
  /** Its cases are waited for. */
  lifecycle: Lifecycle;
  /** Its deliveries, in waves: the next one when everything of the one before has come to rest. */
  waves: (arriving: Arriving) => Delivery[][];
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
    waves: ({ inbox }) => [inbox.filter(byHand)],
  },
  {
    id: 'deals',
    what: 'all other registrations',
    lifecycle: 'deal',
    waves: ({ inbox }) => [inbox.filter((item) => !byHand(item) && !late(item)), inbox.filter(late)],
  },
  {
    id: 'claims',
    what: 'the first claims with their documents',
    lifecycle: 'claim',
    waves: ({ claims }) => [claims().filter(onTime).slice(0, FIRST_CLAIMS)],
  },
  {
    id: 'more_claims',
    what: 'all other claims',
    lifecycle: 'claim',
    waves: ({ claims }) => {
      const all = claims();
      return [all.filter(onTime).slice(FIRST_CLAIMS), all.filter(({ late }) => late)];
    },
  },
];

/** So many are read and decided within a minute or two. */
const FIRST_CLAIMS = 48;
const onTime = ({ late }: ChannelClaim): boolean => !late;

/** What was written by hand is numbered with two digits: 01-, 02- … */
function byHand({ file }: InboxItem): boolean {
  return /^\d\d-/.test(file);
}

/** What the generator wants to arrive late is numbered from 9001- on. */
function late({ file }: InboxItem): boolean {
  return /^9\d{3}-/.test(file);
}
