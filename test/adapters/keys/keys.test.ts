import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { INSTALLATION, installationKey, loadKey, newKey } from '../../../adapters/keys/keys.ts';
import { signReceipt, verifyReceipt } from '../../../adapters/keys/receipts.ts';
import { signText, signToken, verifyText, verifyToken } from '../../../adapters/keys/sign.ts';
import { decodeToken, encodeToken } from '../../../domain/gate/token.ts';
import { parseReceipt, type ReceiptBody } from '../../../domain/receipt.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const same = (one: object) => JSON.parse(JSON.stringify({ ...one, privateKey: undefined }));

describe('a key', () => {
  test('is kept for its owner only, and loads as it was made', () => {
    const key = newKey(folder, 'p-ana');
    expect(statSync(join(folder, 'p-ana.pem')).mode & 0o777).toBe(0o600);
    expect(same(loadKey(folder, 'p-ana'))).toEqual(same(key));
    expect(key).toMatchObject({ owner: 'p-ana', kid: key.fingerprint.slice(0, 16) });
    expect(readdirSync(folder)).toEqual(['p-ana.pem']);
  });

  test('made anew replaces the one before, which stays beside it', () => {
    const before = newKey(folder, 'p-ana');
    const after = newKey(folder, 'p-ana');
    expect(loadKey(folder, 'p-ana').kid).toBe(after.kid);
    expect(readdirSync(folder).sort()).toEqual([`p-ana.${before.kid}.pem`, 'p-ana.pem'].sort());
  });

  test('that others can read is refused, naming the repair', () => {
    newKey(folder, 'p-ana');
    chmodSync(join(folder, 'p-ana.pem'), 0o644);
    expect(() => loadKey(folder, 'p-ana')).toThrow(/chmod 600/);
  });

  test('that is not there names the command', () => {
    expect(() => loadKey(folder, 'p-bob')).toThrow(/quarterdeck keys new/);
  });

  test.each(['../p-ana', 'a/b', '', '.', 'a.b', 'a b'])(
    'of %j cannot be made: it would leave the folder',
    (owner) => {
      expect(() => newKey(folder, owner)).toThrow(/person id/);
    },
  );

  test('of the installation is made once', () => {
    const key = installationKey(join(folder, 'new'));
    expect(installationKey(join(folder, 'new')).kid).toBe(key.kid);
    expect(key.owner).toBe(INSTALLATION);
  });
});

describe('a signature', () => {
  test('holds for this text, purpose and key, and for nothing else', () => {
    const [ana, bob] = [newKey(folder, 'ana'), newKey(folder, 'bob')];
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const signature = signText(ana.privateKey, 'token', text);
        expect(verifyText(ana.publicKey, 'token', text, signature)).toBe(true);
        expect(verifyText(ana.publicKey, 'receipt', text, signature)).toBe(false);
        expect(verifyText(bob.publicKey, 'token', text, signature)).toBe(false);
        expect(verifyText(ana.publicKey, 'token', other, signature)).toBe(other === text);
      }),
      { numRuns: 30 },
    );
  });

  test('or key that is none is false, not an error; a signature has one spelling', () => {
    const { publicKey, privateKey } = newKey(folder, 'ana');
    const good = signText(privateKey, 'token', 'x');
    for (const signature of ['', '!', 'c2ln', `${good}=`, ` ${good}`, good.slice(0, -2)])
      expect(verifyText(publicKey, 'token', 'x', signature)).toBe(false);
    for (const key of ['', 'c2ln', publicKey.slice(4)])
      expect(verifyText(key, 'token', 'x', good)).toBe(false);
  });
});

describe('a token', () => {
  const claims = {
    actor: 'p-ana',
    case: 'deal:files:1',
    round: 1,
    evidenceHash: 'e',
    authorityVersion: 1,
    action: 'approve' as const,
    editsHash: 'h',
    iat: 1,
    exp: 2,
    nonce: 'n',
  };

  test('verifies under its key, and no claim of it can be changed', () => {
    const key = newKey(folder, 'p-ana');
    const token = signToken(key, claims);
    expect(verifyToken(token, key.publicKey)).toEqual({ ...claims, kid: key.kid });
    expect(verifyToken(token, newKey(folder, 'mallory').publicKey)).toBeUndefined();
    const { claims: read, signature } = decodeToken(token);
    for (const [name, value] of Object.entries(read)) {
      const forged = { ...read, [name]: typeof value === 'number' ? value + 1 : `${value}x` };
      expect(verifyToken(encodeToken(forged, signature), key.publicKey)).toBeUndefined();
    }
    for (const not of ['', 'x', 'a.b', token.slice(1)])
      expect(verifyToken(not, key.publicKey)).toBeUndefined();
  });
});

describe('a receipt', () => {
  const body: ReceiptBody = {
    schemaVersion: 1,
    case: 'deal:files:1',
    round: 1,
    action: 'approve',
    by: 'p-ana',
    at: '2026-03-02T09:00:00.000Z',
    evidenceHash: 'e',
    decisionHash: 'd',
    policyVersion: 'v',
    authorityVersion: 1,
    signedWith: 'k',
    audit: { seq: 4, hash: 'h' },
  };

  test('verifies with the public key alone, read again from its text too', () => {
    const key = installationKey(folder);
    const receipt = signReceipt(key, body);
    expect(verifyReceipt(receipt, key.publicKey)).toEqual({ genuine: true });
    const again = parseReceipt(JSON.parse(JSON.stringify(receipt, null, 2)));
    expect(again).toEqual(receipt);
    expect(verifyReceipt(again, key.publicKey)).toEqual({ genuine: true });
  });

  test('with any field changed is not genuine', () => {
    const key = installationKey(folder);
    const receipt = signReceipt(key, body);
    for (const [name, value] of Object.entries(receipt)) {
      const changed =
        typeof value === 'number'
          ? value + 1
          : typeof value === 'object'
            ? { seq: 5, hash: 'h' }
            : `${value}x`;
      expect(verifyReceipt({ ...receipt, [name]: changed }, key.publicKey)).toMatchObject({ genuine: false });
    }
  });

  test('of another installation names the key that is needed', () => {
    const receipt = signReceipt(newKey(folder, 'other'), body);
    const check = verifyReceipt(receipt, installationKey(folder).publicKey);
    expect(check).toMatchObject({ genuine: false, why: expect.stringContaining(receipt.fingerprint) });
  });

  test('of another shape is no receipt', () => {
    expect(() => parseReceipt({ case: 1 })).toThrow(/not a decision receipt/);
  });
});
