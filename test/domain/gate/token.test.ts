import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeToken,
  editsText,
  encodeToken,
  type TokenClaims,
  tokenPayload,
} from '../../../domain/gate/token.ts';

const claims: TokenClaims = {
  kid: '0123456789abcdef',
  actor: 'p-ana',
  case: 'deal:impartner:4711~2',
  round: 3,
  evidenceHash: 'e'.repeat(64),
  authorityVersion: 7,
  action: 'approve',
  editsHash: 'f'.repeat(64),
  iat: 1772442000,
  exp: 1772442900,
  nonce: 'n0nce',
};
const spelled = (payload: string) => `${Buffer.from(payload).toString('base64url')}.c2ln`;

describe('a token', () => {
  test('reads back as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (actor, round) => {
        const token = encodeToken({ ...claims, actor, round }, 'c2ln');
        expect(decodeToken(token)).toEqual({
          claims: { ...claims, actor, round },
          payload: tokenPayload({ ...claims, actor, round }),
          signature: 'c2ln',
        });
      }),
    );
  });

  test.each([
    ['empty', ''],
    ['no signature', encodeToken(claims, '')],
    ['three parts', `${encodeToken(claims, 'c2ln')}.x`],
    ['not JSON', spelled('hello')],
    ['a list', spelled('[]')],
    ['a claim missing', spelled(JSON.stringify({ ...claims, nonce: undefined }))],
    ['a claim too many', encodeToken({ ...claims, admin: true } as TokenClaims, 'c2ln')],
    ['a claim of another type', encodeToken({ ...claims, round: '3' as unknown as number }, 'c2ln')],
    ['a fraction', encodeToken({ ...claims, round: 1.5 }, 'c2ln')],
    ['another order of the same claims', spelled(JSON.stringify(claims))],
    ['padding', `${encodeToken(claims, 'c2ln').replace('.', '=.')}`],
    ['blanks', ` ${encodeToken(claims, 'c2ln')}`],
    ['endless', 'a'.repeat(1e6)],
  ])('that is %s is refused with the way to make one', (_, token) => {
    expect(() => decodeToken(token)).toThrow(/quarterdeck reviews sign/);
  });
});

test('the text of the edits tells any two decisions apart, and absent from null not at all', () => {
  const base = { reason: 'fits' };
  const all = [
    base,
    { reason: 'fits ' },
    { ...base, edits: { a: 1 } },
    { ...base, edits: { a: '1' } },
    { ...base, to: 'p-1' },
    { ...base, questions: ['p-1'] },
    { ...base, questions: ['p', '-1'] },
  ];
  expect(new Set(all.map(editsText)).size).toBe(all.length);
  expect(editsText({ ...base, edits: { b: 1, a: 2 } })).toBe(editsText({ ...base, edits: { a: 2, b: 1 } }));
});
