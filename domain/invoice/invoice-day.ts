import { findDates } from '../reading/dates.ts';
import type { DateOrder } from '../reading/stated-date.ts';
import type { SpotReader } from './candidates.ts';

/** A date stands at the beginning of what is behind its label. */
const NEAR = 14;
const LOOKED_AT = 60;

/** What tells how a document writes its dates. */
export interface DayFormat {
  locale: string | null;
  /** As other dates of the document show it. */
  order: DateOrder | null;
}

/**
 * The day that stands behind a label. A date that can be two days is read by other dates of the same document or the language it is in.
 * @returns a reader; it finds nothing where the day stays open
 */
export function dayAt({ locale, order }: DayFormat): SpotReader {
  return (text) => {
    const near = text.slice(0, LOOKED_AT);
    const found = findDates(near, { writtenOn: null, locale, order: order ?? undefined }).find(
      ({ rule }) => rule === 'date',
    );
    if (!found || found.value === null || found.start > NEAR) return null;
    return { value: found.value, start: found.start, end: found.end, sure: 1 };
  };
}
