import { none } from './period-readers.ts';
import type { DatePattern } from './written-dates.ts';

const FISCAL =
  '(?:fiscal|financial year|FYE|FY|FQ[1-4]?|Geschäftsjahr\\p{L}{0,6}|Wirtschaftsjahr\\p{L}{0,6}|Fiskal\\p{L}{0,8}|exercice|ejercicio|exercício|fiscale?s?|fiscais)';
/** Words that belong to a fiscal period on either side of its name. */
const BESIDE =
  "(?:Q[1-4]|T[1-4]|H[12]|S[12]|end|close|year|years|quarter|half|of|the|our|their|your|in|by|next|this|Ende|Abschluss|des|der|unseres|unserem|im|bis|fin|cierre|fim|final|año|ano|trimestre|de|del|do|da|d'|l'|\\d{2}(?:\\d\\d)?(?:[/-]\\d{2}(?:\\d\\d)?)?)";

/** Periods of a company's own year, whose months are not known, whatever stands around them. */
export const FISCAL_PERIODS: readonly DatePattern[] = [
  [
    new RegExp(
      `(?<![\\p{L}\\d])(?:${BESIDE}[ -]?){0,4}(?<![\\p{L}\\d])${FISCAL}(?:[ -]?${BESIDE}(?!\\p{L})){0,4}(?!\\p{L})`,
      'giu',
    ),
    () => none('date_fiscal'),
  ],
  // `Q3 2026/27`, `2026/27`: a year that runs over two.
  [
    /(?<![\p{L}\d/.-])(?:(?:Q|T|H|S|quarter |Quartal )[1-4][ /-]{0,2}(?:of |de )?)?(?:FY ?)?(20\d\d|\d\d)[/-](20\d\d|\d\d)(?![\d/.-])/giu,
    (m) => (Number(m[2]) % 100 === (Number(m[1]) + 1) % 100 ? none('date_fiscal') : none('not_a_date')),
  ],
  [
    /(?:20\d\d|\d\d|来|今|本|当|次|翌)?年度(?:末|内|中|第?[1-4１-４一二三四]四半期|[上下]期)?|第?[1-4]四半期[（(]?年度/giu,
    () => none('date_fiscal'),
  ],
];
