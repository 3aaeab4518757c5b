import { type PersonRecord, reachOf } from '../../contracts/policy-authority.ts';
import type { Delegation } from '../../domain/gate/authority.ts';
import type { JsonObject } from '../../domain/json.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';

/** People and delegations as they are now. Every change is a new authority version, which decisions record. */
export interface Authority {
  /** 0 before the first change. */
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
    // A version that knows no other channel writes the mail address alone.
    people: Object.fromEntries(
      people.map(({ email, reach, ...one }) => [one.id, { ...one, ...reachOf(email, reach) }]),
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
    'select coalesce(max(version), 0)::int as version from authority_versions',
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
 */
export async function importPeople(
  tx: Tx,
  people: readonly PersonRecord[],
  changedBy: string,
): Promise<number> {
  const before = (await loadAuthority(tx)).people;
  const ids = people.map((person) => person.id);
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
  await tx.query('update people set active = false where active and person_id <> all ($1)', [ids]);
  const { people: after, version } = await loadAuthority(tx);
  const changed = Object.keys(after).filter((id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]));
  return changed.length === 0 ? version : newVersion(tx, { change: 'people', changed, by: changedBy });
}

/**
 * Lets `to` decide in `from`'s place from `startsAt` until `endsAt` (excluded). Returns the new version.
 * @throws RangeError when the window is empty or both are one person
 */
export async function addDelegation(
  tx: Tx,
  delegation: Delegation & { id: string; createdBy: string },
): Promise<number> {
  const { id, from, to, startsAt, endsAt, createdBy } = delegation;
  if (from === to) throw new RangeError(`${from} cannot delegate to themself; name another person`);
  if (!(Date.parse(startsAt) < Date.parse(endsAt))) {
    throw new RangeError(`a delegation has to end after it starts: ${startsAt} to ${endsAt}`);
  }
  await tx.query(
    `insert into delegations (id, from_person, to_person, starts_at, ends_at, created_by)
      values ($1, $2, $3, $4, $5, $6)`,
    [id, from, to, startsAt, endsAt, createdBy],
  );
  return newVersion(tx, { change: 'delegation', id, from, to, startsAt, endsAt, by: createdBy });
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

/** Ends a delegation. Returns the new authority version; null when there is none or it was ended before. */
export async function revokeDelegation(
  tx: Tx,
  id: string,
  { at, by }: { at: string; by: string },
): Promise<number | null> {
  const { rowCount } = await tx.query(
    'update delegations set revoked_at = $2 where id = $1 and revoked_at is null',
    [id, at],
  );
  return rowCount === 1 ? newVersion(tx, { change: 'delegation_revoked', id, by }) : null;
}

/** Records a change of authority. Returns its version. */
export async function newVersion(tx: Tx, change: JsonObject): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    'insert into authority_versions (change) values ($1) returning version',
    [JSON.stringify(change)],
  );
  return rows[0]?.version as number;
}
