import { minorText } from '../exact.ts';
import { ROLL_AMOUNTS, type RollRow, type RollShown } from './roll.ts';

/** The same row with its amounts written out. */
export function showRoll(row: RollRow): RollShown {
  const { program, partner, legalEntity, currency } = row;
  const amounts = ROLL_AMOUNTS.map((name) => [name, { amount: minorText(row[name], currency), currency }]);
  return { program, partner, legalEntity, currency, ...Object.fromEntries(amounts) };
}
