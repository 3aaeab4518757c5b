import { COUNT, MONTH_NAME, MONTH_NUMBER, type Unit, unitOf } from './calendar-words.ts';
import { fullYear, later, monthEnd, nextOf, periodEnd, weekEnd } from './day.ts';
import { foldWord } from './plain.ts';
import type { DatePattern, Read } from './written-dates.ts';

const YEAR = "(20\\d\\d|'\\d\\d)";
const END =
  "(?<![\\p{L}])(?:(?:by |before )?(?:the )?(?:very )?end (?:of )?(?:the )?|(?:bis |zum )?Ende (?:des |von |nächsten |kommenden )?|(?:à la |d'ici )?fin (?:de |du |d')?(?:la |le |l')?|(?:a |para )?(?:finales|fines|fin) (?:de |del )(?:el )?|(?:no |ao |até o )?(?:fim|final) (?:de |do |da ))";
const VAGUE =
  '(?<![\\p{L}])(?:early|late|mid|middle of|beginning of|start of|around|anfang|mitte|début|mi|courant|milieu|principios de|inicios de|comienzos de|mediados de|início de|começo de|meados de)[ -](?:in |des |de |du )?';

const none = (code: string, rule = 'period'): Read => ({ value: null, rule, code });
const ORDINALS = [
  'first ersten premier primer primeiro',
  'second zweiten deuxième segundo',
  'third dritten troisième tercer terceiro',
  'fourth last vierten letzten quatrième dernier cuarto último quarto',
].map((words) => words.split(' '));
const ORDINAL = ORDINALS.flat().join('|');

/** A period without a day is read as its last day, and says so. */
const last = (value: string | null, said: boolean): Read =>
  value === null
    ? none('date_invalid')
    : { value, rule: said ? 'period_end' : 'period', ...(said ? {} : { code: 'date_period' }) };

const year = (written: string) => fullYear(written.replace("'", ''));

const monthOf =
  (said: boolean, at: [number, number]): DatePattern[1] =>
  (m, { writtenOn }) => {
    const number = MONTH_NUMBER.get(foldWord(m[at[0]] as string)) ?? 0;
    const written = m[at[1]];
    if (written !== undefined) return last(monthEnd(year(written), number), said);
    return writtenOn === null
      ? none('date_without_anchor')
      : last(
          nextOf(writtenOn, (one) => monthEnd(one, number)),
          said,
        );
  };

/** Quarters and halves of the calendar year; `months` is 3 or 6. */
const partOf =
  (said: boolean, months: 3 | 6, at: [number, number]): DatePattern[1] =>
  (m, { writtenOn }) => {
    const number = Number(m[at[0]]) * months;
    const written = m[at[1]];
    if (written !== undefined) return last(monthEnd(year(written), number), said);
    return writtenOn === null
      ? none('date_without_anchor')
      : last(
          nextOf(writtenOn, (one) => monthEnd(one, number)),
          said,
        );
  };

const NEXT =
  '(?:next|the coming|coming|nächste[nrms]?|kommende[nrms]?|folgende[nrms]?|próxim[oa]|(?:el |la )?próxim[oa])';
const THIS = '(?:this|the current|diese[nrms]?|laufende[nrms]?|ce|cette|este|esta|neste|nesta|deste|desta)';
const NOUN =
  '(?:week|month|quarter|year|woche|monats?|quartals?|jahre?s?|semaine|mois|trimestre|année|an|semana|mes|año|mês|ano)(?![\\p{L}])';

const unit = (word: string) =>
  unitOf(
    foldWord(word)
      .replace(/^monats$/, 'monate')
      .replace(/^jahres$/, 'jahre'),
  ) as Exclude<Unit, 'days'>;

const relative =
  (said: boolean, noun: number, ahead: 0 | 1): DatePattern[1] =>
  (m, { writtenOn }) => {
    if (writtenOn === null) return none('date_without_anchor');
    return last(periodEnd(writtenOn, unit(m[noun] as string), ahead), said);
  };

const ordinalQuarter =
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

/** Months, quarters, halves and years, said relative to the document's day or outright; quarters are the calendar's. */
export const PERIODS: readonly DatePattern[] = [
  [
    /(?<![\p{L}])(?:fiscal|FY|Geschäftsjahr|exercice|ejercicio)[ -]?(?:year )?(?:20)?\d\d(?:[ /-]?Q[1-4])?|Q[1-4][ /-]?FY ?(?:20)?\d\d|年度末/giu,
    () => none('date_fiscal'),
  ],
  [
    new RegExp(
      `${VAGUE}(?:${MONTH_NAME}(?:,? ?(?:de )?${YEAR})?|Q[1-4]|20\\d\\d|${NEXT} ${NOUN}|${NOUN})`,
      'giu',
    ),
    () => none('date_imprecise'),
  ],
  [
    new RegExp(`${END}(?:of )?(${MONTH_NAME})\\.?,?(?: ?(?:de |del )?${YEAR}(?!\\d))?`, 'giu'),
    monthOf(true, [1, 2]),
  ],
  [
    new RegExp(
      `${END}(?:of )?(?:Q|T|quarter |Quartal )([1-4])(?:[ /-]*(?:de )?(20\\d\\d|'?\\d\\d)(?!\\d))?`,
      'giu',
    ),
    partOf(true, 3, [1, 2]),
  ],
  [
    new RegExp(
      `${END}(?:the )?([1-4])(?:st|nd|rd|th|\\.|er|e|º|°)? ?(?:quarter|Quartals?|trimestre)(?: (?:of |de )?(20\\d\\d))?`,
      'giu',
    ),
    partOf(true, 3, [1, 2]),
  ],
  [
    new RegExp(
      `${END}(?:the )?(${ORDINAL}) (?:quarter|Quartals?|trimestre)(?: (?:of |de )?(20\\d\\d))?`,
      'giu',
    ),
    ordinalQuarter(true),
  ],
  [new RegExp(`${END}(?:H|S)([12])(?:[ /-]*(20\\d\\d|'?\\d\\d)(?!\\d))?`, 'giu'), partOf(true, 6, [1, 2])],
  [new RegExp(`${END}(?:of )?(?:${NEXT}|nächsten|kommenden) (${NOUN})`, 'giu'), relative(true, 1, 1)],
  [
    new RegExp(`${END}(${NOUN}) (?:prochaine?|suivante?|que viene|que vem|próxim[oa])`, 'giu'),
    relative(true, 1, 1),
  ],
  [new RegExp(`${END}(?:${THIS} )?(${NOUN})`, 'giu'), relative(true, 1, 0)],
  [new RegExp(`${END}(20\\d\\d)(?!\\d)`, 'giu'), (m) => last(monthEnd(Number(m[1]), 12), true)],
  [
    /(?<![\p{L}])(?:(?:by |before )?(?:the )?(month|quarter|year)(?:'s)?[ -]end|(?:zum |bis )?(Monat|Quartal|Jahr)(?:e)?s(?:ende|schluss))(?! \d)(?: (20\d\d))?/giu,
    (m, { writtenOn }) => {
      if (m[3] !== undefined) return last(monthEnd(Number(m[3]), 12), true);
      if (writtenOn === null) return none('date_without_anchor');
      return last(periodEnd(writtenOn, unit(m[1] ?? m[2] ?? ''), 0), true);
    },
  ],
  [
    /(20\d\d) ?年 ?(\d{1,2}) ?月(末)?/giu,
    (m) => last(monthEnd(Number(m[1]), Number(m[2])), m[3] !== undefined),
  ],
  [
    /(20\d\d) ?年 ?第?([1-4]) ?四半期(末)?/giu,
    (m) => last(monthEnd(Number(m[1]), Number(m[2]) * 3), m[3] !== undefined),
  ],
  [
    /来年 ?(\d{1,2}) ?月(末)?/giu,
    (m, { writtenOn }) =>
      writtenOn === null
        ? none('date_without_anchor')
        : last(monthEnd(Number(writtenOn.slice(0, 4)) + 1, Number(m[1])), m[2] !== undefined),
  ],
  [
    /(?<!\d)(\d{1,2}) ?月末/giu,
    (m, { writtenOn }) =>
      writtenOn === null
        ? none('date_without_anchor')
        : last(
            nextOf(writtenOn, (one) => monthEnd(one, Number(m[1]))),
            true,
          ),
  ],
  [
    /(来|今|翌)(月|四半期|年)(?:(末)|(?![度間]))/giu,
    (m, { writtenOn }) => {
      if (writtenOn === null) return none('date_without_anchor');
      const name = ({ 月: 'months', 四半期: 'quarters', 年: 'years' } as const)[m[2] as '月'];
      return last(periodEnd(writtenOn, name, m[1] === '今' ? 0 : 1), m[3] !== undefined);
    },
  ],
  [
    /年末/giu,
    (_m, { writtenOn }) =>
      writtenOn === null ? none('date_without_anchor') : last(periodEnd(writtenOn, 'years', 0), true),
  ],
  [
    /(?<![\d.,])(\d{1,2}|[一二三四五六七八九十]) ?(日|週間|[かヶカヵ]月|年)(?:以内|後)/giu,
    (m, { writtenOn }) => counted(writtenOn, m[1] as string, m[2] as string),
  ],
  [
    /(?<![\p{L}\d])(?:in|within|innerhalb von|binnen|dans|d'ici|en|dentro de|em|daqui a)(?: about| around| ca\.| etwa| rund| environ| unos| unas| cerca de| the next| den nächsten)? (\d{1,3}|\p{L}{1,6}) (\p{L}{2,10})(?! \d)/giu,
    (m, { writtenOn }) => counted(writtenOn, m[1] as string, m[2] as string),
  ],
  [
    new RegExp(`(?<![\\p{L}])(${MONTH_NAME})\\.?,? ?(?:de |del |of |/)?${YEAR}(?!\\d)`, 'giu'),
    monthOf(false, [1, 2]),
  ],
  [/(?<![\p{L}\d])Q([1-4])(?:[ /-]*(20\d\d|'?\d\d)(?!\d))?/giu, partOf(false, 3, [1, 2])],
  [/(?<![\p{L}\d])T([1-4])[ /-]*(20\d\d)(?!\d)/giu, partOf(false, 3, [1, 2])],
  [
    new RegExp(
      `(?<![\\p{L}])(${ORDINAL}) (?:quarter|Quartals?|trimestre)(?: (?:of |de )?(20\\d\\d))?`,
      'giu',
    ),
    ordinalQuarter(false),
  ],
  [
    /(?<![\p{L}])(?:KW|CW|week|semaine|semana)[ .]?(\d{1,2})(?: ?[/ ] ?(?:of |de )?(20\d\d))(?!\d)/giu,
    (m) => last(weekEnd(Number(m[2]), Number(m[1])), false),
  ],
  [
    /(?<![\d.,])([1-4])(?:st|nd|rd|th|\.|er|e|º|°) (?:quarter|Quartals?|trimestre)(?: (?:of |de )?(20\d\d))?/giu,
    partOf(false, 3, [1, 2]),
  ],
  [/(?<![\p{L}\d])[HS]([12])[ /-]+(20\d\d)(?!\d)/giu, partOf(false, 6, [1, 2])],
  [new RegExp(`(?<![\\p{L}])${NEXT} (${NOUN})`, 'giu'), relative(false, 1, 1)],
  [
    new RegExp(`(?<![\\p{L}])(${NOUN}) (?:prochaine?|que viene|que vem)(?![\\p{L}])`, 'giu'),
    relative(false, 1, 1),
  ],
  [new RegExp(`(?<![\\p{L}])${THIS} (${NOUN})`, 'giu'), relative(false, 1, 0)],
  [
    new RegExp(
      `(?<![\\p{L}])(?:by|in|until|till|before|im|bis|en|em|para|hasta|até|courant|pour) (${MONTH_NAME})(?! *\\d)`,
      'giu',
    ),
    monthOf(false, [1, 99]),
  ],
];

const KANJI = '一二三四五六七八九十';

/** `in six weeks`, `6週間後` from the document's day. */
function counted(writtenOn: string | null, number: string, word: string): Read {
  const name = unitOf(foldWord(word)) ?? unitOf(word.normalize('NFKC'));
  const count = /^\d+$/.test(number)
    ? Number(number)
    : (COUNT.get(foldWord(number)) ?? KANJI.indexOf(number) + 1);
  if (name === undefined || count === 0) return none('not_a_date');
  if (writtenOn === null) return none('date_without_anchor');
  const value = later(writtenOn, count, name);
  return value === null ? none('date_invalid') : { value, rule: 'relative' };
}
