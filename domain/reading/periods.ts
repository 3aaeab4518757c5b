import { MONTH_NAME } from './calendar-words.ts';
import { monthEnd, periodEnd, weekEnd } from './day.ts';
import {
  counted,
  END,
  last,
  monthOf,
  NEXT,
  NOUN,
  none,
  ORDINAL,
  ordinalQuarter,
  partOf,
  relative,
  THIS,
  unitNamed,
  VAGUE,
  YEAR,
} from './period-readers.ts';
import type { DatePattern } from './written-dates.ts';

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
      return last(periodEnd(writtenOn, unitNamed(m[1] ?? m[2] ?? ''), 0), true);
    },
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
