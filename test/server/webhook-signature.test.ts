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

  test.each(['v1a,', 'v1', 'v2,', 'v10,', ''])(
    'the good signature under the version "%s" is none',
    (version) => {
      at(1614265330);
      const mac = VECTOR.headers['webhook-signature'].slice('v1,'.length);
      expect(verify({ ...VECTOR.headers, 'webhook-signature': version + mac }, VECTOR.body)).toBe(false);
    },
  );

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

describe("Slack's signature v0", () => {
  /** The vector of "Verifying requests from Slack". */
  const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
  const MOMENT = 1531420618;
  const BODY = Buffer.from(
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
  );
  const HEADERS = {
    'x-slack-request-timestamp': String(MOMENT),
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  };
  const source = webhookSource.parse({ scheme: 'slack_v0', secrets: [SECRET] });
  const verify = verifierOf(source, clock);

  test("the documentation's vector holds, five minutes long both ways", () => {
    for (const [offset, holds] of [
      [0, true],
      [300, true],
      [301, false],
      [-300, true],
      [-301, false],
    ] as const) {
      at(MOMENT + offset);
      expect([offset, verify(HEADERS, BODY)]).toEqual([offset, holds]);
    }
  });

  test('one changed byte of body, signature or moment breaks it', () => {
    at(MOMENT);
    for (let index = 0; index < BODY.length; index += 7) {
      const body = Buffer.from(BODY);
      body.writeUInt8((body[index] as number) ^ 1, index);
      expect(verify(HEADERS, body)).toBe(false);
    }
    const { 'x-slack-signature': signature } = HEADERS;
    for (let index = 0; index < signature.length; index += 1) {
      const other = `${signature.slice(0, index)}${signature[index] === 'a' ? 'b' : 'a'}${signature.slice(index + 1)}`;
      expect(verify({ ...HEADERS, 'x-slack-signature': other }, BODY)).toBe(false);
    }
    expect(verify({ ...HEADERS, 'x-slack-request-timestamp': String(MOMENT + 1) }, BODY)).toBe(false);
  });

  test.each([
    [{ 'x-slack-signature': undefined }],
    [{ 'x-slack-signature': '' }],
    [{ 'x-slack-signature': HEADERS['x-slack-signature'].slice(3) }],
    [{ 'x-slack-signature': HEADERS['x-slack-signature'].toUpperCase() }],
    [{ 'x-slack-signature': HEADERS['x-slack-signature'].replace('v0', 'v1') }],
    [{ 'x-slack-signature': `${HEADERS['x-slack-signature']} ` }],
    [{ 'x-slack-request-timestamp': undefined }],
    [{ 'x-slack-request-timestamp': '' }],
    [{ 'x-slack-request-timestamp': ` ${MOMENT}` }],
    [{ 'x-slack-request-timestamp': `${MOMENT}.0` }],
    [{ 'x-slack-request-timestamp': `${MOMENT}000` }],
    [{ 'x-slack-request-timestamp': 'NaN' }],
  ])('%j does not hold', (change) => {
    at(MOMENT);
    expect(verify(HEADERS, BODY)).toBe(true);
    expect(verify({ ...HEADERS, ...change }, BODY)).toBe(false);
  });

  test('any bytes verify as they are, under either of two secrets, and under no third one', () => {
    at(MOMENT);
    const both = verifierOf(webhookSource.parse({ scheme: 'slack_v0', secrets: [SECRET, SHARED] }), clock);
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom(SECRET, SHARED), (bytes, secret) => {
        const mac = createHmac('sha256', secret).update(`v0:${MOMENT}:`).update(bytes).digest('hex');
        const headers = { ...HEADERS, 'x-slack-signature': `v0=${mac}` };
        expect(both(headers, Buffer.from(bytes))).toBe(true);
        expect(verify(headers, Buffer.from(bytes))).toBe(secret === SECRET);
        expect(both(headers, Buffer.concat([bytes, Buffer.from('x')]))).toBe(false);
      }),
    );
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
