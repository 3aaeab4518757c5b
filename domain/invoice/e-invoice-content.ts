import {
  type DocumentFinding,
  type DocumentLine,
  NO_LINE,
  type ReadContent,
  type ReadValue,
} from '../documents/document-reading.ts';
import { isCurrency } from '../iso-4217.ts';
import { isoDay } from '../reading/day.ts';
import { amountValue, decimalValue, quotient, sumOf } from './decimal-value.ts';
import type { Syntax } from './e-invoice-syntax.ts';
import { onlyAccount, onlyValue } from './only-value.ts';
import { elementsAt, type XmlElement } from './xml-element.ts';

/** What lies between the lines of an invoice and its net amount, and within each line; null: not known, and nothing is added up. */
export interface Adjustments {
  document: string | null;
  lines: (string | null)[];
}

/** Everything that an electronic invoice says; null where what lies under its root is none. */
export function contentAt(
  root: XmlElement,
  syntax: Syntax,
): (Omit<ReadContent, 'kind'> & { typeCode: string | null; adjustments: Adjustments }) | null {
  const findings: DocumentFinding[] = [];
  const one = (name: keyof ReadContent['fields'], found: readonly XmlElement[], read: Reader) =>
    onlyValue(
      name,
      found.flatMap((element) => readElement(element, read) ?? []),
      findings,
    );
  const at = (name: keyof Syntax['fields']) => firstFound(root, syntax.fields[name]);
  const currency = one('currency', at('currency'), (text) => (isCurrency(text) ? text : null));
  const code = currency?.value ?? null;
  const amount = (name: 'net' | 'tax' | 'total') =>
    one(name, ofCurrency(at(name), code), (text) => amountValue(text, code));
  const fields = {
    invoiceNumber: one('invoiceNumber', at('invoiceNumber'), textValue),
    invoicedOn: one('invoicedOn', at('invoicedOn'), dayValue),
    deliveredOn: one('deliveredOn', at('deliveredOn'), dayValue),
    customer: one('customer', at('customer'), textValue),
    seller: one('seller', at('seller'), textValue),
    sellerVatId: one('sellerVatId', syntax.vatIds(root), compactValue),
    iban: onlyAccount(at('iban').flatMap((element) => readElement(element, compactValue) ?? [])),
    currency,
    net: amount('net'),
    tax: amount('tax'),
    total: amount('total'),
  };
  if (fields.invoiceNumber === null && fields.total === null) return null;
  const lines = elementsAt(root, syntax.lines);
  return {
    typeCode: elementsAt(root, syntax.typeCode)[0]?.text.trim() ?? null,
    fields,
    lines: lines.map((line) => lineAt(line, syntax, code)),
    findings,
    adjustments: {
      document: adjustmentOf(elementsAt(root, syntax.charges), elementsAt(root, syntax.allowances)),
      lines: lines.map((line) => lineAdjustment(line, syntax)),
    },
  };
}

type Reader = (text: string) => string | null;

function readElement(element: XmlElement, read: Reader): ReadValue | null {
  const text = element.text.trim();
  const value = text === '' ? null : read(text);
  return value === null ? null : { value, text, confidence: 1, how: 'xml', place: { path: element.path } };
}

const textValue: Reader = (text) => text.replace(/\s+/g, ' ');
const compactValue: Reader = (text) => text.replace(/\s+/g, '').toUpperCase();

/** `20180305` (format 102 of UNTDID 2379) or `2018-03-05`, with or without a zone. */
const dayValue: Reader = (text) => {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?:Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  return year === undefined ? null : isoDay(Number(year), Number(month), Number(day));
};

function firstFound(from: XmlElement, ways: readonly string[]): XmlElement[] {
  for (const way of ways) {
    const found = elementsAt(from, way).filter(({ text }) => text.trim() !== '');
    if (found.length > 0) return found;
  }
  return [];
}

/** Taxes are also stated in the currency of the books. */
function ofCurrency(found: readonly XmlElement[], code: string | null): readonly XmlElement[] {
  const own = found.filter(({ attributes }) => attributes.currencyID === code);
  return own.length > 0 ? own : found;
}

function lineAt(line: XmlElement, syntax: Syntax, currency: string | null): DocumentLine {
  const at = (name: keyof Syntax['line'], read: Reader) => {
    const [found] = firstFound(line, syntax.line[name]);
    return found ? readElement(found, read) : null;
  };
  const priceFor = decimalValue(elementsAt(line, syntax.priceFor)[0]?.text ?? '1') ?? '1';
  return {
    ...NO_LINE,
    sku: at('sku', textValue),
    description: at('description', textValue),
    quantity: at('quantity', decimalValue),
    unitPrice: at('unitPrice', (text) => amountValue(quotient(text, priceFor) ?? '', currency)),
    amount: at('amount', (text) => amountValue(text, currency)),
    taxRate: at('taxRate', decimalValue),
  };
}

function lineAdjustment(line: XmlElement, { lineAdjustment: way }: Syntax): string | null {
  const each = elementsAt(line, way.each);
  const isCharge = (one: XmlElement) => elementsAt(one, way.isCharge)[0]?.text.trim() === 'true';
  const amounts = (wanted: boolean) =>
    each.filter((one) => isCharge(one) === wanted).flatMap((one) => elementsAt(one, way.amount));
  return adjustmentOf(amounts(true), amounts(false));
}

function adjustmentOf(charges: readonly XmlElement[], allowances: readonly XmlElement[]): string | null {
  return sumOf(
    charges.map(({ text }) => text),
    allowances.map(({ text }) => text),
  );
}
