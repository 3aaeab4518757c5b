import { INVOICE_LABELS, type InvoiceLabel, type InvoiceLanguage } from './invoice-labels.ts';
import { labelAt, labelWords, type Meaning } from './label-table.ts';
import type { Cell, Row } from './rows.ts';

/** Some characters of a cell. */
export interface Spot {
  page: number;
  cell: Cell;
  start: number;
  end: number;
  /** Where it stands from its label; `further`: in a row below the one below, where only names of parties are looked for. */
  where: 'beside' | 'below' | 'further';
}

/** A label on the page with the places at which its value may stand, the likeliest first. */
export interface LabelledCell {
  meanings: readonly Meaning<InvoiceLabel, InvoiceLanguage>[];
  label: Spot;
  spots: Spot[];
}

/** Longer cells are sentences: what stands in them is no label. */
const LONGEST_LABELLED = 160;
/** A row with more cells is no row of an invoice. */
const MOST_CELLS = 60;
/** A value stands within so many rows below its label, and within so many heights of a row. */
const ROWS_BELOW = 4;
const HEIGHTS_BELOW = 3.5;

interface Found {
  meanings: LabelledCell['meanings'];
  start: number;
  end: number;
}

/** Every label of an invoice, in the order of the page. */
export function labelledCells(rows: readonly Row[]): LabelledCell[] {
  const found = rows.map(({ cells }) => cells.slice(0, MOST_CELLS).map(labelsIn));
  return rows.flatMap((row, at) =>
    (found[at] ?? []).flatMap((labels, index) =>
      labels.map((label, order): LabelledCell => {
        const cell = row.cells[index] as Cell;
        const end = labels[order + 1]?.start ?? cell.text.length;
        const spot = (of: Cell, start: number, to: number, where: Spot['where']): Spot => ({
          ...{ page: row.page, cell: of, start, end: to, where },
        });
        const behind = cell.text.slice(label.end, end).search(/[\p{L}\p{N}]/u);
        const spots: Spot[] = [];
        if (behind >= 0) spots.push(spot(cell, label.end, end, 'beside'));
        if (order === labels.length - 1)
          for (let next = index + 1; next < row.cells.length && next <= index + 4; next += 1) {
            if (found[at]?.[next]?.[0]?.start === 0) break;
            const beside = row.cells[next] as Cell;
            spots.push(spot(beside, 0, beside.text.length, 'beside'));
          }
        if (behind < 0) spots.push(...spotsBelow(rows, at, cell, found));
        return { meanings: label.meanings, label: spot(cell, label.start, label.end, 'beside'), spots };
      }),
    ),
  );
}

/** The labels of a cell: one at its beginning, and others that a colon follows. */
function labelsIn({ text }: Cell): Found[] {
  if (text.length > LONGEST_LABELLED) return [];
  const words = labelWords(text);
  const labels: Found[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const label = labelAt(words, at, INVOICE_LABELS);
    if (!label) continue;
    const start = words[at]?.start ?? 0;
    const end = words[at + label.count - 1]?.end ?? start;
    // `invoice_number_1` is a number and no label.
    if (text[end] === '_') continue;
    const colon = /^[^\p{L}\p{N}:：]{0,3}[:：]/u.test(text.slice(end));
    if (at > 0 && !colon) continue;
    // `Lieferant GmbH` is a name.
    const isParty = label.meanings.every((one) => one.label === 'customer' || one.label === 'seller');
    if (isParty && !colon && /\p{L}/u.test(text.slice(end))) continue;
    labels.push({ meanings: label.meanings, start: at === 0 ? 0 : start, end });
    at += label.count - 1;
  }
  return labels;
}

/** What stands below a label, down to the next label that begins something else. */
function spotsBelow(rows: readonly Row[], at: number, label: Cell, found: Found[][][]): Spot[] {
  const spots: Spot[] = [];
  let above = rows[at] as Row;
  let where: Spot['where'] = 'below';
  for (let next = at + 1; next <= at + ROWS_BELOW && next < rows.length; next += 1) {
    const below = rows[next] as Row;
    if (below.page !== above.page || below.top - above.bottom > HEIGHTS_BELOW * (above.bottom - above.top))
      break;
    const index = below.cells.slice(0, MOST_CELLS).findIndex((one) => overlap(one, label));
    if (index < 0) continue;
    const [own] = found[next]?.[index] ?? [];
    // In the block of a party its numbers stand before its name.
    const isAside = own?.meanings.every((one) => one.label === 'other') ?? false;
    if (own?.start === 0 && !isAside) break;
    const cell = below.cells[index] as Cell;
    if (own?.start !== 0) spots.push({ page: below.page, cell, start: 0, end: cell.text.length, where });
    above = below;
    where = 'further';
  }
  return spots;
}

function overlap({ box: a }: Cell, { box: b }: Cell): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width;
}
