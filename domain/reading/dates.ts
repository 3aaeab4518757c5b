import { withoutAlternatives } from './date-alternatives.ts';
import { type Candidate, MOST_FOUND } from './finding.ts';
import { FISCAL_PERIODS } from './fiscal-periods.ts';
import { JAPANESE_PERIODS } from './japanese-periods.ts';
import { PERIODS } from './periods.ts';
import { SHORT_YEARS } from './short-years.ts';
import { type DateContext, type Read, WRITTEN_DATES } from './written-dates.ts';

/** Earlier ones take the text away from later ones. */
const ALL = [...FISCAL_PERIODS, ...SHORT_YEARS, ...WRITTEN_DATES, ...JAPANESE_PERIODS, ...PERIODS];

/**
 * Every date in a text, in order: days written out, ends of periods, and what is said relative to the document's day. What names
 * a date but not one day (03/04/2027 without a locale, `mid-March`) is found without a value. At most 500.
 * @param text plain (see plainText).
 */
export function findDates(text: string, anchor: DateContext): Candidate<string>[] {
  const found: Candidate<string>[] = [];
  // Character by character, because a text may hold a hundred thousand of them.
  const taken = new Uint8Array(text.length);
  for (const [pattern, read] of ALL) {
    for (const match of text.matchAll(pattern)) {
      if (found.length === MOST_FOUND) break;
      const start = match.index;
      const end = start + match[0].length;
      if (taken.subarray(start, end).includes(1)) continue;
      const one = { ...read(match, anchor), start, end };
      // What only looked like a date leaves its text to the patterns behind it.
      if (!isDate(one)) continue;
      taken.fill(1, start, end);
      found.push(one);
    }
  }
  return withoutAlternatives(
    text,
    found.sort((a, b) => a.start - b.start),
  );
}

/** What a pattern matched with its place; some of it turns out to be no date at all. */
type Found = Read & { start: number; end: number };

function isDate(one: Found): one is Found & Candidate<string> {
  return one.code !== 'not_a_date';
}
