import { importPeople, importRoles, sameRoles } from '../adapters/store/authority.ts';
import { beginAuthority } from '../adapters/store/authority-begin.ts';
import { type AuthoritySigner, readAuthority } from '../adapters/store/authority-log.ts';
import type { Tx } from '../adapters/store/pool.ts';
import { type AuthorityState, changedPeople } from '../domain/gate/authority-log.ts';
import type { Configuration } from './configuration.ts';
import { gatePolicy } from './gate-policy.ts';
import { policyPeople } from './policy.ts';

type Files = Pick<Configuration, 'QUARTERDECK_POLICY' | 'QUARTERDECK_ENVIRONMENT'>;

/**
 * What a starting worker does about roles.yaml and people.yaml, signed by the installation: the first start takes them up, as nobody
 * else could sign yet. Later starts do so in development; elsewhere a change waits for an Admin's signature
 * (`quarterdeck people apply`).
 */
export async function takeUpAuthority(tx: Tx, signer: AuthoritySigner, files: Files): Promise<void> {
  const { begun } = await readAuthority(tx, signer.root);
  if (begun === null) await beginAuthority(tx, signer);
  if (begun === null || files.QUARTERDECK_ENVIRONMENT === 'development')
    await applyAuthority(tx, signer, files);
}

/** Signs what roles.yaml and people.yaml say. Returns the version in force. @throws AuthorityRefused */
export async function applyAuthority(
  tx: Tx,
  signer: AuthoritySigner,
  files: Files,
  reason?: string,
): Promise<number> {
  const { QUARTERDECK_POLICY: folder, QUARTERDECK_ENVIRONMENT: environment } = files;
  await importRoles(tx, signer, gatePolicy(folder, environment)().authority, reason);
  return importPeople(tx, signer, policyPeople(folder), reason);
}

/** What the files say and nobody has signed yet, one name each: `roles.yaml`, `p-ana`. Empty when all is in force. */
export function unsignedAuthority(state: AuthorityState, files: Files): string[] {
  const { QUARTERDECK_POLICY: folder, QUARTERDECK_ENVIRONMENT: environment } = files;
  const roles = sameRoles(state, gatePolicy(folder, environment)().authority) ? [] : ['roles.yaml'];
  return [...roles, ...changedPeople(state, policyPeople(folder)).map(({ id }) => id)];
}
