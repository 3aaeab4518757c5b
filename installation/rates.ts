import { readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { DatedRate } from '../domain/exchange-rate.ts';

const row = z.object({
  date: z.iso.date(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  usd: z.string().regex(/^\d+(\.\d+)?$/),
}) satisfies z.ZodType<DatedRate>;

/**
 * The dated exchange rates (CSV: date,currency,usd), read again when the file changes.
 * @throws Error naming the file and the line when it cannot be read
 */
export function dailyRates(file: string): () => readonly DatedRate[] {
  let read: { changed: number; rates: DatedRate[] } | null = null;
  return () => {
    const changed = statSync(file).mtimeMs;
    if (read?.changed !== changed) read = { changed, rates: load(file) };
    return read.rates;
  };
}

function load(file: string): DatedRate[] {
  const records = parse(readFileSync(file), {
    columns: true,
    trim: true,
    skip_empty_lines: true,
  }) as unknown[];
  return records.map((record, index) => {
    const result = row.safeParse(record);
    if (!result.success) {
      throw new Error(
        `${file}, line ${index + 2}: ${result.error.issues[0]?.message}; write date,currency,usd`,
      );
    }
    return result.data;
  });
}
