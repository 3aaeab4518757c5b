import { sameNumber } from '../same-text.ts';
import type { FactLine } from './claim-facts.ts';
import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import { sameAmount } from './same-sale.ts';

/** Lines of one claim that are one sale: matched to the same line of the deal, or equal in all that is known with no invoice to tell them apart. */
export function repeatedLines(lines: readonly FactLine[]): ClaimFinding[] {
  const seen = new Map<string, FactLine[]>();
  return lines.flatMap((line) => {
    const keys = [...(line.sale ? [`sale ${line.sale}`] : []), `sku ${line.sku} on ${line.soldOn}`];
    const before = keys
      .flatMap((key) => seen.get(key) ?? [])
      .find((other) => (line.sale !== null && line.sale === other.sale) || equal(line, other));
    for (const key of keys) seen.set(key, [...(seen.get(key) ?? []), line]);
    if (!before) return [];
    const text = `Line ${line.line} claims the same sale as line ${before.line}`;
    const remedy = 'One line for each sale, each with its own invoice number';
    return [claimFinding('duplicate_line', text, `submission#lines`, { line: line.line, remedy })];
  });
}

function equal(a: FactLine, b: FactLine): boolean {
  if (a.sale !== null && b.sale !== null && a.sale !== b.sale) return false;
  const invoice =
    a.invoices.length === 0 || b.invoices.length === 0 || a.invoices.some((key) => b.invoices.includes(key));
  const quantity = a.quantity !== null && b.quantity !== null && sameNumber(a.quantity, b.quantity);
  return a.sku !== null && quantity && invoice && sameAmount(a, b) !== false;
}
