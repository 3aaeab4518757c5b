import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { signText, verifyToken } from '../../adapters/keys/sign.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { canonicalText } from '../../domain/evidence.ts';
import type { Person } from '../../domain/gate/authority.ts';
import { type AuthorityState, NOTHING_SIGNED } from '../../domain/gate/authority-log.ts';
import { editsText, encodeToken, type TokenClaims, tokenPayload } from '../../domain/gate/token.ts';
import type { JsonObject } from '../../domain/json.ts';
import { otherThanRow, type Proof, provenBy, type SignedRow } from '../../domain/proof.ts';
import type { Receipt } from '../../domain/receipt.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const { publicKey: pair, privateKey } = generateKeyPairSync('ed25519');
const publicKey = pair.export({ type: 'spki', format: 'der' }).toString('base64');
const AT = '2026-07-13T08:00:00.000Z';
const person = (id: string, role: Person['role'], active = true): Person => ({
  ...{ id, role, region: 'EMEA', zone: 'UTC', manager: null, limitUsd: null },
  ...{ partnerId: null, partners: [], active },
});
const KEY = {
  ...{ kid: 'k1', person: 'p-olga', publicKey, validFrom: '2026-01-01T00:00:00.000Z', validTo: null },
  ...{ revokedAt: null, countersignedWith: 'root' },
};
const STATE: AuthorityState = {
  ...NOTHING_SIGNED,
  version: 4,
  people: { 'p-olga': person('p-olga', 'partner_ops'), 'p-cora': person('p-cora', 'controller') },
  keys: new Map([['k1', KEY]]),
};
const REQUEST = { action: 'approve', by: 'p-olga', reason: 'looked at it', round: 2 };

function row(
  more: {
    entry?: Partial<AuditEntry>;
    claims?: Partial<TokenClaims>;
    request?: JsonObject;
    proof?: Partial<Proof>;
  } = {},
) {
  const request = { ...REQUEST, ...more.request };
  const claims: TokenClaims = {
    ...{
      kid: 'k1',
      actor: 'p-olga',
      case: 'deal:portal:1',
      round: 2,
      evidenceHash: 'e1',
      authorityVersion: 4,
    },
    ...{ action: 'approve', editsHash: sha256(editsText(request as never)), nonce: 'n' },
    ...{ iat: Date.parse(AT) / 1000 - 10, exp: Date.parse(AT) / 1000 + 290 },
    ...more.claims,
  };
  const token = encodeToken(claims, signText(privateKey, 'token', tokenPayload(claims)));
  const entry: AuditEntry = {
    ...{ at: AT, actor: 'p-olga', action: 'decision.accepted', as: 'partner_ops', delegatedFrom: null },
    ...{ decision: 'approve', round: 2, evidenceHash: 'e1', decisionHash: sha256(canonicalText(request)) },
    ...{ authorityVersion: 4, signedWith: 'k1', proofHash: 'p' },
    ...more.entry,
  };
  const signed: SignedRow = { case: 'deal:portal:1', seq: 3, hash: 'h', entry };
  return { signed, proof: { token, publicKey, request, ...more.proof } };
}

const judged = (made: ReturnType<typeof row>, state = STATE) =>
  provenBy(made.signed, made.proof, [NOTHING_SIGNED, state], { sha256, verifyToken });

describe('a row', () => {
  test('is proved by the token of its person', () => {
    expect(judged(row())).toMatchObject({ claims: { nonce: 'n' } });
  });

  test('of a look afterwards proves its verdict, and no other', () => {
    const checked = (verdict: string, reason = REQUEST.reason) =>
      judged(row({ entry: { action: 'case.checked', verdict, reason } }));
    expect(checked('right')).toMatchObject({ claims: { nonce: 'n' } });
    expect(checked('wrong')).toMatch(/for another verdict$/);
    expect(checked('right', 'something else')).toMatch(/for another reason$/);
  });

  test.each<[string, Parameters<typeof row>[0], RegExp]>([
    ['of another case', { claims: { case: 'deal:portal:2' } }, /for another case$/],
    ['of another person', { claims: { actor: 'p-cora' } }, /for another person/],
    ['in the name of another person', { entry: { actor: 'p-cora' } }, /for another person/],
    ['of another round', { entry: { round: 3 } }, /for another round$/],
    ['of another action', { entry: { decision: 'reject' } }, /for another action$/],
    ['on other evidence', { entry: { evidenceHash: 'e2' } }, /for another evidence$/],
    [
      'with another reason',
      { proof: { request: { ...REQUEST, reason: 'other' } } },
      /reason, edits, to or questions/,
    ],
    ['for another request', { entry: { decisionHash: sha256('x') } }, /for another decision$/],
    ['used after its end', { claims: { exp: Date.parse(AT) / 1000 } }, /for another time$/],
    ['signed later', { claims: { iat: Date.parse(AT) / 1000 + 61 } }, /for another time$/],
    ['kept with another key', { proof: { publicKey: 'MCow' } }, /not signed by key k1/],
    [
      'with a key that is not countersigned',
      { entry: { signedWith: 'k2' } },
      /key k2 was not countersigned then/,
    ],
    [
      'from before the key was countersigned',
      { entry: { authorityVersion: 0 } },
      /was not countersigned then/,
    ],
    ['in a role that the person had not', { entry: { as: 'controller' } }, /was partner_ops, not controller/],
    [
      'in the place of somebody else',
      { entry: { as: 'controller', delegatedFrom: 'p-cora' } },
      /in the place of p-cora/,
    ],
  ])('%s is not', (_, more, why) => {
    expect(judged(row(more))).toEqual(expect.stringMatching(why));
  });

  test('without its token is not, nor with a changed one', () => {
    const { signed, proof } = row();
    expect(provenBy(signed, undefined, [STATE], { sha256, verifyToken })).toMatch(/is not kept/);
    const token = proof.token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(judged({ signed, proof: { ...proof, token } })).toMatch(/not signed by key k1/);
  });

  test('of a key that was revoked, of another time or of an inactive person is not', () => {
    const withKey = (more: Partial<typeof KEY | { revokedAt: string | null; validTo: string | null }>) =>
      judged(row(), { ...STATE, keys: new Map([['k1', { ...KEY, ...more } as never]]) });
    expect(withKey({ revokedAt: '2026-07-01T00:00:00.000Z' })).toMatch(/was revoked before/);
    expect(withKey({ validTo: AT })).toMatch(/was not valid then/);
    expect(withKey({ validFrom: '2026-08-01T00:00:00.000Z' })).toMatch(/was not valid then/);
    const people = { ...STATE.people, 'p-olga': person('p-olga', 'partner_ops', false) };
    expect(judged(row(), { ...STATE, people })).toMatch(/was not active then/);
  });

  test('in the place of somebody who has delegated then is proved', () => {
    const given = { id: 'd', from: 'p-cora', to: 'p-olga', revokedAt: null };
    const until = (endsAt: string) => ({
      ...STATE,
      delegations: new Map([['d', { ...given, startsAt: '2026-07-01T00:00:00.000Z', endsAt }]]),
    });
    const inPlace = row({ entry: { as: 'controller', delegatedFrom: 'p-cora' } });
    expect(judged(inPlace, until('2026-08-01T00:00:00.000Z'))).toMatchObject({ claims: {} });
    expect(judged(inPlace, until(AT))).toMatch(/did not decide in the place of p-cora then/);
  });
});

test('a receipt is compared with its row, field by field', () => {
  const { signed } = row();
  const receipt = {
    ...{ schemaVersion: 1, case: 'deal:portal:1', round: 2, action: 'approve', by: 'p-olga', at: AT },
    ...{
      evidenceHash: 'e1',
      decisionHash: signed.entry.decisionHash,
      policyVersion: null,
      authorityVersion: 4,
    },
    ...{ signedWith: 'k1', audit: { seq: 3, hash: 'h' }, kid: 'root', fingerprint: 'f', signature: 's' },
  } as Receipt;
  expect(otherThanRow(receipt, signed)).toBeNull();
  for (const [field, value, name] of [
    ['case', 'x', 'case'],
    ['round', 9, 'round'],
    ['action', 'reject', 'action'],
    ['by', 'p-cora', 'person'],
    ['at', 'x', 'time'],
    ['evidenceHash', 'x', 'evidence'],
    ['decisionHash', 'x', 'decision'],
    ['authorityVersion', 5, 'authority version'],
    ['signedWith', null, 'key'],
    ['audit', { seq: 3, hash: 'x' }, 'audit row'],
  ] as const)
    expect(otherThanRow({ ...receipt, [field]: value } as Receipt, signed)).toBe(name);
});
