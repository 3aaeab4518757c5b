import type { Candidate } from './finding.ts';
import type { ReadingCode } from './titles.ts';

/** More than stands behind a label of an amount. */
const LONGEST = 300;
/** How much of what: it says nothing of the price. */
const COUNTED =
  /(?:for|für|pour|para|,|\(|×)[ ]{0,2}\d{1,6}[ ](?!years?|yrs?|months?|monat|jahr|ans?(?!\p{L})|mois|año|mes|ano|days?|weeks?)\p{L}+/giu;
const RATE =
  /(?<!\p{L})(?:months?|monthly|years?|yearly|yrs?|annum|annual(?:ly)?|quarterly|weekly|daily|hourly|hours?|monat(?:e|en|lich)?|jahre?s?|jährlich|mois|mensuel(?:le)?s?|annuel(?:le)?s?|ans?|mes(?:es)?|mensual(?:es)?|años?|anual(?:es)?|mês|mensa(?:l|is)|anos?|each|apiece|recurring|instal?lments?|raten?|per|pro|je)(?!\p{L})|月|年/iu;
const MULTIPLE =
  /(?<!\p{L})(?:hundred|thousands?|thou|dozen|millions?|billions?|lakhs?|lacs?|crores?|tausend|mio|mrd|mia|tsd|milliers?|miles|triệu)(?!\p{L})/iu;
/**
 * What else stands beside the amounts behind a label and may change them: another number, a time, a multiple. Null where
 * all is words that say nothing of the value.
 */
export function unreadBeside(
  value: string,
  amounts: readonly Pick<Candidate<unknown>, 'start' | 'end'>[],
): ReadingCode | null {
  const parts = value.slice(0, LONGEST).split('');
  for (const { start, end } of amounts) parts.fill(' ', start, Math.min(end, parts.length));
  const rest = parts.join('').replace(COUNTED, ' ');
  if (RATE.test(rest)) return 'amount_periodic';
  if (MULTIPLE.test(rest)) return 'amount_unreadable';
  return /\d/.test(rest) ? 'amount_ambiguous' : null;
}
