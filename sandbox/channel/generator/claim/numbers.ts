import type { Partner } from '../records.ts';

/** How partners number their invoices; each keeps to one way. */
const STYLES: readonly ((count: number) => string)[] = [
  (count) => `RE-2026-${String(count).padStart(5, '0')}`,
  (count) => `INV${String(count).padStart(6, '0')}`,
  (count) => `2026/${count}`,
  (count) => `F-${count}`,
  (count) => `SI ${String(count).padStart(6, '0')}`,
  (count) => String(100_000 + count),
];

export function numberOf({ id }: Pick<Partner, 'id'>, count: number): string {
  return (STYLES[Number(id) % STYLES.length] as (count: number) => string)(count);
}

/**
 * The same number as somebody else types it: other separators, a label before it, small letters, no leading zeros. Auditors look for
 * duplicates of these forms first (The IIA, GTAG 3 and GTAG 13: duplicate payment tests on cleaned invoice numbers).
 */
export const OTHER_WAYS: readonly ((number: string) => string | null)[] = [
  (number) => changed(number, number.replace(/[-/ ]/g, '')),
  (number) => changed(number, number.replace(/[-/]/g, ' ')),
  (number) => changed(number, number.toLowerCase()),
  (number) => `No. ${number}`,
  (number) => changed(number, number.replace(/(?<=\D|^)0+(?=\d)/g, '')),
  (number) => `#${number}`,
  (number) => changed(number, number.replace(/(?<=[A-Z])[- ]?(?=\d)/, '.')),
];

const changed = (before: string, after: string): string | null => (after === before ? null : after);
