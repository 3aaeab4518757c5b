import { Decimal } from 'decimal.js';
import { GENESIS, type Sha256 } from '../audit.ts';
import { canonicalText } from '../evidence.ts';
import type { Json } from '../json.ts';
import { type AuthorityPolicy, type Delegation, may, type Person } from './authority.ts';
import { keyObjection } from './key-validity.ts';

/**
 * The signed log of authority: who decides here, what each role may do, and whose keys count. Each change is signed, names the
 * hash of the one before, and counts only if whoever signed it was allowed to make it. The tables of people, keys and
 * delegations show the same for searching; a decision is judged by this log alone.
 */
export type AuthorityChange =
  /** The first change. `checkpoint`: the last one of the audit trail (0: none); what it covers was decided before the log. */
  | { change: 'begun'; checkpoint: number; keys: string[]; delegations: string[] }
  | { change: 'roles'; policy: AuthorityPolicy }
  /** People who are new or have changed, whole. Nobody is ever removed, only made inactive. */
  | { change: 'people'; people: Person[] }
  /** A countersigned key. */
  | ({ change: 'key' } & KeyOfPerson)
  /** `since`: from when on its signatures are not trusted; now, or the instant at which it was lost. */
  | { change: 'key_revoked'; kid: string; since: string }
  | ({ change: 'delegation'; id: string } & Delegation)
  | { change: 'delegation_revoked'; id: string };

/** A person's public key. Instants are UTC, ISO 8601. */
export interface KeyOfPerson {
  kid: string;
  person: string;
  /** SPKI, base64. */
  publicKey: string;
  validFrom: string;
  validTo: string | null;
}

export interface CountersignedKey extends KeyOfPerson {
  /** From when on it is revoked. */
  revokedAt: string | null;
  /** Key that countersigned it. */
  countersignedWith: string;
}

export interface GivenDelegation extends Delegation {
  id: string;
  revokedAt: string | null;
}

/** A change as it is kept. */
export interface SignedChange {
  version: number;
  /** Canonical text of { version, at, by, prevHash, …change }. */
  body: string;
  kid: string;
  /** Ed25519 over the body, purpose `authority`, base64url. */
  signature: string;
}

/** Who may do what after a change. */
export interface AuthorityState {
  /** 0 before the log begins. */
  version: number;
  /** UTC instant of the last change; empty before the first. */
  at: string;
  /** Hash of the last change. */
  head: string;
  /** policy/roles.yaml as it was signed; null before. */
  policy: AuthorityPolicy | null;
  people: Record<string, Person>;
  keys: ReadonlyMap<string, CountersignedKey>;
  delegations: ReadonlyMap<string, GivenDelegation>;
  /** By person: the version in which what they may decide has last changed. `*`: everybody's. */
  changedIn: ReadonlyMap<string, number>;
  /** What the first change says. */
  begun: Extract<AuthorityChange, { change: 'begun' }> | null;
}

/** The installation's public key, which everything else is signed under. It is kept outside the database. */
export interface TrustRoot {
  kid: string;
  /** SPKI, base64. */
  publicKey: string;
}

/** How hashes and signatures are checked; passed in, so that this file stays free of platform code. */
export interface Checks {
  sha256: Sha256;
  signed(publicKey: string, text: string, signature: string): boolean;
}

export const NOTHING_SIGNED: AuthorityState = {
  version: 0,
  at: '',
  head: GENESIS,
  policy: null,
  people: Object.create(null) as Record<string, Person>,
  keys: new Map(),
  delegations: new Map(),
  changedIn: new Map(),
  begun: null,
};

/** The text that is signed. @param at UTC instant; never before the change before it */
export function changeBody(
  state: AuthorityState,
  change: AuthorityChange,
  { version, at, by }: { version: number; at: string; by: string },
): string {
  const latest = at > state.at ? at : state.at;
  return canonicalText({ version, at: latest, by, prevHash: state.head, ...change });
}

/** The state after a change; or, in words, why the change does not count. Nothing is known of the row beforehand. */
export function afterChange(
  state: AuthorityState,
  row: SignedChange,
  root: TrustRoot,
  checks: Checks,
): AuthorityState | string {
  try {
    return followed(state, row, root, checks);
  } catch {
    return 'it cannot be read';
  }
}

function followed(
  state: AuthorityState,
  row: SignedChange,
  root: TrustRoot,
  checks: Checks,
): AuthorityState | string {
  const key = state.keys.get(row.kid);
  const publicKey = row.kid === root.kid ? root.publicKey : key?.publicKey;
  if (publicKey === undefined) return `key ${row.kid}, which signed it, is not countersigned`;
  if (!checks.signed(publicKey, row.body, row.signature)) return `it is not signed by key ${row.kid}`;
  const body = JSON.parse(row.body) as AuthorityChange & Link;
  if (body.version !== row.version || body.prevHash !== state.head)
    return `it does not follow version ${state.version}`;
  if (body.at < state.at) return `it is older than version ${state.version}`;
  const objection = row.kid === root.kid ? null : objectionTo(body, key as CountersignedKey, state);
  if (objection !== null) return objection;
  if ((state.begun === null) !== (body.change === 'begun'))
    return 'the log has one beginning, by the installation';
  return {
    ...changed(state, body, row.kid),
    version: row.version,
    at: body.at,
    head: checks.sha256(row.body),
  };
}

interface Link {
  version: number;
  at: string;
  by: string;
  prevHash: string;
}

/** Why the owner of a key may not make this change; null when they may. */
function objectionTo(
  change: AuthorityChange & Link,
  key: CountersignedKey,
  state: AuthorityState,
): string | null {
  const person = state.people[key.person];
  if (change.by !== key.person) return `it names ${change.by}, key ${key.kid} belongs to ${key.person}`;
  const objection = keyObjection(key, change.at);
  if (objection !== null) return objection;
  if (!person?.active) return `${key.person} was not active`;
  if (state.policy && may(person.role, 'configure', 'configuration', state.policy)) return null;
  return ownAffair(change, person.id, state) ? null : `${person.id} may not make it; an Admin may`;
}

/** What everybody may do: give and end what concerns themselves, revoke their own keys. */
function ownAffair(change: AuthorityChange, person: string, state: AuthorityState): boolean {
  switch (change.change) {
    case 'delegation':
      return change.from === person;
    case 'delegation_revoked': {
      const given = state.delegations.get(change.id);
      return given !== undefined && [given.from, given.to].includes(person);
    }
    case 'key_revoked':
      return state.keys.get(change.kid)?.person === person;
    default:
      return false;
  }
}

function changed(state: AuthorityState, change: AuthorityChange & Link, signer: string): AuthorityState {
  const { version, at } = change;
  const touching = (people: string[]) =>
    new Map([...state.changedIn, ...people.map((id): [string, number] => [id, version])]);
  switch (change.change) {
    case 'begun': {
      const { checkpoint, keys, delegations } = change;
      return { ...state, begun: { change: 'begun', checkpoint, keys, delegations } };
    }
    case 'roles':
      return { ...state, policy: change.policy, changedIn: touching(['*']) };
    case 'people': {
      const people = Object.assign(Object.create(null), state.people) as Record<string, Person>;
      for (const person of change.people) people[person.id] = person;
      return { ...state, people, changedIn: touching(change.people.map(({ id }) => id)) };
    }
    case 'key': {
      const { kid, person, publicKey, validFrom, validTo } = change;
      // A key is countersigned once: a second time would be a way to take its revocation back.
      if (state.keys.has(kid)) return state;
      const key = { kid, person, publicKey, validFrom, validTo, revokedAt: null, countersignedWith: signer };
      return { ...state, keys: new Map(state.keys).set(kid, key) };
    }
    case 'key_revoked': {
      const key = state.keys.get(change.kid);
      if (!key || (key.revokedAt !== null && key.revokedAt <= change.since)) return state;
      return { ...state, keys: new Map(state.keys).set(key.kid, { ...key, revokedAt: change.since }) };
    }
    case 'delegation': {
      const { id, from, to, startsAt, endsAt } = change;
      if (state.delegations.has(id)) return state;
      const given = { id, from, to, startsAt, endsAt, revokedAt: null };
      const delegations = new Map(state.delegations).set(id, given);
      return { ...state, delegations, changedIn: touching([to]) };
    }
    case 'delegation_revoked': {
      const given = state.delegations.get(change.id);
      if (!given || given.revokedAt !== null) return state;
      const delegations = new Map(state.delegations).set(given.id, { ...given, revokedAt: at });
      return { ...state, delegations, changedIn: touching([given.to]) };
    }
  }
}

/** Delegations that nobody has ended, in the order in which they begin; whether one runs now is for the reader to say. */
export function openDelegationsOf({ delegations }: AuthorityState): GivenDelegation[] {
  const open = [...delegations.values()].filter((one) => one.revokedAt === null);
  return open.sort((a, b) => (a.startsAt + a.id < b.startsAt + b.id ? -1 : 1));
}

/** In which version what this person may decide has last changed; 0 when it never has. */
export function authorityChangedIn({ changedIn }: AuthorityState, person: string): number {
  return Math.max(changedIn.get('*') ?? 0, changedIn.get(person) ?? 0);
}

/** What of a person authority knows: their name and how to reach them are no part of it, so that an erasure reaches those. */
export function authorityPerson(person: Person): Person {
  const { id, role, region, zone, manager, limitUsd, partnerId, partners, active } = person;
  const limit = limitUsd === null ? null : new Decimal(limitUsd).toFixed(2);
  return { id, role, region, zone, manager, limitUsd: limit, partnerId, partners: [...partners], active };
}

/** The people whose standing differs from the signed one; who is missing from the file becomes inactive. */
export function changedPeople({ people }: AuthorityState, file: readonly Person[]): Person[] {
  const named = new Set(file.map(({ id }) => id));
  const gone = Object.values(people).filter(({ id, active }) => active && !named.has(id));
  const wanted = [...file.map(authorityPerson), ...gone.map((person) => ({ ...person, active: false }))];
  return wanted.filter((person) => !same(person, people[person.id] ?? null));
}

function same(one: unknown, other: unknown): boolean {
  return canonicalText(one as Json) === canonicalText(other as Json);
}

/** Every state that the log went through, and what in it does not count. Rows in the order of their versions. */
export function authorityHistory(
  rows: readonly SignedChange[],
  root: TrustRoot,
  checks: Checks,
): { states: AuthorityState[]; refused: { version: number; why: string }[] } {
  const states = [NOTHING_SIGNED];
  const refused: { version: number; why: string }[] = [];
  for (const row of rows) {
    const next = afterChange(states.at(-1) as AuthorityState, row, root, checks);
    if (typeof next === 'string') refused.push({ version: row.version, why: next });
    else states.push(next);
  }
  return { states, refused };
}

/** The last state whose version is at most this one. @param states in order, the empty one first */
export function stateOfVersion(states: readonly AuthorityState[], version: number): AuthorityState {
  return last(states, (state) => state.version <= version);
}

/** The state at an instant (UTC, ISO 8601). @param states in order, the empty one first */
export function stateAt(states: readonly AuthorityState[], instant: string): AuthorityState {
  return last(states, (state) => state.at <= instant);
}

function last(states: readonly AuthorityState[], holds: (state: AuthorityState) => boolean): AuthorityState {
  let low = 0;
  let high = states.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(states[middle] as AuthorityState)) low = middle;
    else high = middle - 1;
  }
  return states[low] as AuthorityState;
}
