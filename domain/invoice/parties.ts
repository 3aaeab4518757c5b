import type { ReadValue } from '../documents/document-reading.ts';
import { companyAt, isLegalForm } from '../reading/company.ts';
import { hasLegalForm } from '../reading/customer.ts';
import { foldWord } from '../reading/plain.ts';
import { type SpotReader, statedValues, surest } from './candidates.ts';
import { INVOICE_LABELS } from './invoice-labels.ts';
import { labelAt, labelWords } from './label-table.ts';
import type { LabelledCell } from './labelled-cells.ts';
import { type Source, valueAt } from './read-spot.ts';
import type { Cell, Row } from './rows.ts';

/** A company that no label names may be another one. */
const UNLABELLED = 0.7;
const LONGEST_NAME = 100;
/** What Japanese letters put behind the name of their addressee. */
const ADDRESSEE = /^(?<name>[^\n]{2,60}?) ?(?:御中|様|殿)(?: |$)/u;
/** Between a name and an address on one line. */
const APART = / ?[·•|‧∙] ?| [-–—] | {2,}|, (?=\d)|\t/u;
const JAPANESE_COMPANY = /(?:株式会社|有限会社|合同会社|合資会社|一般社団法人)/u;

/** Customer and seller of an invoice: by their labels, else by where companies stand on the page. */
export function partiesOf(
  rows: readonly Row[],
  cells: readonly LabelledCell[],
  source: Source,
): Record<'customer' | 'seller', ReadValue | null> {
  const labelled = (label: 'customer' | 'seller') => {
    const inBlock = namedInBlock(cells, label, source);
    return oneName(inBlock.length > 0 ? inBlock : surest(statedValues(cells, label, nameAt, source)));
  };
  const companies = companiesOn(rows, source);
  const customer = labelled('customer') ?? addressee(rows, source);
  const isOther = (one: ReadValue, party: ReadValue | null) => party === null || !sameName(one, party);
  const seller = labelled('seller') ?? oneName(companies.filter((one) => isOther(one, customer)));
  const rest = companies.filter((one) => seller !== null && isOther(one, seller));
  return { seller, customer: customer ?? oneName(rest) };
}

/** The name of a party behind its label: up to its legal form, or the whole of a cell. */
const nameAt: SpotReader = (text) => {
  const start = text.search(/[\p{L}\p{N}"„“«「]/u);
  if (start < 0) return null;
  const [name = ''] = text.slice(start, start + LONGEST_NAME).split(APART);
  const value = name.trim().replace(/(?<![,;])[,;]+$/, '');
  // A number, a date or an address of mail is no name.
  if (!/\p{L}{2}/u.test(value) || /@|^\d{2,}|\d{6}|^www\.|:$/iu.test(value) || isLabel(value)) return null;
  return { value, start, end: start + name.length, sure: 0.98 };
};

/** A label without a value beside it. */
function isLabel(text: string): boolean {
  const words = labelWords(text);
  return words.length > 0 && labelAt(words, 0, INVOICE_LABELS)?.count === words.length;
}

/** How many rows a block of a party has that states its name behind a label. */
const BLOCK = 8;

/** The name that a label states in the block below the label of a party, up to the next party. */
function namedInBlock(
  cells: readonly LabelledCell[],
  party: 'customer' | 'seller',
  source: Source,
): ReadValue[] {
  return cells.flatMap((cell, at) => {
    if (!cell.meanings.some(({ label }) => label === party)) return [];
    for (const next of cells.slice(at + 1, at + 1 + BLOCK)) {
      const labels = next.meanings.map(({ label }) => label);
      if (next.label.page !== cell.label.page || labels.includes('customer') || labels.includes('seller'))
        return [];
      if (labels.includes('name')) return surest(statedValues([next], 'name', nameAt, source)).slice(0, 1);
    }
    return [];
  });
}

/** The name that all agree in; null where they differ. */
function oneName(found: readonly ReadValue[]): ReadValue | null {
  const [first] = found;
  return first && found.every((one) => sameName(one, first)) ? first : null;
}

function sameName(a: ReadValue, b: ReadValue): boolean {
  const [one, other] = [a, b].map(({ value }) => foldWord(value).replace(/[^\p{L}\p{N}]+/gu, ''));
  return one === other;
}

function addressee(rows: readonly Row[], source: Source): ReadValue | null {
  for (const { cells } of rows)
    for (const [index, cell] of cells.entries()) {
      const name = ADDRESSEE.exec(cell.text.slice(0, LONGEST_NAME))?.groups?.name;
      if (name !== undefined)
        return valueAt({ cell }, { value: name, start: 0, end: name.length, confidence: 0.96 }, source);
      const before = cells[index - 1];
      if (/^(?:御中|様)$/u.test(cell.text) && before && before.text.length <= LONGEST_NAME)
        return valueAt(
          { cell: before },
          { value: before.text, start: 0, end: before.text.length, confidence: 0.96 },
          source,
        );
    }
  return null;
}

/** The companies that a page names in cells of their own, by their legal forms. */
function companiesOn(rows: readonly Row[], source: Source): ReadValue[] {
  return rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => {
      const company = companyIn(cell);
      return company === null
        ? []
        : [
            valueAt(
              { cell },
              { value: company, start: 0, end: company.length, confidence: UNLABELLED },
              source,
            ),
          ];
    }),
  );
}

function companyIn({ text }: Cell): string | null {
  const said = text.slice(0, LONGEST_NAME);
  const [first = ''] = said.split(APART);
  if (JAPANESE_COMPANY.test(first) && first.length <= 40 && !/様|御中/u.test(first)) return first.trim();
  const company = companyAt(first, 0);
  return company && company.start <= 4 && hasLegalForm(company.name) && !isLegalForm(company.name)
    ? company.name
    : null;
}
