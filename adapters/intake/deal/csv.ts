import { parse } from 'csv-parse/sync';
import type { Fault } from '../../../contracts/problem.ts';
import { formatOf } from '../../../domain/reading/number-format.ts';
import { type SourceFormat, UNSTATED } from '../../../domain/reading/source-format.ts';
import { amountParts } from '../../../domain/reading/stated-amount.ts';
import { orderOf } from '../../../domain/reading/stated-date.ts';
import { ourFieldNames } from './field-names.ts';
import { type DealPart, partFrom } from './part.ts';
import { readDeal } from './read-deal.ts';

/** A longer file is split by its sender: each row is a registration of its own. */
export const MOST_LINES = 20_000;

/** It stands again in front of every row that is kept. */
const MOST_HEADER = 10_000;

interface Row {
  record: Record<string, string>;
  raw: string;
}

/**
 * Registrations from CSV with a header line; `,` `;` or tab between fields, one of them for the whole file, lists separated by `|`. Each row
 * is its own submission: a bad one is kept with the header in front of it, so that it can be read again alone. A file has one format of
 * numbers: what its rows leave open is asked once, for the file.
 */
export function parseDealCsv(body: Uint8Array, now: Date, source: SourceFormat = UNSTATED): DealPart[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return [
      { ok: false, faults: [unreadable('The file is not UTF-8.', 'Save the file as UTF-8 CSV.')], body },
    ];
  }
  const header = text.slice(0, linesEnd(text, 1)).trimEnd();
  if (header.length > MOST_HEADER) return [{ ok: false, faults: [headerTooLong], body }];
  if (linesEnd(text, MOST_LINES) < text.length) return [{ ok: false, faults: [tooLong], body }];
  const broken: DealPart[] = [];
  const keep = (raw: string) => Buffer.from(`${header}\n${raw.replace(/(?<![\r\n])[\r\n]+$/, '')}\n`);
  let rows: Row[];
  try {
    rows = parse(text, {
      columns: true,
      bom: true,
      delimiter: separatorOf(header),
      skip_empty_lines: true,
      relax_quotes: true,
      raw: true,
      max_record_size: 200_000,
      skip_records_with_error: true,
      on_skip: (error, raw) => {
        const fault = unreadable(
          'The row does not match its header line.',
          'Give every row one field per column and quote texts that hold the separator.',
        );
        broken.push({ ok: false, faults: [fault], body: raw === undefined || !error ? body : keep(raw) });
        return undefined;
      },
    }) as unknown as Row[];
  } catch {
    return [
      { ok: false, faults: [unreadable('The file is not readable CSV.', 'Export it again as CSV.')], body },
    ];
  }
  if (rows.length === 0 && broken.length === 0)
    return [
      {
        ok: false,
        faults: [unreadable('The file holds no row.', 'Send a header line and at least one row.')],
        body,
      },
    ];
  const format = {
    ...source,
    number: formatOf(amountsOf(rows)) ?? source.number,
    dates: orderOf(closeDatesOf(rows)) ?? source.dates ?? null,
  };
  const parts = rows.map(({ record, raw }) => {
    const reading = readDeal(typed(record), 'structured', now, format);
    // The bytes of a row are kept only where it is refused.
    return partFrom(reading, reading.ok ? body : keep(raw));
  });
  const asked = parts
    .flatMap((part) => (part.ok ? [] : part.faults))
    .find((fault) => isLeftOpen(fault, format));
  if (asked && rows.length > 1) return [{ ok: false, faults: [leftOpen(asked)], body }];
  if (rows.length > 1 && parts.some(lacksCurrency) && !rows.some(({ record }) => namesCurrency(record)))
    return [{ ok: false, faults: [NO_CURRENCY], body }];
  return [...parts, ...broken];
}

/** The mark that most often stands between the names of the header; a text that holds another one is a text. */
function separatorOf(header: string): string {
  const names = header.replace(/"[^"]*"/g, '');
  const count = (mark: string) => names.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** The numbers of a file that are amounts. */
function* amountsOf(rows: readonly Row[]): Generator<string> {
  for (const { record } of rows) {
    const { estimated_value, mdf_amount } = ourFieldNames(record)?.record ?? {};
    for (const text of [estimated_value, mdf_amount]) {
      const parts = typeof text === 'string' ? amountParts(text) : null;
      if (parts) yield parts.number;
    }
  }
}

function lacksCurrency(part: DealPart): boolean {
  return part.ok && part.parsed.stated.problems.some(({ code }) => code === 'currency_missing');
}

function namesCurrency(record: Row['record']): boolean {
  return (ourFieldNames(record)?.currencies.length ?? 0) > 0;
}

const NO_CURRENCY: Fault = {
  code: 'currency_missing',
  title: 'No column of the file names the currency of its amounts.',
  field: 'currency',
  fix: 'Add a column currency with codes such as EUR, or state the currency of this source.',
};

/** Whether no row tells what one of them leaves open. */
function isLeftOpen({ code }: Fault, { number, dates }: SourceFormat): boolean {
  return (code === 'amount_ambiguous' && number === null) || (code === 'date_ambiguous' && dates === null);
}

/** Asked once: what settles one row settles all. */
function leftOpen({ code, title, field }: Fault): Fault {
  const [writes, fix] =
    code === 'date_ambiguous'
      ? ['dates', 'Write the dates as YYYY-MM-DD, or state the order of the dates of this source.']
      : ['numbers', 'Write one of the amounts with its decimals, or state the decimal mark of this source.'];
  return { code, title: `No row tells how the file writes its ${writes}. ${title}`, field, fix };
}

function* closeDatesOf(rows: readonly Row[]): Generator<string> {
  for (const { record } of rows) {
    const text = ourFieldNames(record)?.record.expected_close_date;
    if (typeof text === 'string') yield text.trim();
  }
}

/** Where the first so many lines end; the whole length when there are fewer. */
function linesEnd(text: string, lines: number): number {
  let at = 0;
  for (let line = 0; line < lines; line += 1) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) return text.length;
  }
  return at;
}

const tooLong: Fault = {
  code: 'too_many_rows',
  title: `The file has more than ${MOST_LINES} lines.`,
  field: null,
  fix: 'Split it into several files, each with the header line.',
};

const headerTooLong: Fault = {
  code: 'header_too_long',
  title: `The header line has more than ${MOST_HEADER} characters.`,
  field: null,
  fix: 'Send the columns of a registration only.',
};

/** Texts of a row as the types that JSON would have. */
function typed(record: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([name, text]) => {
      if (/^(territories|product[_ ]families)$/i.test(name))
        return [name, text.split('|').filter((each) => each.trim() !== '')];
      if (/^non[_ ]standard[_ ]discount$/i.test(name)) return [name, flag(text)];
      return [name, text];
    }),
  );
}

function flag(text: string): boolean | string | null {
  const word = text.trim().toLowerCase();
  if (word === '') return null;
  if (word === 'true' || word === 'yes' || word === '1') return true;
  return word === 'false' || word === 'no' || word === '0' ? false : text;
}

function unreadable(title: string, fix: string): Fault {
  return { code: 'malformed_csv', title, field: null, fix };
}
