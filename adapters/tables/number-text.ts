import { Decimal } from 'decimal.js';

/** Digits that a spreadsheet program keeps of a number. (Excel specifications and limits) */
const KEPT_DIGITS = 15;

/**
 * Plain decimals with the digits that the program keeps; a number with more digits as the program shows it, `1.23456789012346E+15`, since
 * its last ones are not what somebody wrote. Three decimals get a zero behind them, so that the number has one reading wherever it goes:
 * `12.5` and `12.1250`, never `12.125`.
 */
export function numberText(value: number): string {
  if (Math.abs(value) >= 10 ** KEPT_DIGITS) return value.toExponential(KEPT_DIGITS - 1).toUpperCase();
  const kept = Number(value.toPrecision(KEPT_DIGITS));
  const plain = new Decimal(kept).toFixed();
  return /\.\d{3}$/.test(plain) ? `${plain}0` : plain;
}
