import type { DocumentFinding, ReadValue } from '../documents/document-reading.ts';
import { isCurrency } from '../iso-4217.ts';
import { type SpotReader, statedValues } from './candidates.ts';
import { amountValue, sumOf } from './decimal-value.ts';
import type { InvoiceLabel } from './invoice-labels.ts';
import type { LabelledCell } from './labelled-cells.ts';
import { contradiction, onlyValue } from './only-value.ts';
import { amountOf, amountsIn, type PrintedFormat } from './printed-amounts.ts';
import { type Source, valueAt } from './read-spot.ts';
import type { Row } from './rows.ts';

type Totals = Record<'net' | 'tax' | 'total', ReadValue | null>;
type Fitting = Record<'net' | 'tax' | 'total', ReadValue>;

/** More values under one label are a table. */
const MOST = 12;
const MOST_CELLS = 60;
/** What the arithmetic confirms is at least this sure. */
const CONFIRMED = 0.98;
/** Less sure is what stands where a person may see another. */
const DOUBTED = 0.8;

/**
 * Net amount, tax and total of an invoice. Whether a `Total` or a `Subtotal` holds the tax is settled by the arithmetic alone. Where two
 * values stand under labels that say the same outright and differ, or the arithmetic leaves two, the field is null and a finding says so.
 */
export function totalsOf(
  rows: readonly Row[],
  cells: readonly LabelledCell[],
  format: PrintedFormat,
  source: Source,
  findings: DocumentFinding[],
): Totals {
  const whole = cells.filter((cell) => isWholeLabel(cell) && !headsColumn(cell, format));
  const all = (label: InvoiceLabel) =>
    statedValues(whole, label, amountAt(format), source, label === 'net' ? 'first' : 'last');
  const stated = (label: InvoiceLabel) => distinct(all(label), ({ value }) => value.value);
  const [nets, totals] = [stated('net'), stated('total')];
  const outright = {
    net: onlyValue('net', strongOf(nets), findings),
    total: onlyValue('total', strongOf(totals), findings),
  };
  const plain = stated('amount').map(({ value }) => value);
  const due = stated('due').map(({ value }) => value);
  const subtotals = nets.filter(({ strong }) => !strong).map(({ value }) => value);
  const taxes = stated('tax').map(({ value }) => value);
  const pool = {
    net: strongOf(nets).length > 0 ? [outright.net] : [...subtotals, ...plain],
    tax: [...withSum(taxes, format.currency), ...sumOfAlike(all('tax'), taxes.length, format.currency)],
    total: strongOf(totals).length > 0 ? [outright.total] : [...plain, ...due],
  };
  const labelled = fittingOf(pool.net, pool.tax, pool.total);
  const fitting = labelled.length > 0 ? labelled : fittingRows(rows, pool.total, format, source);
  if (fitting.length > 0) {
    const of = (field: keyof Fitting) =>
      onlyValue(
        field,
        fitting.map((one) => one[field]),
        findings,
      );
    const read = { net: of('net'), tax: of('tax'), total: of('total') };
    const known = [...fitting.flatMap((one) => [one.net, one.tax, one.total]), ...due, ...subtotals];
    const other = plain.find(({ value }) => !known.some((one) => one.value === value));
    if (other) findings.push(contradiction('total', other));
    return read;
  }
  const total =
    strongOf(totals).length > 0
      ? outright.total
      : onlyValue('total', plain.length > 0 ? plain : due, findings);
  return {
    // A subtotal that does not fit may hold the tax.
    net: outright.net,
    tax: taxes.length === 1 ? (taxes[0] ?? null) : null,
    total,
  };
}

/** Over several amounts it heads a column, as of taxes by rate. */
function headsColumn({ spots }: LabelledCell, format: PrintedFormat): boolean {
  const below = spots.filter(({ where }) => where !== 'beside');
  return below.filter(({ cell }) => amountsIn(cell.text, format).length > 0).length > 1;
}

/** `Gesamtbetrag der Abschläge` is no `Gesamtbetrag`: what stands between a label and its figure says nothing more. */
function isWholeLabel({ label, spots }: LabelledCell): boolean {
  const own = spots[0]?.cell === label.cell ? spots[0].end : label.cell.text.length;
  const [between = ''] = label.cell.text.slice(label.end, own).split(/[:：\d]/, 1);
  const words = between.replace(/[([（][^)\]）]{0,60}[)\]）]?/g, ' ').match(/\p{L}+/gu) ?? [];
  return words.every((word) => isCurrency(word.toUpperCase()) || SAYS_NOTHING.has(word.toLowerCase()));
}

const SAYS_NOTHING = new Set(
  'incl inkl in of on von sur de do da del à at auf zum euro euros rs btw vat mwst ust'.split(' '),
);

function strongOf(stated: readonly { value: ReadValue; strong: boolean }[]): ReadValue[] {
  return stated.filter(({ strong }) => strong).map(({ value }) => value);
}

function distinct<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.toReversed().map((one) => [key(one), one])).values()].reverse().slice(0, MOST);
}

/** What parts a label from the amount behind it: `Total - 110.00` is not below zero, and `Total -110.00` is. */
const DASH = /^ {1,2}- /;

/** The amount behind a label: of several the last one. */
function amountAt(format: PrintedFormat): SpotReader {
  return (said) => {
    const text = said.replace(DASH, (dash) => ' '.repeat(dash.length));
    const one = amountsIn(text, format).at(-1);
    const value = one ? amountOf(one, format) : null;
    return one && value !== null ? { value, start: one.start, end: one.end, sure: 1 } : null;
  };
}

/** Rows that end in a net amount, its tax and the total: one of those that are stated, or the sum of the other rows. */
function fittingRows(
  rows: readonly Row[],
  totals: readonly (ReadValue | null)[],
  format: PrintedFormat,
  source: Source,
): Fitting[] {
  const wanted = new Set(totals.map((total) => total?.value));
  const all = rows.flatMap(({ cells }) => {
    const amounts = cells.slice(0, MOST_CELLS).flatMap((cell) =>
      amountsIn(cell.text, format).flatMap((one) => {
        const value = amountOf(one, format);
        return value === null ? [] : [{ cell, value, start: one.start, end: one.end, confidence: CONFIRMED }];
      }),
    );
    const [net, tax, total] = amounts.slice(-3);
    const fits =
      net && tax && total && Number(tax.value) !== 0
        ? sumOf([net.value, tax.value], [total.value]) === '0'
        : false;
    return fits && net && tax && total
      ? [
          {
            net: valueAt(net, net, source),
            tax: valueAt(tax, tax, source),
            total: valueAt(total, total, source),
          },
        ]
      : [];
  });
  if (totals.length > 0) return all.filter(({ total }) => wanted.has(total.value));
  const others = (one: Fitting) => all.filter((other) => other !== one).map(({ total }) => total.value);
  return all.length === 1
    ? all
    : all.slice(0, MOST).filter((one) => sumOf(others(one), [one.total.value]) === '0');
}

/** Each tax, and the sum of all, where they stand rate by rate. */
function withSum(taxes: readonly ReadValue[], currency: string | null): ReadValue[] {
  const [first] = taxes;
  const sum = taxes.length > 1 ? sumOf(taxes.map(({ value }) => value)) : null;
  const value = sum === null ? null : amountValue(sum, currency);
  return first && value !== null ? [...taxes, { ...first, value }] : [...taxes];
}

/** Taxes of two rates may be the same amount: then the sum is that of all, and not of the different ones. */
function sumOfAlike(
  all: readonly { value: ReadValue }[],
  different: number,
  currency: string | null,
): ReadValue[] {
  const values = all.slice(0, MOST).map(({ value }) => value);
  return values.length > different ? withSum(values, currency).slice(values.length) : [];
}

/** Every way in which net amount and tax make the total. */
function fittingOf(
  nets: readonly (ReadValue | null)[],
  taxes: readonly ReadValue[],
  totals: readonly (ReadValue | null)[],
): Fitting[] {
  return nets.flatMap((net) =>
    taxes.flatMap((tax) =>
      totals.flatMap((total) =>
        net && total && Number(total.value) !== 0 && sumOf([net.value, tax.value], [total.value]) === '0'
          ? [{ net: sure(net), tax: sure(tax), total: sure(total) }]
          : [],
      ),
    ),
  );
}

function sure(value: ReadValue): ReadValue {
  // What was unsure for what it stands on stays so: three misread figures may fit too.
  return value.how === 'ocr' || value.confidence < DOUBTED
    ? value
    : { ...value, confidence: Math.max(value.confidence, CONFIRMED) };
}
