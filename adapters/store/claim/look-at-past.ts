import type { ClaimFacts } from '../../../domain/claim/checks/claim-facts.ts';
import type { PastClaims } from '../../../domain/claim/checks/past-claims.ts';
import { type Store, transact } from '../pool.ts';
import { statement } from '../statement.ts';
import type { Vault } from '../vault.ts';
import { cameraPartners } from './camera-partners.ts';
import { claimHistory } from './claim-history.ts';
import { fundUse } from './fund-use.ts';
import { keepClaimFacts } from './keep-facts.ts';
import { keyedFacts } from './keyed-facts.ts';
import { pastLines } from './past-lines.ts';

/**
 * Keeps the facts of a claim and reads what is known of others. What could be a duplicate is read in the transaction that keeps the facts; the
 * history comes after it, so that nobody waits for its figures.
 * @param facts of factsOfClaim, in plain text; the case has a row. @returns with the facts as they are kept, keyed
 */
export async function lookAtPast(
  store: Store,
  vault: Pick<Vault, 'tokenOf' | 'stampOf'>,
  facts: ClaimFacts,
): Promise<PastClaims> {
  const kept = keyedFacts(vault, facts);
  const found = await transact(store, async (tx) => {
    await keepClaimFacts(tx, vault, kept);
    return {
      ...(await pastLines(tx, kept)),
      funds: await fundUse(tx, kept),
      cameraPartners: await cameraPartners(tx, kept),
    };
  });
  return { facts: kept, ...found, history: await claimHistory(statement(store), kept) };
}
