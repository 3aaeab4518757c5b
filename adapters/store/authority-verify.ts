import type { AuditProblem } from '../../domain/audit.ts';
import type { Person } from '../../domain/gate/authority.ts';
import { type AuthorityState, authorityPerson, type TrustRoot } from '../../domain/gate/authority-log.ts';
import { DEFAULT_MODE, isPromotion, type RolloutMode } from '../../domain/rollout.ts';
import { AUTHORITY_CASE, readAuthorityHistory } from './authority-log.ts';
import { contentHash } from './hash.ts';
import { installationKeys } from './installation.ts';
import type { Tx } from './pool.ts';
import type { NamedRow } from './proof-verify.ts';
import { listRollout } from './rollout.ts';
import { personKeys } from './signing-keys.ts';

/** Every state of the signed log, and the rows in it that do not count. */
export async function verifyAuthorityLog(
  tx: Tx,
  root: TrustRoot,
): Promise<{ states: AuthorityState[]; problems: AuditProblem[] }> {
  const { states, refused } = await readAuthorityHistory(tx, root);
  const problems = refused.map(({ version, why }) =>
    changed(`version ${version} of the log does not count: ${why}`),
  );
  return { states, problems };
}

/**
 * The signed log against the trail that tells of it, and the tables against the log.
 * @param named hashes of changes that the trail names
 */
export async function verifyAuthorityTables(
  tx: Tx,
  root: TrustRoot,
  states: readonly AuthorityState[],
  named: ReadonlySet<string>,
): Promise<AuditProblem[]> {
  const state = states.at(-1) as AuthorityState;
  const heads = new Set(states.filter(({ version }) => version > 0).map(({ head }) => head));
  const problems = [
    ...[...named]
      .filter((hash) => !heads.has(hash))
      .map((hash) => changed(`the change ${hash} is gone from the log`)),
    ...[...heads]
      .filter((hash) => !named.has(hash))
      .map((hash) => changed(`the trail does not tell of change ${hash}`)),
    ...(await installationKeyProblems(tx, root)),
  ];
  // Nothing was signed yet: the tables are all there is, and the first start of a worker begins the log.
  if (state.begun === null) return problems;
  return [
    ...problems,
    ...(await personProblems(tx, state)),
    ...(await keyProblems(tx, state)),
    ...(await delegationProblems(tx, state)),
  ];
}

/** What does not count, and somebody should know of: keys that nobody has countersigned, changes that nobody has signed. */
export async function unsignedAuthorityRows(
  tx: Tx,
  { keys, begun, version }: AuthorityState,
): Promise<NamedRow[]> {
  if (begun === null) return [];
  const waiting = (await personKeys(tx)).filter(({ kid, revokedAt }) => revokedAt === null && !keys.has(kid));
  const { rows } = await tx.query<{ version: number }>(
    `select version from authority_versions where signature is null and version > (
        select min(version) from authority_versions where signature is not null and version <= $1) order by version`,
    [version],
  );
  return [
    ...waiting.map(({ kid, person }) => ({
      case: AUTHORITY_CASE,
      seq: null,
      message: `key ${kid} of ${person} is not countersigned; nothing that it signs counts`,
    })),
    ...rows.map((row) => ({
      case: AUTHORITY_CASE,
      seq: null,
      message: `version ${row.version} is signed by nobody and counts nothing`,
    })),
  ];
}

/** Segments that may do more than their trail says. @param modes by chain: the mode that it ends with */
export async function verifyRollout(
  tx: Tx,
  modes: ReadonlyMap<string, RolloutMode>,
): Promise<AuditProblem[]> {
  const rows = await listRollout(tx);
  return rows.flatMap(({ lifecycle, segment, mode }): AuditProblem[] => {
    const id = `rollout:${lifecycle}:${segment}`;
    const signed = modes.get(id) ?? DEFAULT_MODE;
    if (!isPromotion(signed, mode)) return [];
    return [{ case: id, kind: 'promotion_forged', message: `it is ${mode}, its trail ends with ${signed}` }];
  });
}

async function installationKeyProblems(tx: Tx, root: TrustRoot): Promise<AuditProblem[]> {
  const wrong = (await installationKeys(tx)).filter(
    ({ kid, publicKey }) => kid !== root.kid || publicKey !== root.publicKey,
  );
  return wrong.map(({ kid }) =>
    changed(`key ${kid} stands there as the installation's, which is ${root.kid}`),
  );
}

async function personProblems(tx: Tx, { people }: AuthorityState): Promise<AuditProblem[]> {
  const { rows } = await tx.query<Person & { name: string } & Record<string, unknown>>(
    `select person_id as id, name, role, region, time_zone as zone, manager, limit_usd as "limitUsd",
        partner_id as "partnerId", partners, active from people order by person_id`,
  );
  const there = new Set(rows.map(({ id }) => id));
  const missing = Object.keys(people).filter((id) => !there.has(id));
  // An erasure clears a person's row and leaves what was signed about them.
  const kept = rows.filter(({ name, active }) => name !== 'erased' || active);
  const other = kept.filter((row) => {
    const signed = people[row.id];
    return !signed || contentHash(authorityPerson(row)) !== contentHash(signed);
  });
  return [
    ...other.map(({ id }) => changed(`person ${id} is not as it was signed`)),
    ...missing.map((id) => changed(`person ${id} was signed and is gone`)),
  ];
}

async function keyProblems(tx: Tx, { keys }: AuthorityState): Promise<AuditProblem[]> {
  const rows = await personKeys(tx);
  const byKid = new Map(rows.map((row) => [row.kid, row]));
  return [...keys.values()].flatMap(({ countersignedWith: _, ...signed }) => {
    const row = byKid.get(signed.kid);
    if (!row) return [changed(`key ${signed.kid} of ${signed.person} was countersigned and is gone`)];
    return contentHash(row) === contentHash(signed)
      ? []
      : [changed(`key ${signed.kid} of ${signed.person} is not as it was signed`)];
  });
}

async function delegationProblems(tx: Tx, { delegations }: AuthorityState): Promise<AuditProblem[]> {
  const { rows } = await tx.query<{
    id: string;
    from: string;
    to: string;
    starts: Date;
    ends: Date;
    revoked: Date | null;
  }>(
    `select id, from_person as "from", to_person as "to", starts_at as starts, ends_at as ends, revoked_at as revoked
      from delegations order by starts_at, id`,
  );
  const there = new Map(
    rows.map(({ id, from, to, starts, ends, revoked }) => [
      id,
      {
        id,
        from,
        to,
        startsAt: starts.toISOString(),
        endsAt: ends.toISOString(),
        revokedAt: revoked?.toISOString() ?? null,
      },
    ]),
  );
  const signed = [...delegations.values()].filter((one) => {
    const row = there.get(one.id);
    return !row || contentHash(row) !== contentHash(one);
  });
  // An unsigned delegation that has ended changes nothing: those that are older than the log ended when it began.
  const strange = [...there.values()].filter(
    ({ id, revokedAt }) => revokedAt === null && !delegations.has(id),
  );
  return [
    ...signed.map(({ id }) => changed(`delegation ${id} is not as it was signed`)),
    ...strange.map(({ id, from, to }) =>
      changed(`delegation ${id} of ${from} to ${to} was signed by nobody`),
    ),
  ];
}

function changed(message: string): AuditProblem {
  return { case: AUTHORITY_CASE, kind: 'authority_changed', message };
}
