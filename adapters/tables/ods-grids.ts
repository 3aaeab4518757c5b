import { unzipSync } from 'fflate';
import { Parser } from 'htmlparser2';
import type { Grid, GridRow } from '../../domain/tables/table.ts';
import { numberText } from './number-text.ts';

const CONTENT = 'content.xml';
/** A program fills a sheet up to its last row with one repeated empty row; a table has far fewer cells. */
const MOST_CELLS = 2_000_000;
const MOST_XML = 200_000_000;

type Attributes = Readonly<Record<string, string>>;

interface Cell {
  text: string;
  typed: boolean;
}

/**
 * The sheets of an OpenDocument spreadsheet as grids (OpenDocument 1.3, part 3, 9): every row that its tables hold, whether in a heading
 * that is repeated on each page or in a group, with the currency that a cell states beside its number.
 * @throws Error when it is damaged or holds too much
 */
export function odsGrids(bytes: Uint8Array): Grid[] {
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => name === CONTENT && originalSize <= MOST_XML,
  });
  const content = files[CONTENT];
  if (!content) throw new Error(`the workbook has no ${CONTENT}`);
  const reading = new Reading();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reading.open(name, attributes),
      onclosetag: (name) => reading.close(name),
      ontext: (text) => reading.say(text),
    },
    { xmlMode: true },
  );
  parser.end(new TextDecoder().decode(content));
  return reading.grids;
}

type Sheet = Grid & { rows: GridRow[]; hiddenColumns: number[]; merged: Grid['merged'][number][] };

/** What has been read so far. A table within a cell is another one, and is not read. */
class Reading {
  readonly grids: Sheet[] = [];
  readonly #hiddenStyles = new Set<string>();
  #style = '';
  #sheet: Sheet | null = null;
  #tables = 0;
  #column = 0;
  #at = 0;
  #kept = 0;
  #row: { attributes: Attributes; cells: Cell[] } | null = null;
  #cell: { attributes: Attributes; paragraphs: string[] } | null = null;
  /** Within a comment, or another thing that is no part of the cell. */
  #aside = 0;

  open(name: string, attributes: Attributes): void {
    if (this.#aside > 0 || ASIDE.has(name)) {
      this.#aside += 1;
      return;
    }
    if (name === 'style:style') this.#style = attributes['style:name'] ?? '';
    else if (name === 'style:table-properties' && attributes['table:display'] === 'false')
      this.#hiddenStyles.add(this.#style);
    else if (name === 'table:table') this.#openTable(attributes);
    else if (this.#tables === 1) this.#openInTable(name, attributes);
  }

  close(name: string): void {
    if (this.#aside > 0) {
      this.#aside -= 1;
      return;
    }
    if (name === 'table:table') this.#tables -= 1;
    else if (this.#tables !== 1) return;
    else if (name === 'table:table-row') this.#closeRow();
    else if (CELLS.has(name)) this.#closeCell();
  }

  say(text: string): void {
    if (this.#aside > 0 || this.#tables !== 1 || !this.#cell || this.#cell.paragraphs.length === 0) return;
    this.#cell.paragraphs[this.#cell.paragraphs.length - 1] += text;
  }

  #openTable(attributes: Attributes): void {
    this.#tables += 1;
    if (this.#tables > 1) return;
    const name = attributes['table:name'] ?? '';
    const hidden = this.#hiddenStyles.has(attributes['table:style-name'] ?? '');
    this.#sheet = {
      ...{ sheet: this.grids.length + 1, name, hidden, rows: [], hiddenColumns: [], merged: [] },
    };
    this.grids.push(this.#sheet);
    this.#column = 0;
    this.#at = 0;
  }

  #openInTable(name: string, attributes: Attributes): void {
    if (name === 'table:table-column') this.#columns(attributes);
    else if (name === 'table:table-row') this.#row = { attributes, cells: [] };
    else if (CELLS.has(name)) this.#cell = { attributes, paragraphs: [] };
    else if (name === 'text:p') this.#cell?.paragraphs.push('');
    else if (name === 'text:s') this.say(' '.repeat(Math.min(repeated(attributes['text:c']), 100)));
    else if (name === 'text:tab') this.say('\t');
    else if (name === 'text:line-break') this.say('\n');
  }

  #columns(attributes: Attributes): void {
    const count = repeated(attributes['table:number-columns-repeated']);
    if (isHidden(attributes) && count <= MOST_COLUMNS)
      for (let each = 0; each < count; each += 1) this.#sheet?.hiddenColumns.push(this.#column + each);
    this.#column += count;
  }

  #closeCell(): void {
    const { attributes, paragraphs } = this.#cell ?? { attributes: {}, paragraphs: [] };
    const row = this.#row;
    this.#cell = null;
    if (!row) return;
    const cell = cellOf(attributes, paragraphs);
    const [down, across] = ['rows', 'columns'].map((way) =>
      repeated(attributes[`table:number-${way}-spanned`]),
    );
    if (down !== undefined && across !== undefined && down * across > 1)
      this.#sheet?.merged.push({
        ...{ fromRow: this.#at + 1, toRow: this.#at + down },
        ...{ fromColumn: row.cells.length, toColumn: row.cells.length + across - 1 },
      });
    const count = Math.min(repeated(attributes['table:number-columns-repeated']), MOST_COLUMNS);
    for (let each = 0; each < count; each += 1) row.cells.push(cell);
  }

  #closeRow(): void {
    const { attributes, cells } = this.#row ?? { attributes: {}, cells: [] };
    this.#row = null;
    const count = repeated(attributes['table:number-rows-repeated']);
    const filled = cells.slice(0, cells.findLastIndex(({ text }) => text !== '') + 1);
    const from = this.#at;
    this.#at += count;
    if (filled.length === 0) return;
    this.#kept += filled.length * count;
    if (this.#kept > MOST_CELLS) throw new RangeError('the workbook holds too many cells');
    const typed = new Set(filled.flatMap((cell, index) => (cell.typed ? [index] : [])));
    for (let each = 1; each <= count; each += 1)
      this.#sheet?.rows.push({
        at: from + each,
        cells: filled.map(({ text }) => text),
        ...(typed.size > 0 && { typed }),
        ...(isHidden(attributes) && { hidden: true }),
      });
  }
}

const CELLS = new Set(['table:table-cell', 'table:covered-table-cell']);
const ASIDE = new Set(['office:annotation', 'table:tracked-changes', 'draw:frame', 'text:ruby-text']);
const MOST_COLUMNS = 16_384;

/** What a cell holds, by the value that it states. (OpenDocument 1.3, part 3, 19.389) */
function cellOf(attributes: Attributes, paragraphs: readonly string[]): Cell {
  const text = paragraphs.join('\n');
  const value = attributes['office:value'];
  switch (attributes['office:value-type']) {
    case 'currency':
      return number(value, attributes['office:currency'] ?? '');
    case 'float':
    case 'percentage':
      return number(value, '');
    case 'boolean':
      return { text: attributes['office:boolean-value'] ?? '', typed: true };
    case 'date':
      return {
        text: (attributes['office:date-value'] ?? '').replace(/T00:00:00(?:\.0+)?$/, ''),
        typed: true,
      };
    default:
      // A formula that nobody has computed has no value.
      if (
        text === '' &&
        attributes['table:formula'] !== undefined &&
        attributes['office:value-type'] === undefined
      )
        return { text: '#FORMULA', typed: false };
      return { text: text === '' ? (attributes['office:string-value'] ?? '') : text, typed: false };
  }
}

function number(value: string | undefined, currency: string): Cell {
  if (value === undefined || value.trim() === '' || !Number.isFinite(Number(value)))
    return { text: '', typed: false };
  return { text: `${numberText(Number(value))} ${currency}`.trim(), typed: true };
}

function isHidden(attributes: Attributes): boolean {
  return attributes['table:visibility'] === 'collapse' || attributes['table:visibility'] === 'filter';
}

function repeated(count: string | undefined): number {
  const times = Number(count ?? '1');
  return Number.isInteger(times) && times > 0 ? times : 1;
}
