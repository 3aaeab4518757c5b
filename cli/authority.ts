import { INSTALLATION, installationPublicKey, loadKey } from '../adapters/keys/keys.ts';
import { AuthorityRefused, type AuthoritySigner, readAuthority } from '../adapters/store/authority-log.ts';
import { installationKeys } from '../adapters/store/installation.ts';
import type { Tx } from '../adapters/store/pool.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import type { AuthorityState, TrustRoot } from '../domain/gate/authority-log.ts';
import { applicationNow } from './clock.ts';
import { CliFailure, EXIT, usage } from './failure.ts';
import { needed, type Session } from './session.ts';
import { personKey } from './signing.ts';

/** The installation's public key; `outside`: not taken from the database that it shall prove. */
export interface FoundRoot extends TrustRoot {
  outside: boolean;
}

/**
 * The installation's public key: from QUARTERDECK_KEYS (installation.pem or installation.pub), else the one that the database names.
 * @throws CliFailure when the database names none, or several
 */
export async function trustRoot(session: Session, tx: Tx): Promise<FoundRoot> {
  const folder = session.env.QUARTERDECK_KEYS;
  const kept = folder === undefined ? undefined : installationPublicKey(folder);
  if (kept) return { ...kept, outside: true };
  const [named, another] = await installationKeys(tx);
  if (named && !another) return { ...named, outside: false };
  throw usage(
    named
      ? 'The database names several keys as the installation’s own.'
      : 'The database names no key of the installation.',
    'Put the true one beside your key, as installation.pub: quarterdeck receipt key (where the worker runs).',
  );
}

/** The signed authority, as this machine can check it. */
export function signedAuthority(session: Session): (tx: Tx) => Promise<AuthorityState> {
  return async (tx) => readAuthority(tx, await trustRoot(session, tx));
}

/**
 * Changes authority in one transaction, signed by a person, or by the installation itself (null), whose key is on the worker's machine.
 * @throws CliFailure when the signer may not make the change, or its key is not here
 */
export async function changeAsSigner<T>(
  session: Session,
  person: PersonRecord | null,
  change: (tx: Tx, signer: AuthoritySigner) => Promise<T>,
): Promise<T> {
  const key = person === null ? ownKey() : personKey(person);
  const at = applicationNow().toISOString();
  try {
    return await session.db(async (tx) => change(tx, { key, root: await trustRoot(session, tx), at }));
  } catch (error) {
    if (!(error instanceof AuthorityRefused)) throw error;
    throw new CliFailure({
      exit: EXIT.refused,
      code: 'authority',
      title: error.message,
      fix: 'Ask an Admin; who may do what: quarterdeck authority as-of.',
    });
  }
}

function ownKey() {
  try {
    return loadKey(needed('QUARTERDECK_KEYS'), INSTALLATION);
  } catch {
    throw usage(
      "The installation's key is not here.",
      'Run it where the worker runs, or have an Admin sign: leave --installation out.',
      'installation',
    );
  }
}
