import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { columnAlsoCalled, exportHeadings, plainHeading } from '../adapters/export-headings.ts';
import { readTextTable } from '../adapters/tables/read-text.ts';
import { NO_ROW } from '../adapters/tables/table-faults.ts';
import type { DatedRate } from '../domain/exchange-rate.ts';
import { formatOf, numberReadings, onlyReading } from '../domain/reading/number-format.ts';
import { orderOf, statedDay } from '../domain/reading/stated-date.ts';

const row = z.object({
  date: z.iso.date(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  usd: z.string().regex(/^\d+(\.\d+)?$/),
}) satisfies z.ZodType<DatedRate>;

/**
 * The dated exchange rates (CSV: date,currency,usd, of any separator, order of dates and decimal mark, which its columns show), read again
 * when the file changes.
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
  const read = readTextTable(readFileSync(file), {}, exportHeadings('rates'));
  if ('fault' in read && read.fault === NO_ROW) return [];
  if ('fault' in read) throw new Error(`${file}: ${read.fault.title} ${read.fault.fix}`);
  const { headings, rows } = read.table;
  const names = headings.map(plainHeading).map((plain) => columnAlsoCalled('rates', plain) ?? plain);
  const cells = (name: string) => rows.map((row) => row.cells[names.indexOf(name)]?.trim() ?? '');
  const [days, currencies, rates] = [cells('date'), cells('currency'), cells('usd')];
  const [order, format] = [orderOf(days), formatOf(rates)];
  return rows.map(({ at }, index) => {
    const usd = rates[index] as string;
    const readings = numberReadings(usd);
    const wrong = (what: string) => new Error(`${file}, line ${at}: ${what}; write date,currency,usd`);
    if (format === null && usd.includes(',') && onlyReading(readings) === null && readings[','] !== null)
      throw wrong(`the rate ${usd} can be ${readings[',']} or ${readings['.']}`);
    const day = statedDay(days[index] as string, order);
    if (day !== null && 'either' in day) throw wrong(`${days[index]} can be ${day.either.join(' or ')}`);
    const result = row.safeParse({
      date: day?.day ?? days[index],
      currency: currencies[index],
      usd: (format === null ? (readings['.'] ?? readings[',']) : readings[format.mark]) ?? usd,
    });
    if (!result.success) throw wrong(result.error.issues[0]?.message ?? 'it cannot be read');
    return result.data;
  });
}
