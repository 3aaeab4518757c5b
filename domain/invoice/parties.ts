import type { ReadValue } from '../documents/document-reading.ts';
import { companyAt, isLegalForm } from '../reading/company.ts';
import { hasLegalForm } from '../reading/customer.ts';
import { foldWord } from '../reading/plain.ts';
import { type SpotReader, statedValues, surest } from './candidates.ts';
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
  const labelled = (label: 'customer' | 'seller') =>
    oneName(surest(statedValues(cells, label, nameAt, source)));
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
  const said = text.slice(start, start + LONGEST_NAME);
  const company = companyAt(said, 0);
  const name =
    company && hasLegalForm(company.name) ? said.slice(0, company.end) : (said.split(APART)[0] ?? '');
  const value = name.trim().replace(/(?<![,;])[,;]+$/, '');
  // A number, a date or an address of mail is no name.
  if (!/\p{L}{2}/u.test(value) || /@|^\d{2,}|^www\.|:$/iu.test(value)) return null;
  return { value, start, end: start + name.length, sure: 0.98 };
};

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
