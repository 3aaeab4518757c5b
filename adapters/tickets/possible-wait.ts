/** Nobody is made to wait longer than an hour by a header: the next attempt shows whether the limit still holds. */
const LONGEST = 3_600_000;

/**
 * How long to wait after a limit, in milliseconds.
 * @param said what the vendor says; undefined, and what lies in the past, is replaced by what such a limit usually needs
 */
export function possibleWait(said: number | undefined, usual: number): number {
  return Math.min(said !== undefined && said > 0 ? said : usual, LONGEST);
}
