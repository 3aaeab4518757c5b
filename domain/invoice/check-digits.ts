import { countrySpecs, isValidIBAN } from 'ibantools';
import { euVat, stdnum } from 'stdnum';
import type { DocumentFinding, ReadContent } from '../documents/document-reading.ts';
import { lookupTable } from '../lookup-table.ts';

/** Where an identifier stands in a text. */
interface Identifier {
  /** In capitals, without blanks and marks. */
  value: string;
  start: number;
  end: number;
}

/** Letters and digits with single blanks and marks between them, at the beginning of what is behind a label. */
const IDENTIFIER =
  /(?<![\p{L}\d])(?:[A-Z]{1,4}[ .-]?)?\d?[A-Z]?\d[A-Z\d]{0,15}(?:[ ./-][A-Z\d]{1,12}){0,5}(?![\p{L}\d])/gu;
const LEAST_DIGITS = 7;
const MOST_LENGTH = 16;
/** Countries whose ids begin with their letters; `EL` is Greece. */
const WITH_PREFIX = lookupTable<string>(
  Object.fromEntries([
    ...Object.keys(euVat).map((code) => [code, code]),
    ['EL', 'GR'],
    ['GB', 'GB'],
    ['XI', 'GB'],
  ]),
);

/** The first tax id of a text: as long as one, with the digits of one. Its check digits may be wrong. */
export function vatIdIn(text: string): Identifier | null {
  for (const match of text.slice(0, 400).matchAll(IDENTIFIER)) {
    const value = match[0].replace(/[^A-Z\d]/g, '');
    const digits = value.replace(/\D/g, '').length;
    if (digits < LEAST_DIGITS) continue;
    const exact = withinLength(match[0], value);
    if (exact) return { value: exact.value, start: match.index, end: match.index + exact.length };
  }
  return null;
}

/** What follows an id on its line is not of it: it ends where one is valid, else where the line does. */
function withinLength(written: string, value: string): { value: string; length: number } | null {
  const parts = written.split(/(?=[ ./-])/);
  for (let count = parts.length; count > 0; count -= 1) {
    const part = parts.slice(0, count).join('');
    const compact = part.replace(/[^A-Z\d]/g, '');
    if (isVatId(compact) === true) return { value: compact, length: part.length };
  }
  return value.length <= MOST_LENGTH ? { value, length: written.length } : null;
}

/**
 * Whether the check digits of a tax id are right: VAT ids of Europe, the registration numbers of Japan, Brazil and India.
 * @param id in capitals, without blanks and marks
 * @returns null where the country is not known, or its ids have no check digits
 */
export function isVatId(id: string): boolean | null {
  const country = WITH_PREFIX[id.slice(0, 2)];
  if (country !== undefined) {
    const validators = country === 'GB' ? [stdnum.GB?.vat] : euVat[country];
    return (validators ?? []).some(
      (one) => one?.validate(id.replace(/^EL/, 'GR').replace(/^XI/, 'GB')).isValid === true,
    );
  }
  if (/^T\d{13}$/.test(id)) return stdnum.JP?.cn?.validate(id.slice(1)).isValid ?? null;
  if (/^\d{14}$/.test(id)) return stdnum.BR?.cnpj?.validate(id).isValid ?? null;
  if (/^\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d]$/.test(id))
    return stdnum.IN?.gstin?.validate(id).isValid ?? null;
  return null;
}

const IBAN = /(?<![\p{L}\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]){10,30}/gu;

/** The first IBAN of a text, cut to the length that its country gives it. Its check digits may be wrong. Source: ISO 13616. */
export function ibanIn(text: string): Identifier | null {
  for (const match of text.slice(0, 2_000).matchAll(IBAN)) {
    const length = countrySpecs[match[0].slice(0, 2)]?.chars ?? 0;
    const compact = match[0].replace(/ /g, '');
    if (length === 0 || compact.length < length) continue;
    let end = 0;
    for (let letters = 0; letters < length; end += 1) if (match[0][end] !== ' ') letters += 1;
    return { value: compact.slice(0, length), start: match.index, end: match.index + end };
  }
  return null;
}

/** Identifiers of the document whose check digits are wrong. */
export function checkDigitFindings({ sellerVatId, iban }: ReadContent['fields']): DocumentFinding[] {
  const wrong: DocumentFinding[] = [];
  if (sellerVatId && isVatId(sellerVatId.value) === false)
    wrong.push({
      rule: 'document.vat_id',
      text: "The check digits of the seller's VAT id are wrong: no authority has issued it.",
      place: sellerVatId.place,
    });
  if (iban && !isValidIBAN(iban.value))
    wrong.push({
      rule: 'document.iban',
      text: 'The check digits of the IBAN are wrong: no bank has such an account.',
      place: iban.place,
    });
  return wrong;
}
