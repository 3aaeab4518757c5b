import type { SpotReader } from './candidates.ts';

const NUMBER =
  /^[^\p{L}\p{N}]{0,6}(?:(?:no|nr|n|nº|n°|num)\b[ .:°º#]{0,4})?(?<number>[\p{L}\p{N}][\p{L}\p{N}/._\\-]{0,39})/iu;
const OTHER = /^(?:\d[\d.,]*[.,]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})$/;

/** What may go on with the number behind a blank, as in `2026 / 0017` and `12 345`. */
const NEXT = /^ {0,2}(?:[/\\–—-] {0,2})?(?<next>\d[\p{L}\p{N}/._\\-]{0,39})/u;
const DAY_AND_MONTH = /^\d{1,2}(?:st|nd|rd|th)?\.?(?: de)? \p{L}{3}/iu;

/** Whether a figure follows that begins no date and is no amount: then nobody can say where the number ends. */
function goesOn(behind: string): boolean {
  const next = NEXT.exec(behind)?.groups?.next;
  if (next === undefined || OTHER.test(next)) return false;
  return !DAY_AND_MONTH.test(behind.slice(behind.search(/\d/)));
}

/** The number of an invoice: letters, digits and marks in one piece, with at least one digit; no date and no amount, and none that goes on behind a blank. */
export const invoiceNumberAt: SpotReader = (text) => {
  const match = NUMBER.exec(text.slice(0, 80));
  const number = match?.groups?.number?.replace(/(?<![._/\\-])[._/\\-]+$/, '');
  if (!match || number === undefined || !/\d/.test(number) || OTHER.test(number)) return null;
  const start = match[0].lastIndexOf(match.groups?.number ?? '');
  const end = start + number.length;
  return goesOn(text.slice(end, end + 80)) ? null : { value: number, start, end, sure: 1 };
};
