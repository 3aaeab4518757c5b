import { COUNT, MONTH_NUMBER, type Unit, unitOf } from './calendar-words.ts';
import { fullYear, later, monthEnd, nextOf, periodEnd } from './day.ts';
import { foldWord } from './plain.ts';
import type { DatePattern, Read } from './written-dates.ts';

export const YEAR = "(20\\d\\d|'\\d\\d)";
export const END =
  "(?<![\\p{L}])(?:(?:by |before )?(?:the )?(?:very )?end (?:of )?(?:the )?|(?:bis |zum )?Ende (?:des |von |nächsten |kommenden )?|(?:à la |d'ici )?fin (?:de |du |d')?(?:la |le |l')?|(?:a |para )?(?:finales|fines|fin) (?:de |del )(?:el )?|(?:no |ao |até o )?(?:fim|final) (?:de |do |da ))";
export const VAGUE =
  '(?<![\\p{L}])(?:early|late|mid|middle of|beginning of|start of|around|anfang|mitte|début|mi|courant|milieu|principios de|inicios de|comienzos de|mediados de|início de|começo de|meados de)[ -](?:in |des |de |du )?';

export const none = (code: NonNullable<Read['code']>, rule = 'period'): Read => ({ value: null, rule, code });
const ORDINALS = [
  'first ersten premier primer primeiro',
  'second zweiten deuxième segundo',
  'third dritten troisième tercer terceiro',
  'fourth vierten quatrième cuarto quarto',
].map((words) => words.split(' '));
export const ORDINAL = ORDINALS.flat().join('|');

/** A period without a day is read as its last day, and says so. */
export const last = (value: string | null, said: boolean): Read =>
  value === null
    ? none('date_invalid')
    : { value, rule: said ? 'period_end' : 'period', ...(said ? {} : { code: 'date_period' }) };

const year = (written: string) => fullYear(written.replace("'", ''));

/** The end of a month of the year that is written, else of the next such month after the text was written. */
function endOfMonth(
  month: number,
  written: string | undefined,
  writtenOn: string | null,
  said: boolean,
): Read {
  if (written !== undefined) return last(monthEnd(year(written), month), said);
  if (writtenOn === null) return none('date_without_anchor');
  return last(
    nextOf(writtenOn, (one) => monthEnd(one, month)),
    said,
  );
}

export const monthOf =
  (said: boolean, at: [number, number]): DatePattern[1] =>
  (m, { writtenOn }) => {
    const number = MONTH_NUMBER.get(foldWord(m[at[0]] as string)) ?? 0;
    return endOfMonth(number, m[at[1]], writtenOn, said);
  };

/** Quarters and halves of the calendar year; `months` is 3 or 6. */
export const partOf =
  (said: boolean, months: 3 | 6, at: [number, number]): DatePattern[1] =>
  (m, { writtenOn }) => {
    const number = Number(m[at[0]]) * months;
    return endOfMonth(number, m[at[1]], writtenOn, said);
  };

export const NEXT =
  '(?:next|the coming|coming|nächste[nrms]?|kommende[nrms]?|folgende[nrms]?|próxim[oa]|(?:el |la )?próxim[oa])';
export const THIS =
  '(?:this|the current|diese[nrms]?|laufende[nrms]?|ce|cette|este|esta|neste|nesta|deste|desta)';
export const NOUN =
  '(?:week|month|quarter|year|woche|monats?|quartals?|jahre?s?|semaine|mois|trimestre|année|an|semana|mes|año|mês|ano)(?![\\p{L}])';

export const unitNamed = (word: string) =>
  unitOf(
    foldWord(word)
      .replace(/^monats$/, 'monate')
      .replace(/^jahres$/, 'jahre'),
  ) as Exclude<Unit, 'days'>;

export const relative =
  (said: boolean, noun: number, ahead: 0 | 1): DatePattern[1] =>
  (m, { writtenOn }) => {
    if (writtenOn === null) return none('date_without_anchor');
    return last(periodEnd(writtenOn, unitNamed(m[noun] as string), ahead), said);
  };

export const ordinalQuarter =
  (said: boolean): DatePattern[1] =>
  (m, { writtenOn }) => {
    const quarter = ORDINALS.findIndex((words) => words.includes((m[1] as string).toLowerCase())) + 1;
    if (m[2] !== undefined) return last(monthEnd(Number(m[2]), quarter * 3), said);
    return writtenOn === null
      ? none('date_without_anchor')
      : last(
          nextOf(writtenOn, (one) => monthEnd(one, quarter * 3)),
          said,
        );
  };

const KANJI = '一二三四五六七八九十';

/** `in six weeks`, `6週間後` from the document's day. */
export function counted(writtenOn: string | null, number: string, word: string): Read {
  const name = unitOf(foldWord(word)) ?? unitOf(word.normalize('NFKC'));
  const count = /^\d+$/.test(number)
    ? Number(number)
    : (COUNT.get(foldWord(number)) ?? KANJI.indexOf(number) + 1);
  if (name === undefined || count === 0) return none('not_a_date');
  if (writtenOn === null) return none('date_without_anchor');
  const value = later(writtenOn, count, name);
  return value === null ? none('date_invalid') : { value, rule: 'relative' };
}
