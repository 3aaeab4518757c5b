import { MONTH_NAME, MONTH_NUMBER } from './calendar-words.ts';
import { isoDay, monthEnd } from './day.ts';
import { END, last, none, VAGUE } from './period-readers.ts';
import { foldWord } from './plain.ts';
import type { DateContext, DatePattern, Read } from './written-dates.ts';

/** So many years ahead a close may lie that is written with two digits. */
const AHEAD = 3;
const TWO_DIGITS = "(?:de |del |of )?'?(\\d\\d)(?!\\d|[.:/-]\\d|(?:st|nd|rd|th|er)(?!\\p{L})|,? ?20\\d\\d)";

/** Whether two digits may be a year near the document's own. */
function mayBeYear(digits: string, { writtenOn }: DateContext): boolean {
  const now = Number(writtenOn?.slice(0, 4) ?? Number.NaN) % 100;
  return Number.isNaN(now) || (Number(digits) >= now && Number(digits) <= now + AHEAD);
}

/** Names of months that English has; `März 27` is no English whoever's mail it stands in. */
const ENGLISH =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;

const month = (word: string) => MONTH_NUMBER.get(foldWord(word)) ?? 0;
const end = (name: string, digits: string, said: boolean): Read =>
  last(monthEnd(2000 + Number(digits), month(name)), said);

/**
 * Months with two digits behind them. Whoever writes the day first means a year; in English `Mar 27` may be the 27th of March, and is
 * left open where the digits may be a year near the document's. `Mar-27` is how spreadsheets show a month of a year, and so is `Mar '27`.
 */
export const SHORT_YEARS: readonly DatePattern[] = [
  [
    new RegExp(`${VAGUE}${MONTH_NAME}\\.?,? ?${TWO_DIGITS}`, 'giu'),
    (m, anchor) => none(mayBeYear(m[1] as string, anchor) ? 'date_imprecise' : 'not_a_date'),
  ],
  [
    new RegExp(`${END}(?:of )?(${MONTH_NAME})\\.?,? ?${TWO_DIGITS}`, 'giu'),
    (m, anchor) =>
      mayBeYear(m[2] as string, anchor) ? end(m[1] as string, m[2] as string, true) : none('not_a_date'),
  ],
  [
    new RegExp(
      `(?<![\\p{L}\\d])(?<!\\d[.,/-]? ?(?:de |of )?)(${MONTH_NAME})\\.?(?:-| ?['’])(\\d\\d)(?![\\d\\p{L}]|[.:/-]\\d)`,
      'giu',
    ),
    (m, anchor) =>
      mayBeYear(m[2] as string, anchor) ? end(m[1] as string, m[2] as string, false) : none('date_ambiguous'),
  ],
  [
    new RegExp(`(?<![\\p{L}\\d])(?<!\\d[.,]? ?(?:de |of )?)(${MONTH_NAME})\\.?,? ?${TWO_DIGITS}`, 'giu'),
    (m, anchor) => {
      const [, name = '', digits = ''] = m;
      if (!mayBeYear(digits, anchor)) return none('not_a_date');
      const dayFirst = /^(?:de|fr|es|pt|it|nl|da|nb|pl)/.test(anchor.locale ?? '') || !ENGLISH.test(name);
      const isDay = isoDay(2000, month(name), Number(digits)) !== null;
      return dayFirst || !isDay ? end(name, digits, false) : none('date_ambiguous');
    },
  ],
];
