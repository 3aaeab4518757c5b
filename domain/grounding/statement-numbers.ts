import { Decimal } from 'decimal.js';
import { isCurrency } from '../iso-4217.ts';
import { lookupTable } from '../lookup-table.ts';
import type { Statement } from './statements.ts';
import { unitPattern, unitsOf } from './units.ts';

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const SCALES = lookupTable<number>({
  hundred: 2,
  k: 3,
  thousand: 3,
  m: 6,
  mn: 6,
  million: 6,
  bn: 9,
  billion: 9,
});
const FIXED = lookupTable<string>({
  half: '0.5',
  twice: '2',
  double: '2',
  doubled: '2',
  triple: '3',
  tripled: '3',
  dozen: '12',
});

const CURRENCY = '(?:US\\$|[$€£¥]|\\b[A-Z]{3}(?![A-Za-z]))';
const DIGITS = "\\d{1,3}(?:[ ,.']\\d{3})+(?:[.,]\\d+)?(?!\\d)|\\d+(?:[.,]\\d+)?";
const SPELLED = `(?:${TENS.join('|')})(?:[ -](?:${ONES.slice(1, 10).join('|')}))?|${[...ONES].reverse().join('|')}`;

/** No text that is bound to evidence states more; what follows is supported by nothing. */
const MOST_CLAIMS = 20_000;

/**
 * Numbers with their units, in digits or English words. A currency stands before or after, a scale word multiplies, the first
 * number of a range takes the unit of the second. @param units further unit words of the evidence.
 */
export function numberClaims(text: string, units: ReadonlySet<string>): Statement[] {
  const claims: Statement[] = [];
  for (const match of text.matchAll(numberPattern(units))) {
    if (claims.length === MOST_CLAIMS) break;
    const [whole, before, sign, digits, spelled, fixed, ordinal, scaleWord, after] = match;
    const lead = isUnit(before, units) ? before : undefined;
    const trail = isUnit(after, units) ? after : undefined;
    const span = whole.slice(
      lead ? 0 : (before?.length ?? 0),
      trail ? undefined : -(after?.length ?? 0) || undefined,
    );
    const shown = lead ?? trail ?? '';
    const minus = sign === '-' && !/[\w\]]/.test(text[match.index - 1] ?? '') ? '-' : '';
    const power = scaleWord ? (SCALES[scaleWord.toLowerCase()] as number) : 0;
    const values = digits ? readDigits(digits) : [word((spelled ?? fixed ?? '').toLowerCase())];
    const place = ordinal !== undefined || ORDINALS.includes((fixed ?? '').toLowerCase());
    const readings = values.flatMap((value) =>
      place
        ? [`ordinal:${value}`]
        : unitsOf(shown).map((each) => `number:${minus}${canonical(value, power)}:${each}`),
    );
    const index = match.index + whole.indexOf(span.trim(), lead ? 0 : (before?.length ?? 0));
    claims.push({ kind: 'number', span: trimmed(span), index, readings });
  }
  return ranges(text, claims);
}

const PATTERNS = new WeakMap<ReadonlySet<string>, RegExp>();

/** Kept for each set of units: a sentence of many clauses asks for it in each. */
function numberPattern(units: ReadonlySet<string>): RegExp {
  const known = PATTERNS.get(units);
  if (known) return known;
  const unit = `[ -]?(${unitPattern(units)}|${CURRENCY})`;
  const scale = '(?:[ -]?(hundred|thousand|million|billion|mn|bn|k|m)(?![\\w]))?';
  const pattern = new RegExp(
    `(${CURRENCY})? ?(?<![\\w.,]|\\d['])(?:([+-])?(${DIGITS})|(${SPELLED})(?!\\w)|(${Object.keys(FIXED).join('|')}|${ORDINALS.join('|')})(?!\\w))(?:(st|nd|rd|th)\\b)?${scale}(?:${unit})?`,
    'gi',
  );
  PATTERNS.set(units, pattern);
  return pattern;
}

/** Three letters are a currency only in capitals: "3 top deals" are no Tongan money. */
function isUnit(written: string | undefined, units: ReadonlySet<string>): boolean {
  if (!written) return false;
  if (!/^[A-Z]{3}$/i.test(written)) return true;
  return (
    isCurrency(written) ||
    units.has(written.toLowerCase()) ||
    unitsOf(written.toLowerCase())[0] !== written.toLowerCase()
  );
}

/** `10–12 days`: the 10 are days too. */
function ranges(text: string, claims: Statement[]): Statement[] {
  return claims.map((claim, at) => {
    const next = claims[at + 1];
    if (!next || !claim.readings.every((reading) => reading.endsWith(':'))) return claim;
    const between = text.slice(claim.index + claim.span.length, next.index);
    if (!/^ ?(?:-|–|—|to|and|or) ?$/.test(between)) return claim;
    const unit = next.readings[0]?.split(':')[2] ?? '';
    return { ...claim, readings: claim.readings.map((reading) => reading + unit) };
  });
}

/** Without the blanks and dashes around it; one that stands before a digit is a sign. */
function trimmed(span: string): string {
  let end = span.length;
  while (end > 0 && ' -'.includes(span[end - 1] as string)) end -= 1;
  return span
    .slice(0, end)
    .replace(/^[ -]+(?=\D)/, '')
    .trim();
}

/** 1,200.50 and 1.200,50 are the same; 1.200 is 1200 or 1.2. */
function readDigits(digits: string): string[] {
  const separators = digits.match(/[ ,.']/g) ?? [];
  const last = separators.at(-1);
  if (last === undefined) return [digits];
  const at = digits.lastIndexOf(last);
  const joined = digits.replace(/[ ,.']/g, '');
  const decimal = `${digits.slice(0, at).replace(/[ ,.']/g, '')}.${digits.slice(at + 1)}`;
  const grouped = digits.length - at - 1 === 3;
  if (separators.length > 1)
    return new Set(separators).size > 1 && (last === '.' || last === ',') ? [decimal] : [joined];
  if (last === ' ' || last === "'") return [joined];
  return grouped ? [joined, decimal] : [decimal];
}

function word(text: string): string {
  const one = ONES.indexOf(text);
  if (one >= 0) return String(one);
  if (FIXED[text]) return FIXED[text];
  const place = ORDINALS.indexOf(text);
  if (place >= 0) return String(place + 1);
  const [ten, unit] = text.split(/[ -]/);
  return String((TENS.indexOf(ten as string) + 2) * 10 + (unit ? ONES.indexOf(unit) : 0));
}

function canonical(value: string, power: number): string {
  return new Decimal(value).times(new Decimal(10).pow(power)).toFixed();
}
