import type { AuditEntry } from '../../domain/audit.ts';
import {
  type AuthorityChange,
  type AuthorityState,
  afterChange,
  authorityHistory,
  changeBody,
  NOTHING_SIGNED,
  type SignedChange,
  type TrustRoot,
} from '../../domain/gate/authority-log.ts';
import type { SigningKey } from '../keys/keys.ts';
import { signText, verifyText } from '../keys/sign.ts';
import { appendAudit } from './audit.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';

/** The chain of the audit trail that tells of changes of authority. */
export const AUTHORITY_CASE = 'authority';

export const AUTHORITY_CHECKS = {
  sha256,
  signed: (publicKey: string, text: string, signature: string) =>
    verifyText(publicKey, 'authority', text, signature),
};

/** Who signs a change of authority, and under which root. */
export interface AuthoritySigner {
  /** The installation's key, or a person's. */
  key: SigningKey;
  root: TrustRoot;
  /** UTC instant. */
  at: string;
}

/** A change that its signer may not make. Says why, and whom to ask. */
export class AuthorityRefused extends Error {}

/** The authority in force, for reading often: what was read before is not read again. Must not be used where a change is made. */
export function openAuthority(root: TrustRoot): (tx: Tx) => Promise<AuthorityState> {
  let known = NOTHING_SIGNED;
  return async (tx) => {
    const state = await authorityAfter(tx, root, known);
    known = state;
    return state;
  };
}

/** The authority in force. Rows that nobody was allowed to write do not count; `audit verify` names them. */
export function readAuthority(tx: Tx, root: TrustRoot): Promise<AuthorityState> {
  return authorityAfter(tx, root, NOTHING_SIGNED);
}

/** Every state of authority there was, and the rows of the log that do not count. */
export async function readAuthorityHistory(
  tx: Tx,
  root: TrustRoot,
): Promise<ReturnType<typeof authorityHistory>> {
  return authorityHistory(await signedChanges(tx), root, AUTHORITY_CHECKS);
}

/** Every row of the log from `version` on, in order. */
export async function signedChanges(tx: Tx, version = 0): Promise<SignedChange[]> {
  const { rows } = await tx.query<SignedChange & Record<string, unknown>>(
    `select version, body, kid, signature from authority_versions
      where version >= $1 and signature is not null order by version`,
    [version],
  );
  return rows;
}

/** The changes of authority that a key has signed at or after an instant: they stand, and somebody has to look at them. */
export async function changesSignedWith(
  tx: Tx,
  kid: string,
  since: string,
): Promise<{ version: number; change: string; at: string }[]> {
  const own = (await signedChanges(tx)).filter((row) => row.kid === kid);
  const said = own.flatMap(({ version, body }) => {
    try {
      return [{ version, ...(JSON.parse(body) as AuthorityChange & { at: string }) }];
    } catch {
      // Nobody has signed what cannot be read.
      return [];
    }
  });
  return said.filter(({ at }) => at >= since).map(({ version, change, at }) => ({ version, change, at }));
}

async function authorityAfter(tx: Tx, root: TrustRoot, known: AuthorityState): Promise<AuthorityState> {
  const rows = await signedChanges(tx, known.version);
  const [first] = rows;
  if (known.version > 0) {
    // A database that was restored from an older moment does not go on from what was read before.
    if (first?.version !== known.version || sha256(first.body) !== known.head)
      return authorityAfter(tx, root, NOTHING_SIGNED);
    rows.shift();
  }
  let state = known;
  for (const row of rows) {
    const next = afterChange(state, row, root, AUTHORITY_CHECKS);
    if (typeof next !== 'string') state = next;
  }
  return state;
}

/**
 * Signs a change, keeps it and audits it, all in the given transaction. Answers the state after it. Changes wait for each other.
 * @param more further references for the audit row, e.g. the reason
 * @throws AuthorityRefused when the signer may not make it
 */
export async function changeAuthority(
  tx: Tx,
  { key, root, at }: AuthoritySigner,
  change: AuthorityChange,
  more: Partial<AuditEntry> = {},
): Promise<AuthorityState> {
  await lockAuthority(tx);
  const state = await readAuthority(tx, root);
  const numbered = await tx.query<{ version: number }>(
    "select nextval(pg_get_serial_sequence('authority_versions', 'version'))::int as version",
  );
  const version = numbered.rows[0]?.version as number;
  const body = changeBody(state, change, { version, at, by: key.owner });
  const row = { version, body, kid: key.kid, signature: signText(key.privateKey, 'authority', body) };
  const next = afterChange(state, row, root, AUTHORITY_CHECKS);
  if (typeof next === 'string') throw new AuthorityRefused(`The change does not count: ${next}.`);
  await tx.query(
    `insert into authority_versions (version, at, change, body, kid, signature) overriding system value
      values ($1, $2, $3, $4, $5, $6)`,
    [version, next.at, JSON.stringify({ change: change.change }), body, key.kid, row.signature],
  );
  const signed = { signedWith: key.kid, authorityVersion: version, authorityHash: next.head };
  const entry = { actor: key.kid === root.kid ? 'system' : key.owner, action: ACTIONS[change.change] };
  await appendAudit(tx, AUTHORITY_CASE, {
    at: next.at,
    ...entry,
    ...referencesOf(change),
    ...signed,
    ...more,
  });
  return next;
}

/** Makes changes of authority wait for each other until the transaction ends. */
export async function lockAuthority(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('authority', 0))");
}

const ACTIONS: Record<AuthorityChange['change'], string> = {
  begun: 'authority.begun',
  roles: 'roles.changed',
  people: 'people.changed',
  key: 'key.countersigned',
  key_revoked: 'key.revoked',
  delegation: 'delegation.given',
  delegation_revoked: 'delegation.revoked',
};

/** What an audit row says of a change: references; the change itself stands in the log under its hash. */
function referencesOf(change: AuthorityChange): Omit<AuditEntry, 'at' | 'actor' | 'action'> {
  switch (change.change) {
    case 'roles':
      return {};
    case 'people':
      return { people: change.people.map(({ id }) => id) };
    case 'key':
      return { kid: change.kid, person: change.person };
    default: {
      const { change: _, ...rest } = change;
      return rest;
    }
  }
}
