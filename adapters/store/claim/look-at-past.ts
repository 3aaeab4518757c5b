import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import type { PastClaims } from '../../../domain/claim/checks/past-claims.ts';
import { type Store, transact } from '../pool.ts';
import type { Vault } from '../vault.ts';
import { keepClaimFacts } from './keep-facts.ts';
import { keyedFacts } from './keyed-facts.ts';
import { readPastClaims } from './past-claims.ts';

/**
 * Keeps the facts of a claim and reads what is known of others, in one transaction.
 * @param facts of factsOfClaim, in plain text; the case has a row. @returns with the facts as they are kept, keyed
 */
export function lookAtPast(
  store: Store,
  vault: Pick<Vault, 'tokenOf'>,
  facts: ClaimFacts,
): Promise<PastClaims> {
  const kept = keyedFacts(vault, facts);
  return transact(store, async (tx) => {
    await keepClaimFacts(tx, kept);
    return readPastClaims(tx, kept);
  });
}
