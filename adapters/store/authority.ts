import { type PersonRecord, reachOf } from '../../contracts/person-record.ts';
import { type AuthorityPolicy, type Delegation, mayEverDecide } from '../../domain/gate/authority.ts';
import { type AuthorityState, changedPeople } from '../../domain/gate/authority-log.ts';
import type { JsonObject } from '../../domain/json.ts';
import { lookupTable } from '../../domain/lookup-table.ts';
import { type AuthoritySigner, changeAuthority, lockAuthority, readAuthority } from './authority-log.ts';
import { contentHash } from './hash.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';

/**
 * People and delegations as the tables show them: for lists, for routing and for reaching people. Whoever writes to the
 * database can change these tables; a decision is judged by the signed log (authority-log.ts).
 */
export interface Authority {
  /** Of the last signed change; 0 before the first. */
  version: number;
  people: Record<string, PersonRecord>;
  /** Not revoked; whether one runs now is for the reader to say. */
  delegations: Delegation[];
}

/** Everybody: a company has hundreds of people at most, and a gate has to pick among them. */
export async function loadAuthority(tx: Tx): Promise<Authority> {
  const { rows: people } = await tx.query<PersonRecord & JsonObject>(
    `select person_id as id, name, email, reach, role, region, time_zone as zone, manager, limit_usd as "limitUsd",
        partner_id as "partnerId", partners, active from people order by person_id`,
  );
  const { rows: delegations } = await tx.query<{ from: string; to: string; starts: Date; ends: Date }>(
    `select from_person as "from", to_person as "to", starts_at as starts, ends_at as ends
      from delegations where revoked_at is null order by starts_at, id`,
  );
  return {
    version: await authorityVersion(tx),
    // A version that supports only e-mail writes the mail address alone.
    people: lookupTable(
      Object.fromEntries(
        people.map(({ email, reach, ...one }) => [one.id, { ...one, ...reachOf(email, reach) }]),
      ),
    ),
    delegations: delegations.map(({ from, to, starts, ends }) => ({
      from,
      to,
      startsAt: starts.toISOString(),
      endsAt: ends.toISOString(),
    })),
  };
}

/** The current authority version, for a token that is about to be signed. */
export async function authorityVersion(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    'select coalesce(max(version), 0)::int as version from authority_versions where signature is not null',
  );
  return rows[0]?.version ?? 0;
}

/** The mail address has a column of its own, by which people are found. */
function otherReach({ reach: { email: _, ...other } }: PersonRecord): JsonObject {
  return other as JsonObject;
}

/**
 * Makes the people of policy/people.yaml the people of the installation. Somebody who is no longer in the file is made
 * inactive, never deleted: cases and the audit log name them. Returns the version, a new one only when something changed.
 * @throws AuthorityRefused when the signer may not change people
 */
export async function importPeople(
  tx: Tx,
  signer: AuthoritySigner,
  people: readonly PersonRecord[],
  reason?: string,
): Promise<number> {
  await lockAuthority(tx);
  const state = await readAuthority(tx, signer.root);
  for (const one of people) {
    await tx.query(
      `insert into people (person_id, name, email, role, region, time_zone, manager, limit_usd, partner_id, partners, active, reach)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (person_id) do update set name = excluded.name, email = excluded.email, reach = excluded.reach, role = excluded.role,
          region = excluded.region, time_zone = excluded.time_zone, manager = excluded.manager,
          limit_usd = excluded.limit_usd, partner_id = excluded.partner_id, partners = excluded.partners,
          active = excluded.active`,
      [
        one.id,
        one.name,
        one.email,
        one.role,
        one.region,
        one.zone,
        one.manager,
        one.limitUsd,
        one.partnerId,
        one.partners,
        one.active,
        jsonb(otherReach(one)),
      ],
    );
  }
  const ids = people.map((person) => person.id);
  await tx.query('update people set active = false where active and person_id <> all ($1)', [ids]);
  const changed = changedPeople(state, people);
  if (changed.length === 0) return state.version;
  const change = { change: 'people' as const, people: changed };
  return (await changeAuthority(tx, signer, change, reason === undefined ? {} : { reason })).version;
}

/** Signs what the roles may do (policy/roles.yaml), if it differs from what is signed. Returns the version. */
export async function importRoles(
  tx: Tx,
  signer: AuthoritySigner,
  policy: AuthorityPolicy,
  reason?: string,
): Promise<number> {
  const state = await readAuthority(tx, signer.root);
  if (sameRoles(state, policy)) return state.version;
  const change = { change: 'roles' as const, policy };
  return (await changeAuthority(tx, signer, change, reason === undefined ? {} : { reason })).version;
}

export function sameRoles({ policy }: AuthorityState, other: AuthorityPolicy): boolean {
  return policy !== null && contentHash(policy) === contentHash(other);
}

/** Milliseconds of a leap year. */
const LONGEST_DELEGATION = 366 * 86_400_000;

/**
 * Lets `to` decide in `from`'s place from `startsAt` until `endsAt` (excluded). Returns the new version.
 * @throws RangeError when the window is empty or longer than a year, both are one person, or `to` decides nothing anyway; AuthorityRefused
 */
export async function addDelegation(
  tx: Tx,
  signer: AuthoritySigner,
  delegation: Delegation & { id: string },
): Promise<number> {
  const { id, from, to } = delegation;
  if (from === to) throw new RangeError(`${from} cannot delegate to themself; name another person`);
  if (!(Date.parse(delegation.startsAt) < Date.parse(delegation.endsAt))) {
    throw new RangeError(
      `a delegation has to end after it starts: ${delegation.startsAt} to ${delegation.endsAt}`,
    );
  }
  if (Date.parse(delegation.endsAt) - Date.parse(delegation.startsAt) > LONGEST_DELEGATION)
    throw new RangeError('a delegation lasts a year at most; give it again when it ends');
  const { people, policy } = await readAuthority(tx, signer.root);
  const receiver = people[to];
  if (receiver && policy && !mayEverDecide(receiver, policy))
    throw new RangeError(
      `${to} decides nothing here, so nothing can be delegated to them; name a colleague who does`,
    );
  const startsAt = new Date(delegation.startsAt).toISOString();
  const endsAt = new Date(delegation.endsAt).toISOString();
  await tx.query(
    `insert into delegations (id, from_person, to_person, starts_at, ends_at, created_by)
      values ($1, $2, $3, $4, $5, $6)`,
    [id, from, to, startsAt, endsAt, signer.key.owner],
  );
  return (await changeAuthority(tx, signer, { change: 'delegation', id, from, to, startsAt, endsAt }))
    .version;
}

export interface KeptDelegation extends Delegation {
  id: string;
}

/** The delegations between two people that run at `now` (UTC, ISO 8601) or are to come, in the order in which they begin. */
export async function openDelegations(
  tx: Tx,
  { from, to, now }: { from: string; to: string; now: string },
): Promise<KeptDelegation[]> {
  const { rows } = await tx.query<{ id: string; starts: Date; ends: Date }>(
    `select id, starts_at as starts, ends_at as ends from delegations
      where from_person = $1 and to_person = $2 and revoked_at is null and ends_at > $3 order by starts_at, id`,
    [from, to, now],
  );
  return rows.map(({ id, starts, ends }) => ({
    id,
    from,
    to,
    startsAt: starts.toISOString(),
    endsAt: ends.toISOString(),
  }));
}

/** Ends a delegation. Returns the new authority version; null when there is none or it was ended before. @throws AuthorityRefused */
export async function revokeDelegation(
  tx: Tx,
  signer: AuthoritySigner,
  id: string,
  more: JsonObject = {},
): Promise<number | null> {
  const { rowCount } = await tx.query(
    'update delegations set revoked_at = $2 where id = $1 and revoked_at is null',
    [id, signer.at],
  );
  if (rowCount !== 1) return null;
  return (await changeAuthority(tx, signer, { change: 'delegation_revoked', id }, more)).version;
}
