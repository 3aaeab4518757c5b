import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { readAuthority } from './authority-log.ts';
import { trustedRoot } from './installation.ts';
import type { Tx } from './pool.ts';
import { findKey, type PublicKey } from './signing-keys.ts';

/**
 * The public keys that count, by their ids: the installation's own, and people's that are countersigned under it. A row that somebody
 * put into the table does not count.
 * @param root the installation's key as this machine keeps it; undefined: the one that the database names, of several none
 */
export async function countedKeys(tx: Tx, root: TrustRoot | undefined): Promise<PublicKey[]> {
  const trusted = await trustedRoot(tx, root);
  if (!trusted) return [];
  const held = await findKey(tx, trusted.kid);
  const own = held?.person === 'installation' && held.publicKey === trusted.publicKey ? [held] : [];
  const { keys } = await readAuthority(tx, trusted);
  return [...own, ...keys.values()].sort((a, b) => (a.kid < b.kid ? -1 : 1));
}
