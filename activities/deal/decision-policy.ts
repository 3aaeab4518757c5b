import { getPolicy } from '../../adapters/store/policies.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { type DecisionPolicy, decisionPolicySchema } from '../../contracts/deal/policy.ts';

/** A version never changes (it is the content's hash), and reading one costs more than its decision. */
const parsed = new Map<string, DecisionPolicy>();

/** The decision policy of a version. @throws Error when it is not stored, or no longer has its hash */
export async function decisionPolicy(db: Tx, version: string): Promise<DecisionPolicy> {
  const known = parsed.get(version);
  if (known) return known;
  const policy = decisionPolicySchema.parse((await getPolicy(db, 'deal', version))?.body);
  parsed.set(version, policy);
  return policy;
}
