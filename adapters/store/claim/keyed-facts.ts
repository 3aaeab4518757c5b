import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import type { Vault } from '../vault.ts';

/** The facts as they are kept and compared: each text that could be a name or the number of somebody's invoice as its keyed hash. */
export function keyedFacts(vault: Pick<Vault, 'tokenOf'>, facts: ClaimFacts): ClaimFacts {
  const keyed = (kind: string) => (text: string) => vault.tokenOf(`claim ${kind} ${text}`);
  return {
    ...facts,
    customer: facts.customer.map((word) => word.map(keyed('customer'))),
    sellers: facts.sellers.map(keyed('seller')),
    lines: facts.lines.map((line) => ({
      ...line,
      invoices: line.invoices.map(keyed('invoice')),
      stems: line.stems.map(keyed('invoice')),
    })),
  };
}
