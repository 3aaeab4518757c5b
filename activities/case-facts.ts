import { type CaseRow, getCase } from '../adapters/store/cases.ts';
import type { Tx } from '../adapters/store/pool.ts';
import type { CaseFacts } from '../domain/gate/authority.ts';
import type { TrustRoot } from '../domain/gate/authority-log.ts';
import { originalOf } from '../domain/identity.ts';
import type { Lifecycle } from '../domain/lifecycles.ts';
import { claimFacts } from './claim/facts.ts';
import { clawbackFacts } from './clawback/facts.ts';
import { dealFacts } from './deal/facts.ts';
import { failure } from './kit/vendor-failures.ts';

/** How each lifecycle tells authority about one of its cases, from what is stored. */
const FACTS: Record<Lifecycle, (tx: Tx, root: TrustRoot, row: CaseRow) => Promise<CaseFacts>> = {
  deal: dealFacts,
  claim: claimFacts,
  clawback: clawbackFacts,
};

/**
 * What authority asks of a case. It is always read from the database, so that nobody can state it in a message. A reversal is
 * judged by the case that it undoes.
 * @param root the installation's public key: what no worker has signed says nothing
 * @throws failure NotFound
 */
export async function caseFacts(tx: Tx, root: TrustRoot, caseId: string): Promise<CaseFacts> {
  const original = originalOf(caseId);
  if (original !== null) return caseFacts(tx, root, original);
  const row = await getCase(tx, caseId);
  if (!row || row.lifecycle === 'reversal')
    throw failure('NotFound', `no case ${caseId}; see: quarterdeck cases list`);
  return FACTS[row.lifecycle](tx, root, row);
}
