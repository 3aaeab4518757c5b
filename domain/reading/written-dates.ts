import { MONTH_NAME, MONTH_NUMBER } from './calendar-words.ts';
import { fullYear, isoDay, nextOf } from './day.ts';
import { foldWord } from './plain.ts';
import type { ReadingCode } from './titles.ts';

/** What one pattern makes of its match. `code` says why there is no value, or what a reviewer should know of it. */
export interface Read {
  value: string | null;
  rule: string;
  code?: ReadingCode | 'not_a_date';
}

/** Where a date's words hang: the document's day and the partner's locale. */
export interface DateContext {
  writtenOn: string | null;
  locale: string | null;
  /** Which comes first in `03/04`, where the label of a form says it (`MM/DD/YYYY`). */
  order?: 'day_first' | 'month_first' | undefined;
}

/** A pattern (flags giu) and what it reads; earlier patterns take the text away from later ones. */
export type DatePattern = readonly [RegExp, (match: RegExpMatchArray, anchor: DateContext) => Read];

const day = (value: string | null): Read =>
  value === null ? { value, rule: 'date', code: 'date_invalid' } : { value, rule: 'date' };

const month = (word: string) => MONTH_NUMBER.get(foldWord(word)) ?? 0;

/** A day whose year is not said lies ahead of the document. */
function ahead(writtenOn: string | null, monthNumber: number, dayNumber: number): Read {
  if (writtenOn === null) return { value: null, rule: 'date', code: 'date_without_anchor' };
  return day(nextOf(writtenOn, (year) => isoDay(year, monthNumber, dayNumber)));
}

/** `31/01/2027`: 31 can only be a day; for 03/04 the locale decides, and without one nobody does. */
function slashed(first: number, second: number, year: number, { locale, order }: DateContext): Read {
  if (first > 12 || first === second) return day(isoDay(year, second, first));
  if (second > 12) return day(isoDay(year, first, second));
  if (order !== undefined)
    return day(order === 'day_first' ? isoDay(year, second, first) : isoDay(year, first, second));
  const [language, region] = (locale ?? '').toLowerCase().split('-');
  if (region === 'us') return day(isoDay(year, first, second));
  const dayFirst =
    language === 'en'
      ? region !== undefined && region !== 'ca'
      : /^(?:de|fr|es|pt|it|nl|da|nb|pl)$/.test(language ?? '');
  return dayFirst ? day(isoDay(year, second, first)) : { value: null, rule: 'date', code: 'date_ambiguous' };
}

/** So many years ahead a close is unlikely to lie. */
const FAR = 4;

/** Whether `27-03-31` may begin with its year: its end would be a year far ahead, and its beginning one that is near. */
function yearFirst(first: string, third: string, { writtenOn, order }: DateContext): boolean {
  if (order !== undefined || writtenOn === null || third.length !== 2 || first.length !== 2) return false;
  const now = Number(writtenOn.slice(2, 4));
  const near = (digits: string) => Number(digits) >= now && Number(digits) <= now + FAR;
  return near(first) && !near(third);
}

const YEAR = "(20\\d\\d|'\\d\\d)";
const ORDINAL = '(?:st|nd|rd|th|er|º|ª|°|\\.)?';

const year = (written: string) => fullYear(written.replace("'", ''));

/** Days of the calendar, written out in the partner languages. */
export const WRITTEN_DATES: readonly DatePattern[] = [
  [
    /(?<![\d.,/-])(20\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d)/giu,
    (m) => day(isoDay(Number(m[1]), Number(m[3]), Number(m[4]))),
  ],
  [
    /(20\d\d) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日/giu,
    (m) => day(isoDay(Number(m[1]), Number(m[2]), Number(m[3]))),
  ],
  // Reiwa 1 is 2019.
  [
    /(?:令和|(?<![\p{L}\d])R) ?(\d{1,2}|元) ?[年./-] ?(\d{1,2}) ?[月./-] ?(\d{1,2}) ?日?(?!\d)/giu,
    (m) => day(isoDay(2018 + (m[1] === '元' ? 1 : Number(m[1])), Number(m[2]), Number(m[3]))),
  ],
  [
    /(?<![\d年])(\d{1,2}) ?月 ?(\d{1,2}) ?日/giu,
    (m, { writtenOn }) => ahead(writtenOn, Number(m[1]), Number(m[2])),
  ],
  // Day before month with dots is unambiguous in the languages that write it so.
  [
    /(?<![\p{L}\d.,/-])(\d{1,2})\. ?(\d{1,2})\. ?(20\d\d|\d\d)(?![\d/]|[.,]\d)/giu,
    (m, anchor) => {
      const [, first = '', second = '', third = ''] = m;
      if (yearFirst(first, third, anchor)) return { value: null, rule: 'date', code: 'date_ambiguous' };
      const american = anchor.locale === 'en-US' || anchor.order === 'month_first';
      return american
        ? slashed(Number(first), Number(second), fullYear(third), anchor)
        : day(isoDay(fullYear(third), Number(second), Number(first)));
    },
  ],
  [
    /(?<![\d.,/-])(\d{1,2})([/-])(\d{1,2})\2(20\d\d|\d\d)(?![\d/-]|[.,]\d)/giu,
    (m, anchor) =>
      (anchor.locale?.startsWith('ja') && m[4]?.length === 2) ||
      yearFirst(m[1] as string, m[4] as string, anchor)
        ? { value: null, rule: 'date', code: 'date_ambiguous' }
        : slashed(Number(m[1]), Number(m[3]), fullYear(m[4] as string), anchor),
  ],
  [
    new RegExp(
      `(?<![\\d.,/-])(\\d{1,2})${ORDINAL}(?: ?(?:de|of|-) ?|[/-]| ?)(${MONTH_NAME})\\.?,?(?: ?[/-]?(?:de|del|of)? ?${YEAR}(?!\\d)|[/-](\\d\\d)(?!\\d))?`,
      'giu',
    ),
    (m, { writtenOn }) => {
      const written = m[3] ?? m[4];
      return written === undefined
        ? ahead(writtenOn, month(m[2] as string), Number(m[1]))
        : day(isoDay(year(written), month(m[2] as string), Number(m[1])));
    },
  ],
  [
    new RegExp(
      `(?<![\\p{L}\\d])(${MONTH_NAME})\\.? (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d.]\\d|\\d)(?:,? ${YEAR}(?!\\d))?`,
      'giu',
    ),
    (m, { writtenOn }) =>
      m[3] === undefined
        ? ahead(writtenOn, month(m[1] as string), Number(m[2]))
        : day(isoDay(year(m[3]), month(m[1] as string), Number(m[2]))),
  ],
  [
    /(?<=(?:am|bis|zum|vom|den|le|el|em) )(\d{1,2})([./])(\d{1,2})(?:\.|(?![\d./]))(?! ?\d)/giu,
    (m, { writtenOn }) => ahead(writtenOn, Number(m[3]), Number(m[1])),
  ],
];
