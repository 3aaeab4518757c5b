import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signText, verifyText } from '../../../adapters/keys/sign.ts';
import { rolesSchema } from '../../../contracts/policy-authority.ts';
import type { Person, Role } from '../../../domain/gate/authority.ts';
import {
  type AuthorityChange,
  type AuthorityState,
  afterChange,
  authorityChangedIn,
  authorityHistory,
  changeBody,
  changedPeople,
  NOTHING_SIGNED,
  type SignedChange,
  stateAt,
  stateOfVersion,
} from '../../../domain/gate/authority-log.ts';
import { policyFile } from '../../../installation/policy-file.ts';

interface Signer {
  owner: string;
  kid: string;
  publicKey: string;
  privateKey: KeyObject;
}

const signer = (owner: string, kid: string): Signer => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    owner,
    kid,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey,
  };
};
const installation = signer('installation', 'root');
const sam = signer('p-sam', 'sam1');
const ana = signer('p-ana', 'ana1');
const stranger = signer('p-sam', 'none');
const policy = policyFile('policy', 'roles.yaml', rolesSchema);
const checks = {
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  signed: (key: string, text: string, signature: string) => verifyText(key, 'authority', text, signature),
};
const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();

const person = (id: string, role: Role): Person => ({
  ...{ id, role, region: 'EMEA', zone: 'Europe/Berlin', manager: null, limitUsd: null },
  ...{ partnerId: null, partners: [], active: true },
});
const keyOf = ({ kid, owner, publicKey }: Signer): AuthorityChange => ({
  ...{ change: 'key', kid, person: owner, publicKey, validFrom: day(1), validTo: null },
});

function signed(state: AuthorityState, by: Signer, change: AuthorityChange, at: string): SignedChange {
  const version = state.version + 1;
  const body = changeBody(state, change, { version, at, by: by.owner });
  return { version, body, kid: by.kid, signature: signText(by.privateKey, 'authority', body) };
}

/** Each change, one a day; throws what one is refused with. */
function followed(changes: [Signer, AuthorityChange][], from = NOTHING_SIGNED): AuthorityState {
  return changes.reduce((state, [by, change], index) => {
    const next = afterChange(state, signed(state, by, change, day(index + 2)), installation, checks);
    if (typeof next === 'string') throw new Error(next);
    return next;
  }, from);
}

const BEGUN: [Signer, AuthorityChange][] = [
  [installation, { change: 'begun', checkpoint: 0, keys: [], delegations: [] }],
  [installation, { change: 'roles', policy }],
  [
    installation,
    {
      change: 'people',
      people: [person('p-sam', 'admin'), person('p-ana', 'channel_manager'), person('p-joe', 'partner_ops')],
    },
  ],
  [installation, keyOf(sam)],
  [sam, keyOf(ana)],
];
const delegation = (id: string, from: string, to: string): AuthorityChange => ({
  ...{ change: 'delegation', id, from, to, startsAt: day(1), endsAt: day(30) },
});

describe('the signed log of authority', () => {
  test('an Admin, countersigned by the installation, countersigns others', () => {
    const { keys } = followed(BEGUN);
    expect([...keys.values()].map(({ person, countersignedWith }) => [person, countersignedWith])).toEqual([
      ['p-sam', 'root'],
      ['p-ana', 'sam1'],
    ]);
  });

  test.each<[string, Signer, AuthorityChange, RegExp]>([
    [
      'a key by whoever is no Admin',
      ana,
      keyOf(signer('p-joe', 'joe1')),
      /p-ana may not make it; an Admin may/,
    ],
    [
      'a limit by whoever is no Admin',
      ana,
      { change: 'people', people: [person('p-ana', 'controller')] },
      /may not/,
    ],
    ['roles by whoever is no Admin', ana, { change: 'roles', policy }, /may not/],
    ['a delegation of somebody else', ana, delegation('d2', 'p-joe', 'p-ana'), /may not/],
    ['a key revoked by somebody else', ana, { change: 'key_revoked', kid: 'sam1', since: day(1) }, /may not/],
    ['a key that nobody has countersigned', stranger, keyOf(stranger), /not countersigned/],
    [
      "a stranger's signature under the Admin's key",
      { ...stranger, kid: 'sam1' },
      keyOf(stranger),
      /not signed by key sam1/,
    ],
    [
      "the Admin's key in another's name",
      { ...sam, owner: 'p-ana' },
      delegation('d1', 'p-ana', 'p-joe'),
      /it names p-ana/,
    ],
    [
      'a second beginning',
      installation,
      { change: 'begun', checkpoint: 9, keys: [], delegations: [] },
      /one beginning/,
    ],
  ])('%s does not count', (_, by, change, why) => {
    expect(() => followed([[by, change]], followed(BEGUN))).toThrow(why);
  });

  test('nothing counts before the installation has begun it', () => {
    expect(() => followed([[installation, { change: 'roles', policy }]])).toThrow(/one beginning/);
  });

  test('everybody gives and ends what is theirs', () => {
    const given = followed([[ana, delegation('d1', 'p-ana', 'p-joe')]], followed(BEGUN));
    expect(authorityChangedIn(given, 'p-joe')).toBe(given.version);
    expect(authorityChangedIn(given, 'p-ana')).toBeLessThan(given.version);
    const ended = followed([[ana, { change: 'delegation_revoked', id: 'd1' }]], given);
    expect(ended.delegations.get('d1')?.revokedAt).not.toBeNull();
    const revoked = followed([[ana, { change: 'key_revoked', kid: 'ana1', since: day(3) }]], ended);
    expect(revoked.keys.get('ana1')?.revokedAt).toBe(day(3));
  });

  test('a revoked key signs no further change, stays revoked, and can only be revoked from earlier on', () => {
    const state = followed([[sam, { change: 'key_revoked', kid: 'ana1', since: day(5) }]], followed(BEGUN));
    expect(() => followed([[ana, delegation('d1', 'p-ana', 'p-joe')]], state)).toThrow(/was revoked before/);
    const again = followed(
      [
        [sam, keyOf(ana)],
        [sam, { change: 'key_revoked', kid: 'ana1', since: day(9) }],
      ],
      state,
    );
    expect(again.keys.get('ana1')?.revokedAt).toBe(day(5));
    const earlier = followed([[sam, { change: 'key_revoked', kid: 'ana1', since: day(2) }]], again);
    expect(earlier.keys.get('ana1')?.revokedAt).toBe(day(2));
  });

  test('a change is worth something in its place only', () => {
    const state = followed(BEGUN);
    const row = signed(state, sam, { change: 'roles', policy }, day(9));
    const later = followed([[sam, delegation('d1', 'p-sam', 'p-joe')]], state);
    expect(afterChange(later, { ...row, version: later.version + 1 }, installation, checks)).toMatch(
      /does not follow/,
    );
    expect(afterChange(later, row, installation, checks)).toMatch(/does not follow/);
  });

  test('a signer whose clock is behind does not change the past', () => {
    const state = followed(BEGUN);
    const next = afterChange(
      state,
      signed(state, sam, { change: 'roles', policy }, day(1)),
      installation,
      checks,
    );
    expect(next).toMatchObject({ at: state.at });
  });

  test('whatever is written into it without a good signature is passed over', () => {
    const state = followed(BEGUN);
    const good = signed(state, sam, delegation('d1', 'p-sam', 'p-joe'), day(9));
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.string()),
        fc.string(),
        fc.constantFrom('root', 'sam1', 'x'),
        (body, signature, kid) => {
          const why = afterChange(state, { version: 7, body, kid, signature }, installation, checks);
          expect(typeof why).toBe('string');
        },
      ),
    );
    const forged = { version: 1, body: '{', kid: 'root', signature: 'x' };
    const rows = BEGUN.reduce<{ state: AuthorityState; rows: SignedChange[] }>(
      ({ state: before, rows: kept }, [by, change], index) => {
        const row = signed(before, by, change, day(index + 2));
        return {
          state: afterChange(before, row, installation, checks) as AuthorityState,
          rows: [...kept, row],
        };
      },
      { state: NOTHING_SIGNED, rows: [] },
    ).rows;
    const { states, refused } = authorityHistory([forged, ...rows, forged, good], installation, checks);
    expect(states.at(-1)?.delegations.size).toBe(1);
    expect(refused).toHaveLength(2);
  });

  test('answers as of a version and as of an instant', () => {
    const states = [NOTHING_SIGNED];
    for (const [index, [by, change]] of BEGUN.entries())
      states.push(followedOne(states.at(-1) as AuthorityState, by, change, day(index * 10 + 1)));
    expect(stateOfVersion(states, 3).version).toBe(3);
    expect(stateOfVersion(states, 99).version).toBe(5);
    expect(stateOfVersion(states, Number.NaN).version).toBe(0);
    expect(stateAt(states, day(20)).version).toBe(2);
    expect(stateAt(states, '2025-01-01').version).toBe(0);
  });

  test('people of the file who differ, are new or are gone', () => {
    const state = followed(BEGUN);
    const file = [
      person('p-sam', 'admin'),
      { ...person('p-ana', 'channel_manager'), limitUsd: '5' },
      person('p-new', 'finance'),
    ];
    expect(changedPeople(state, file).map(({ id, active, limitUsd }) => [id, active, limitUsd])).toEqual([
      ['p-ana', true, '5.00'],
      ['p-new', true, null],
      ['p-joe', false, null],
    ]);
    expect(changedPeople(state, Object.values(state.people))).toEqual([]);
  });
});

function followedOne(state: AuthorityState, by: Signer, change: AuthorityChange, at: string): AuthorityState {
  const next = afterChange(state, signed(state, by, change, at), installation, checks);
  if (typeof next === 'string') throw new Error(next);
  return next;
}
