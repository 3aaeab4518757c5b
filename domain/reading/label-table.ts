import type { Labelled } from './labelled.ts';
import { type Label, labelOf } from './labels.ts';
import type { TextLine } from './zones.ts';

/** Cells stand behind tabs, bars or wide gaps. */
const BETWEEN = /\t|\s{0,20}\|\s{0,20}| {2,40}/gu;
const RULE = /^[\s|:+=-]{3,}$/u;
/** A longer line is no row of a table that people read in a mail. */
const MOST_LINE = 2_000;
const MOST_ROWS = 100;

interface Cell {
  text: string;
  start: number;
}

/** What the tables of a text say, and the numbers of the lines that they stand on. */
export interface LabelTables {
  values: Labelled[];
  lines: Set<number>;
}

/**
 * Rows of values below a row of labels (`Customer | Value | Close date`). Several rows are several values of each label, of which none is
 * chosen.
 */
export function labelTables(lines: readonly TextLine[]): LabelTables {
  const tables: LabelTables = { values: [], lines: new Set() };
  for (const [index, line] of lines.entries()) {
    if (tables.lines.has(line.number) || !isRead(line)) continue;
    const labels = headingsOf(line);
    if (labels === null) continue;
    for (const below of lines.slice(index + 1, index + 1 + MOST_ROWS)) {
      if (below.zone !== line.zone) break;
      if (RULE.test(below.text.slice(0, MOST_LINE)) || below.text.trim() === '') {
        // One blank line may stand between the labels and the first row.
        if (below.text.trim() === '' && tables.lines.has(line.number)) break;
        continue;
      }
      const cells = cellsOf(below);
      // A line that begins with a label is a form, and no row.
      const isForm = labelOf(cells[0]?.text ?? '') !== undefined;
      if (cells.length < 2 || cells.length > labels.length || isForm) break;
      tables.lines.add(line.number).add(below.number);
      for (const [column, { text, start }] of cells.entries()) {
        const label = labels[column];
        if (!label || text === '') continue;
        const at = { start, end: start + text.length, line: below.number };
        tables.values.push({ ...label, ...at, value: text, forwarded: line.zone === 'forwarded' });
      }
    }
  }
  return tables;
}

function isRead({ zone }: TextLine): boolean {
  return zone === 'body' || zone === 'forwarded';
}

/** Its cells as labels, null where one says nothing to us; null when it is no row of labels: two must be fields of ours, and none a value. */
function headingsOf(line: TextLine): ((Label & { aside: string }) | null)[] | null {
  const cells = cellsOf(line);
  if (cells.length < 2) return null;
  const labels = cells.map(({ text }) => {
    const label = labelOf(text);
    return label ? { ...label, aside: /[([]([^)\]]{1,20})[)\]]/u.exec(text)?.[1] ?? '' } : null;
  });
  const fields = new Set(labels.filter((one) => one && one.field !== 'other').map((one) => one?.field));
  const hasValue = cells.some(({ text }, column) => labels[column] === null && /[\d@:]/u.test(text));
  return fields.size >= 2 && !hasValue ? labels : null;
}

function cellsOf({ text, start }: TextLine): Cell[] {
  const line = text.slice(0, MOST_LINE);
  const from = /^ {0,20}\|? {0,20}/u.exec(line)?.[0].length ?? 0;
  const to = line.replace(/\s{0,20}\|?\s{0,20}$/u, '').length;
  const cells: Cell[] = [];
  let at = from;
  for (const mark of [...line.slice(0, to).matchAll(BETWEEN), null]) {
    const end = mark ? mark.index : to;
    if (mark && mark.index < from) continue;
    const raw = line.slice(at, Math.max(at, end));
    const said = raw.trim();
    cells.push({ text: said, start: start + at + raw.indexOf(said) });
    at = mark ? mark.index + mark[0].length : to;
  }
  return cells;
}
