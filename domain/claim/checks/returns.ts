import { documentName, type Returned, returnedLines } from '../document-proof.ts';
import { placeText } from '../place-text.ts';
import { codeOf, sameNumber } from '../same-text.ts';
import type { ClaimedLine } from '../stated-claim.ts';
import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import type { ClaimAlone } from './facts-of-claim.ts';
import { invoiceKeys } from './invoice-number.ts';

/**
 * What the documents show to have come back from the customer: a line with a quantity or an amount below zero speaks against the claimed lines
 * that it may belong to. A person says what is left of them.
 */
export function returnFindings(evidence: ClaimAlone): ClaimFinding[] {
  const { invoiceNumber } = evidence.stated;
  const lines = evidence.stated.lines.map((line) => ({
    ...line,
    invoiceNumber: line.invoiceNumber ?? invoiceNumber,
  }));
  const byCode = Map.groupBy(lines, ({ sku }) => codeOf(sku));
  const others = invoicesOfSales(evidence);
  return returnedLines(evidence).flatMap((back) => {
    const ofProduct = back.codes.flatMap((code) => byCode.get(code) ?? []);
    return mayBeOf(back, ofProduct, others).map(({ line }) => findingOf(back, line));
  });
}

/**
 * The claimed lines that a return may belong to: those of the invoice that it names. Where it has a number of its own, as a credit note has, those
 * with its quantity or amount, and if there are none all lines of its product.
 */
function mayBeOf(
  { invoice, quantity, amount }: Returned,
  lines: readonly ClaimedLine[],
  others: ReadonlySet<string>,
): readonly ClaimedLine[] {
  const named = lines.filter(
    (line) =>
      line.invoiceNumber !== null && invoiceKeys(line.invoiceNumber).some((key) => invoice.includes(key)),
  );
  if (named.length > 0) return named;
  // It came back from another sale of the same file.
  if (lines.every((line) => line.invoiceNumber !== null) && invoice.some((key) => others.has(key))) return [];
  const same = lines.filter(
    (line) =>
      (quantity !== null && sameNumber(line.quantity, quantity)) ||
      (amount !== null && line.amount !== null && sameNumber(line.amount.amount, amount)),
  );
  return same.length > 0 ? same : lines;
}

/** The invoices of everything that the documents show as sold. */
function invoicesOfSales({ readings }: ClaimAlone): Set<string> {
  const numbers = readings.flatMap(({ lines }) =>
    lines.flatMap(({ amount, invoiceNumber }) =>
      amount?.value.startsWith('-') || invoiceNumber === null ? [] : invoiceKeys(invoiceNumber.value),
    ),
  );
  return new Set(numbers);
}

function findingOf({ document, place, quantity, amount }: Returned, line: string): ClaimFinding {
  const what = quantity === null ? `an amount of ${amount}` : `${quantity} of this product`;
  const text = `A document shows that ${what} came back from the customer (${placeText(place)})`;
  const remedy = 'A claim for what the customer has kept';
  return claimFinding('returned', text, documentName(document), { line, remedy });
}
