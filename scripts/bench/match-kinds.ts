import { LEVELS } from '../../domain/match/levels.ts';
import type { FieldComparison } from '../../domain/match/model.ts';

const BY_NAME: readonly [RegExp, FieldComparison][] = [
  [/phone|\btel\b|fax/i, 'phone'],
  [/e-?mail/i, 'email'],
  [/domain|website|\burl\b|\bhost\b/i, 'domain'],
  [/date|birth|\bdob\b/i, 'date'],
  [/price|amount|revenue|year|employees/i, 'number'],
];

/**
 * How a column is compared: the kind in its heading (`phone:phone`), else what its name says if its values are of that kind,
 * else words where values have several and a short string where they have not.
 */
export function kindOf(column: string, values: readonly string[]): FieldComparison {
  const stated = column.split(':')[1];
  if (stated !== undefined) {
    if (!(stated in LEVELS))
      throw new Error(`${column}: give one of ${Object.keys(LEVELS).join(', ')} after the colon`);
    return stated as FieldComparison;
  }
  const named = BY_NAME.find(([pattern]) => pattern.test(column))?.[1];
  if (named && values.every((value) => fits(named, value))) return named;
  const words =
    values.reduce((sum, value) => sum + value.split(/\s+/).length, 0) / Math.max(1, values.length);
  return words > 1.2 ? 'name' : 'string';
}

function fits(kind: FieldComparison, value: string): boolean {
  if (kind === 'date') return value.replace(/\D/g, '').length === 8;
  return kind !== 'number' || Number.isFinite(Number(value.replaceAll(',', '')));
}
