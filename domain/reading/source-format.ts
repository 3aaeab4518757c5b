import type { NumberFormat } from './number-format.ts';
import type { DateOrder } from './stated-date.ts';

/** How a source writes what one field cannot tell: an installation states it, and the columns of a file go before it. */
export interface SourceFormat {
  /** Null: not known, and what can be read as two numbers is not chosen between. */
  number: NumberFormat | null;
  /** ISO 4217 code of the amounts that stand without a currency; null: such an amount is a question. */
  currency: string | null;
  /** Which of 03/04/2027 comes first; absent or null: not known. */
  dates?: DateOrder | null;
  /** Label of an encoding, for a text file whose bytes leave it open. */
  encoding?: string | null;
  /** Name or number of the sheet of a workbook. */
  sheet?: string | null;
}

/** The format that an installation states of a source. */
export type FormatOf = (source: string) => SourceFormat;

/** Nothing is stated. */
export const UNSTATED: SourceFormat = { number: null, currency: null };
