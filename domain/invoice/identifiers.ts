import type { DocumentFinding, ReadValue } from '../documents/document-reading.ts';
import { type SpotReader, statedValues, surest } from './candidates.ts';
import { ibanIn, isVatId, vatIdIn } from './check-digits.ts';
import type { LabelledCell } from './labelled-cells.ts';
import { onlyAccount, onlyValue } from './only-value.ts';
import { type Source, valueAt } from './read-spot.ts';
import type { Row } from './rows.ts';

/** An identifier whose check digits are right needs no label. */
const BY_CHECK_DIGITS = 0.93;
/** A text with more of them is no invoice. */
const MOST = 40;

const vatIdAt: SpotReader = (text) => {
  const found = vatIdIn(text);
  return found && { ...found, sure: 1 };
};

/** The VAT id of the seller: by its label, else the only valid one that is not called the customer's. */
export function sellerVatId(
  rows: readonly Row[],
  cells: readonly LabelledCell[],
  source: Source,
  findings: DocumentFinding[],
): ReadValue | null {
  const customers = new Set(
    statedValues(cells, 'customerVatId', vatIdAt, source).map(({ value }) => value.value),
  );
  const labelled = surest(statedValues(cells, 'sellerVatId', vatIdAt, source)).filter(
    ({ value }) => !customers.has(value),
  );
  if (labelled.length > 0) return onlyValue('sellerVatId', labelled, findings);
  const others = everywhere(rows, source, (text) => {
    const found = vatIdIn(text);
    return found && isVatId(found.value) === true ? found : null;
  }).filter(({ value }) => !customers.has(value));
  const values = new Set(others.map(({ value }) => value));
  return values.size === 1 ? (others[0] ?? null) : null;
}

/** The account that the invoice asks to be paid to. */
export function ibanOf(rows: readonly Row[], source: Source): ReadValue | null {
  return onlyAccount(everywhere(rows, source, ibanIn));
}

function everywhere(
  rows: readonly Row[],
  source: Source,
  read: (text: string) => { value: string; start: number; end: number } | null,
): ReadValue[] {
  const found: ReadValue[] = [];
  for (const { cells } of rows)
    for (const cell of cells) {
      const one = found.length < MOST ? read(cell.text) : null;
      if (one) found.push(valueAt({ cell }, { ...one, confidence: BY_CHECK_DIGITS }, source));
    }
  return found;
}
