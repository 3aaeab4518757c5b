import { Decimal } from 'decimal.js';
import type { DocumentFinding, DocumentLine, ReadContent, ReadValue } from '../documents/document-reading.ts';
import { exponentOf } from '../exponent.ts';
import type { InvoiceContent } from './e-invoice.ts';

/**
 * Where the figures of an invoice contradict one another: lines against the net amount, net and tax against the total, the tax against its
 * rate, each line against its quantity and price. What is not stated is not checked.
 * Source: EN 16931, BR-CO-10, BR-CO-13, BR-CO-15, BR-CO-17; PEPPOL-EN16931-R120 for lines.
 */
export function arithmeticFindings({ fields, lines, adjustments }: InvoiceContent): DocumentFinding[] {
  const minor = new Decimal(10).pow(-exponentOf(fields.currency?.value ?? 'EUR'));
  return [
    ...lines.flatMap((line, index) => lineFinding(line, adjustments.lines[index] ?? null, minor) ?? []),
    ...[
      sumFinding(fields),
      linesFinding(fields, lines, adjustments.document, minor),
      taxFinding(fields, lines, adjustments.document, minor),
    ].flatMap((finding) => finding ?? []),
  ];
}

type Fields = ReadContent['fields'];

const decimal = (value: ReadValue) => new Decimal(value.value);

function finding(text: string, at: ReadValue | null): DocumentFinding {
  return { rule: 'document.arithmetic', text, place: at?.place ?? null };
}

function sumFinding({ net, tax, total }: Fields): DocumentFinding | null {
  if (!net || !tax || !total || decimal(net).plus(decimal(tax)).eq(decimal(total))) return null;
  return finding(
    `The net amount ${net.value} and the tax ${tax.value} make ${decimal(net).plus(decimal(tax)).toFixed()}, and the total says ${total.value}.`,
    total,
  );
}

/** Prices may hold the tax: then the lines make the total. */
function linesFinding(
  { net, total }: Fields,
  lines: readonly DocumentLine[],
  adjustment: string | null,
  minor: Decimal,
): DocumentFinding | null {
  const amounts = lines.map(({ amount }) => amount);
  const stated = net ?? total;
  if (!stated || amounts.length === 0 || adjustment === null || amounts.includes(null)) return null;
  const sum = amounts.reduce(
    (all, amount) => all.plus(decimal(amount as ReadValue)),
    new Decimal(adjustment),
  );
  // Each line may have been rounded.
  const near = minor.times(amounts.length).div(2);
  const fits = [net, total].some((one) => one && sum.minus(decimal(one)).abs().lte(near));
  return fits
    ? null
    : finding(`The lines make ${sum.toFixed()}, and the document says ${stated.value}.`, stated);
}

/** With one rate on all lines the tax is the net amount times the rate, rounded once or on each line. */
function taxFinding(
  { net, tax, total }: Fields,
  lines: readonly DocumentLine[],
  adjustment: string | null,
  minor: Decimal,
): DocumentFinding | null {
  const rates = new Set(lines.map(({ taxRate }) => taxRate?.value ?? null));
  const [rate] = rates;
  const base =
    net ?? (total && tax ? { ...total, value: decimal(total).minus(decimal(tax)).toFixed() } : null);
  if (!tax || !base || rates.size !== 1 || rate === null || rate === undefined) return null;
  // A charge may have another rate.
  if (adjustment === null || Number(adjustment) !== 0) return null;
  const due = decimal(base).times(rate).div(100);
  if (
    due
      .minus(decimal(tax))
      .abs()
      .lte(minor.times(Math.max(1, lines.length / 2)))
  )
    return null;
  return finding(
    `${rate} % of ${base.value} are ${due.toDecimalPlaces(minor.decimalPlaces()).toFixed()}, and the tax says ${tax.value}.`,
    tax,
  );
}

function lineFinding(
  { quantity, unitPrice, amount, taxRate }: DocumentLine,
  adjustment: string | null,
  minor: Decimal,
): DocumentFinding | null {
  if (!quantity || !unitPrice || !amount || adjustment === null) return null;
  const due = decimal(quantity).times(decimal(unitPrice)).plus(adjustment);
  // The amounts of some invoices hold the tax, and the prices do not.
  const withTax = due.times(new Decimal(taxRate?.value ?? 0).div(100).plus(1));
  if ([due, withTax].some((one) => one.minus(decimal(amount)).abs().lte(minor))) return null;
  return finding(
    `${quantity.value} × ${unitPrice.value} are ${due.toDecimalPlaces(6).toFixed()}, and the line says ${amount.value}.`,
    amount,
  );
}
