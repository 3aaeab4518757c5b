import type { CaseToLookAt } from '../../adapters/store/case-to-look-at.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { newestSigned } from '../../adapters/store/signed-policies.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { failure } from './vendor-failures.ts';

/**
 * The signed policy of a case: the one that it started with; its first look takes the one in force.
 * @param read reads a version, and checks what is stored
 * @throws failure NotFound
 */
export async function policyOfCase<P>(
  db: Tx,
  root: TrustRoot,
  lifecycle: Lifecycle,
  { row: { policyVersion }, policies }: CaseToLookAt,
  read: (db: Tx, version: string) => Promise<P>,
): Promise<{ policy: P; version: string }> {
  const own = policies.filter(({ version }) => version === policyVersion);
  const inForce = newestSigned(root, lifecycle, own) ?? newestSigned(root, lifecycle, policies);
  if (inForce === undefined)
    throw failure('NotFound', 'no decision policy is in force; load policy/ by restarting the worker');
  return { policy: await read(db, inForce), version: inForce };
}
