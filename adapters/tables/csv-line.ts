/** A row as a line of CSV (RFC 4180), without a line end. */
export function csvLine(cells: readonly string[]): string {
  return cells
    .map((cell) => (/[",;\t|\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}
