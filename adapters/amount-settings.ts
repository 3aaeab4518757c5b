import { z } from 'zod';
import { isCurrency } from '../domain/iso-4217.ts';
import type { SourceFormat } from '../domain/reading/source-format.ts';

/** What an installation can state of a source's amounts. */
export const amountSettings = {
  /** ISO 4217 code of amounts beside which no currency stands. */
  currency: z.string().refine(isCurrency, 'is no active ISO 4217 code, such as EUR').optional(),
  /** The mark before decimals, where the rows of a file leave it open. */
  decimal: z.enum(['.', ','], 'is neither . nor ,').optional(),
};

/** The settings as the readers of amounts take them. */
export function formatOfSettings({
  currency,
  decimal,
}: {
  currency?: string | undefined;
  decimal?: '.' | ',' | undefined;
}): SourceFormat {
  return {
    currency: currency ?? null,
    number: decimal === undefined ? null : { mark: decimal, places: 0 },
  };
}
