import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { type WebhookSource, webhookSource } from '../../contracts/server-configuration.ts';
import { verifierOf } from '../../server/webhook-signature.ts';
import { SECRETS, SHARED, signed } from './rig.ts';

afterEach(() => {
  jest.useRealTimers();
});

/** The vector of the Standard Webhooks specification's reference libraries. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  body: Buffer.from('{"test": 2432232314}'),
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
};
/** The timers' one, which the tests set. */
const clock = () => new Date();
const at = (seconds: number) =>
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'], now: seconds * 1_000 });

describe('Standard Webhooks', () => {
  const verify = verifierOf({ scheme: 'standard', secrets: [VECTOR.secret] }, clock);

  test("the specification's vector holds, five minutes long both ways", () => {
    for (const [offset, holds] of [
      [0, true],
      [300, true],
      [301, false],
      [-300, true],
      [-301, false],
    ] as const) {
      at(1614265330 + offset);
      expect([offset, verify(VECTOR.headers, VECTOR.body)]).toEqual([offset, holds]);
    }
  });

  test('one changed byte anywhere breaks it', () => {
    at(1614265330);
    for (let index = 0; index < VECTOR.body.length; index += 1) {
      const body = Buffer.from(VECTOR.body);
      body.writeUInt8((body[index] as number) ^ 1, index);
      expect(verify(VECTOR.headers, body)).toBe(false);
    }
    const { 'webhook-signature': signature } = VECTOR.headers;
    // The last character before the padding holds two bits that base64 ignores.
    for (let index = 3; index < signature.length - 2; index += 1) {
      const other = `${signature.slice(0, index)}${signature[index] === 'A' ? 'B' : 'A'}${signature.slice(index + 1)}`;
      expect(verify({ ...VECTOR.headers, 'webhook-signature': other }, VECTOR.body)).toBe(false);
    }
  });

  test('one good signature among several is enough (rotation at the sender)', () => {
    at(1614265330);
    const several = `v1,AAAA v1a,BBBB ${VECTOR.headers['webhook-signature']}`;
    expect(verify({ ...VECTOR.headers, 'webhook-signature': several }, VECTOR.body)).toBe(true);
  });

  test('agrees with the reference library on every text', () => {
    const library = new Webhook(VECTOR.secret);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[!-~]{1,40}$/), (text, id) => {
        const now = new Date();
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': library.sign(id, now, text),
        };
        expect(verify(headers, Buffer.from(text))).toBe(true);
        expect(verify({ ...headers, 'webhook-id': `${id}x` }, Buffer.from(text))).toBe(false);
      }),
    );
  });

  test('two secrets hold while one replaces the other, a third does not', () => {
    const body = Buffer.from('{}');
    const both = verifierOf({ scheme: 'standard', secrets: SECRETS }, clock);
    const one = verifierOf({ scheme: 'standard', secrets: [SECRETS[0]] }, clock);
    expect(SECRETS.map((secret) => both(signed(body, { secret }), body))).toEqual([true, true]);
    expect(SECRETS.map((secret) => one(signed(body, { secret }), body))).toEqual([true, false]);
  });
});

describe('HMAC-SHA256 over the body alone', () => {
  const source = webhookSource.parse({ scheme: 'hmac_sha256', secrets: [SHARED] });
  const verify = verifierOf(source, clock);
  const NAME = 'x-partnerstack-signature';

  test('the vector of RFC 4231, test case 2, holds', () => {
    // Its key is shorter than the configuration allows, so it is given here directly.
    const vector = verifierOf({ scheme: 'hmac_sha256', secrets: ['Jefe'], header: NAME }, clock);
    const mac = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    const body = Buffer.from('what do ya want for nothing?');
    expect(vector({ [NAME]: mac }, body)).toBe(true);
    expect(vector({ [NAME]: `sha256=${mac}` }, body)).toBe(true);
    expect(vector({ [NAME]: mac.replace('5b', '5c') }, body)).toBe(false);
    expect(vector({ [NAME]: `md5=${mac}` }, body)).toBe(false);
  });

  test('any bytes verify as they are, and no other bytes do', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(), (bytes, at) => {
        const headers = { [NAME]: createHmac('sha256', SHARED).update(bytes).digest('hex') };
        expect(verify(headers, Buffer.from(bytes))).toBe(true);
        const other = Buffer.from(bytes);
        if (other.length === 0) return;
        other.writeUInt8((other[at % other.length] as number) ^ 1, at % other.length);
        expect(verify(headers, other)).toBe(false);
      }),
    );
  });

  test('in the header that was set up', () => {
    const own = verifierOf({ ...source, header: 'x-hub-signature' } as WebhookSource, clock);
    const mac = createHmac('sha256', SHARED).update('{}').digest('hex');
    expect(own({ 'x-hub-signature': `sha256=${mac}` }, Buffer.from('{}'))).toBe(true);
    expect(own({ [NAME]: mac }, Buffer.from('{}'))).toBe(false);
  });
});

test('a shared secret is compared whole, in the header that was set up', () => {
  const source = webhookSource.parse({ scheme: 'shared_secret', secrets: [SHARED], header: 'X-Own' });
  const verify = verifierOf(source, clock);
  expect(verify({ 'x-own': SHARED }, Buffer.alloc(0))).toBe(true);
  for (const wrong of [undefined, '', SHARED.slice(1), `${SHARED} `, SHARED.toUpperCase() + SHARED])
    expect(verify({ 'x-own': wrong }, Buffer.alloc(0))).toBe(false);
  expect(verify({ 'x-quarterdeck-secret': SHARED }, Buffer.alloc(0))).toBe(false);
});
