import { parse } from 'csv-parse/sync';
import { MOST_ABOVE } from '../../domain/tables/find-heading.ts';
import type { Grid, GridRow, Headings } from '../../domain/tables/table.ts';
import { separatorOf, statedSeparator } from './separator.ts';

/** A text file as a grid; `broken`: rows that are no fields, by their text where it is known. */
export interface TextGrid {
  grid: Grid;
  broken: (string | null)[];
}

const LONGEST_ROW = 200_000;

/** Reads CSV, or text between other separators. */
export function textGrid(text: string, headings: Headings): TextGrid {
  const separator = separatorOf(text, headings);
  const body = text.slice(statedSeparator(text)?.length ?? 0);
  const broken: (string | null)[] = [];
  const records = parse(body, {
    delimiter: separator,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    raw: true,
    max_record_size: LONGEST_ROW,
    skip_records_with_error: true,
    on_skip: (_error, raw) => {
      broken.push(raw ?? null);
      return undefined;
    },
  }) as unknown as { record: string[]; raw: string }[];
  const rows = records.map(
    ({ record, raw }, index): GridRow => ({
      at: index + 1,
      cells: record,
      ...(index < MOST_ABOVE && { raw }),
    }),
  );
  return {
    grid: { sheet: null, name: null, hidden: false, rows, hiddenColumns: [], merged: [] },
    broken,
  };
}
