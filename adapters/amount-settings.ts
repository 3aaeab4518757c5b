import { z } from 'zod';
import { isCurrency } from '../domain/iso-4217.ts';
import type { SourceFormat } from '../domain/reading/source-format.ts';
import type { DateOrder } from '../domain/reading/stated-date.ts';

/** What an installation can state of a source's amounts. */
export const amountSettings = {
  /** ISO 4217 code of amounts beside which no currency stands. */
  currency: z.string().refine(isCurrency, 'is no active ISO 4217 code, such as EUR').optional(),
  /** The mark before decimals, where the rows of a file leave it open. */
  decimal: z.enum(['.', ','], 'is neither . nor ,').optional(),
};

/** What it can state of files whose bytes leave it open. */
export const fileSettings = {
  /** Label of the encoding of text files: windows-1252, shift_jis … */
  encoding: z.string().min(1).max(40).optional(),
  /** Name or number of the sheet of workbooks. */
  sheet: z.string().min(1).max(100).optional(),
};

/** What it can state of a source whose dates are read, too. */
export const sourceSettings = {
  ...amountSettings,
  ...fileSettings,
  /** Which of 03/04/2027 comes first. */
  dates: z.enum(['day_first', 'month_first'], 'is neither day_first nor month_first').optional(),
};

/** The settings as the readers take them. */
export function formatOfSettings({
  currency,
  decimal,
  dates,
  encoding,
  sheet,
}: {
  currency?: string | undefined;
  decimal?: '.' | ',' | undefined;
  dates?: DateOrder | undefined;
  encoding?: string | undefined;
  sheet?: string | undefined;
}): SourceFormat {
  return {
    currency: currency ?? null,
    dates: dates ?? null,
    number: decimal === undefined ? null : { mark: decimal, places: 0 },
    ...(encoding && { encoding }),
    ...(sheet && { sheet }),
  };
}
