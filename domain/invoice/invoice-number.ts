import type { SpotReader } from './candidates.ts';

const NUMBER =
  /^[^\p{L}\p{N}]{0,6}(?:(?:no|nr|n|nº|n°|num)\b[ .:°º#]{0,4})?(?<number>[\p{L}\p{N}][\p{L}\p{N}/._\\-]{0,39})/iu;
const OTHER = /^(?:\d[\d.,]*[.,]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})$/;

/** The number of an invoice: letters, digits and marks in one piece, with at least one digit; no date and no amount. */
export const invoiceNumberAt: SpotReader = (text) => {
  const match = NUMBER.exec(text.slice(0, 80));
  const number = match?.groups?.number?.replace(/(?<![._/\\-])[._/\\-]+$/, '');
  if (!match || number === undefined || !/\d/.test(number) || OTHER.test(number)) return null;
  const start = match[0].lastIndexOf(match.groups?.number ?? '');
  return { value: number, start, end: start + number.length, sure: 1 };
};
