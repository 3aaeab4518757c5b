import { isCurrency } from '../iso-4217.ts';
import { lookupTable } from '../lookup-table.ts';

const SIGNS = lookupTable<string[]>({
  $: ['USD', 'CAD', 'AUD'],
  US$: ['USD'],
  '€': ['EUR'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
});
const WORDS = lookupTable<string>({
  '%': '%',
  percent: '%',
  'per cent': '%',
  pct: '%',
  'percentage point': 'pp',
  'percentage points': 'pp',
  pp: 'pp',
  point: 'points',
  points: 'points',
  dollar: 'USD',
  dollars: 'USD',
  euro: 'EUR',
  euros: 'EUR',
  pound: 'GBP',
  pounds: 'GBP',
  yen: 'JPY',
  'business hour': 'business hours',
  'business hours': 'business hours',
  'b.h.': 'business hours',
  'business day': 'business days',
  'business days': 'business days',
  'b.d.': 'business days',
  h: 'hours',
  d: 'days',
  times: 'times',
  ...Object.fromEntries(
    ['minute', 'second', 'hour', 'day', 'week', 'month', 'quarter', 'year'].flatMap((unit) => [
      [unit, `${unit}s`],
      [`${unit}s`, `${unit}s`],
    ]),
  ),
});

/** Canonical forms of a unit as written; itself in lower case when it is none of the usual ones. */
export function unitsOf(written: string): string[] {
  const unit = written.trim();
  const word = WORDS[unit.toLowerCase().replace(/[ -]+/g, ' ')];
  if (word) return [word];
  if (SIGNS[unit]) return SIGNS[unit] as string[];
  if (isCurrency(unit)) return [unit];
  return unit === '' ? [''] : [unit.toLowerCase()];
}

/** Unit words as a regular expression, longest first. @param more further words of the evidence. */
export function unitPattern(more: ReadonlySet<string>): string {
  const words = [...Object.keys(WORDS), ...more].sort((a, b) => b.length - a.length);
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\%$]/g, '\\$&').replace(/ /g, '[ -]'));
  return escaped.map((word) => (/\w$/.test(word) ? `${word}(?!\\w)` : word)).join('|');
}
