import type { Fault } from '../../../contracts/problem.ts';
import { type LabelledField, labelledField } from '../../../domain/claim/field-labels.ts';
import { numberReadings, onlyReading } from '../../../domain/reading/number-format.ts';
import { plainText } from '../../../domain/reading/plain.ts';
import { statedDay } from '../../../domain/reading/stated-date.ts';
import { zonedLines } from '../../../domain/reading/zones.ts';
import { ambiguousDay, fileNames, type RawClaim, rawValue } from './raw-claim.ts';

const LONGEST_LABEL = 60;
const LONGEST_VALUE = 1_000;
/** `4 x ANL-PRO, 9,600.00 EUR` */
const ITEM =
  /^[\s*•-]*(\d{1,9})\s?(?:[x×*]|pcs\.?|units?|st(?:ü|ue)ck|stk\.?|unités?|unidades?|uds?\.?|個)\s+([\p{L}\p{N}][\p{L}\p{N}._/-]{0,99})(?:\s{0,3}[\s,;:–-]\s{0,3}(\S.{0,60}))?$/iu;

const OF_LINE: ReadonlySet<LabelledField> = new Set(['line', 'sku', 'quantity', 'amount']);

/**
 * The claim that a text states: `Label: value` in each line, in the partners' languages, and `4 x SKU, amount` for a line of the sale.
 * Quoted lines and signatures state nothing.
 * @returns null where it states none
 */
export function claimOfWords(text: string, subject: string | null): RawClaim | null {
  const raw: RawClaim = { fields: {}, files: null, faults: [] };
  const lines: Record<string, unknown>[] = [];
  for (const { text: line, zone } of zonedLines(plainText(text), subject)) {
    if (zone !== 'body' && zone !== 'forwarded') continue;
    const [, quantity, sku, amount] = ITEM.exec(line.trim()) ?? [];
    if (quantity !== undefined && sku !== undefined)
      lines.push({ quantity, sku, ...(amount !== undefined && { amount: amount.trim() }) });
    else {
      const { label, value } = labelled(line);
      const field = labelledField(label);
      if (field !== null && value !== '') state(raw, lines, field, value);
    }
  }
  if (lines.length > 0) raw.fields.lines = lines.map((line) => ({ sku: '', quantity: '', ...line }));
  return Object.keys(raw.fields).length === 0 ? null : raw;
}

/** `Program: growth-regions-bonus`; both are empty where a line is none of that kind. */
function labelled(line: string): { label: string; value: string } {
  const at = line.search(/[:：=]/u);
  const label = line
    .slice(0, Math.max(0, at))
    .replace(/^[\s>*•-]+/u, '')
    .trim();
  const value = line.slice(at + 1).trim();
  const isOne = label.length <= LONGEST_LABEL && value.length <= LONGEST_VALUE;
  return isOne ? { label, value } : { label: '', value: '' };
}

/** Takes one value: the first of a claim's own, of a line the next one where it names a product. */
function state(raw: RawClaim, lines: Record<string, unknown>[], field: LabelledField, value: string): void {
  const { fields } = raw;
  if (field === 'documents') raw.files = [...(raw.files ?? []), ...fileNames(value)];
  else if (field === 'sku') lines.push({ sku: value });
  else if (OF_LINE.has(field)) {
    const line = lines.at(-1) ?? {};
    if (lines.length === 0) lines.push(line);
    line[field] ??= field === 'quantity' ? quantityOf(value, raw) : value;
  } else {
    const said = field === 'sold_on' ? dayOf(value, raw) : rawValue(field, value);
    const line = lines.at(-1);
    if (fields[field] === undefined) fields[field] = said;
    else if (fields[field] !== said && line && (field === 'sold_on' || field === 'invoice_number'))
      line[field] = said;
  }
}

/** `4 pcs.` without its unit. */
function quantityOf(value: string, { faults }: RawClaim): string {
  const words = value.split(/\s+/u);
  const isUnit = words.length > 1 && /^\p{L}{1,10}\.?$/u.test(words.at(-1) ?? '');
  const written = words.slice(0, isUnit ? -1 : undefined).join(' ');
  const readings = numberReadings(written);
  if (onlyReading(readings) === null && readings['.'] !== null) faults.push(AMBIGUOUS_QUANTITY);
  return onlyReading(readings) ?? written;
}

const AMBIGUOUS_QUANTITY: Fault = {
  code: 'amount_ambiguous',
  title: 'The quantity can be read as two numbers.',
  field: 'quantity',
  fix: 'Write it in digits alone, such as 1200.',
};

function dayOf(value: string, { faults }: RawClaim): string {
  const day = statedDay(value, null);
  if (day && 'either' in day) faults.push(ambiguousDay('sold_on'));
  return day && 'day' in day ? day.day : value;
}
