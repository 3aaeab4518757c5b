import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { encryptingCodec } from '../../installation/data-converter.ts';
import { API_KEY, describeRig, post } from './rig.ts';

const rig = describeRig();
let url: string;
beforeAll(async () => {
  ({ url } = await rig.another({ codec: encryptingCodec(randomBytes(32), 'quarterdeck-1') }));
});

const bearer = { authorization: `Bearer ${API_KEY}` };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const PLAIN = { metadata: { encoding: base64('json/plain') }, data: base64('{"reason":"Known customer"}') };
const ask = (way: string, body: unknown, headers: Record<string, string> = bearer) =>
  post(`${url}/codec/${way}`, typeof body === 'string' ? body : JSON.stringify(body), {
    'content-type': 'application/json',
    ...headers,
  });

describe('the codec server', () => {
  test('encodes, and decodes what it has encoded', async () => {
    const encoded = await ask('encode', { payloads: [PLAIN] });
    expect(encoded.status).toBe(200);
    const [{ data = '' } = {}] = encoded.body.payloads as Array<{ data?: string }>;
    expect(Buffer.from(data, 'base64').toString('latin1')).not.toContain('Known');
    expect((await ask('decode', JSON.stringify(encoded.body))).body).toEqual({ payloads: [PLAIN] });
  });

  test.each(['encode', 'decode'])('%s needs a key where keys are set up', async (way) => {
    for (const authorization of ['', 'Bearer wrong'])
      expect(await ask(way, { payloads: [PLAIN] }, { authorization })).toMatchObject({
        status: 401,
        body: { code: 'no_api_key' },
      });
  });

  describe('with the key of npm start alone', () => {
    const UI = 'http://127.0.0.1:8233';
    const server = async (change: object) =>
      (
        await rig.another({
          codec: encryptingCodec(randomBytes(32), 'quarterdeck-1'),
          configuration: {
            ...rig.configuration,
            QUARTERDECK_ENVIRONMENT: 'development',
            QUARTERDECK_API_KEYS: { api: API_KEY },
            QUARTERDECK_TEMPORAL_UI: UI,
            ...change,
          },
        })
      ).url;
    const decode = (at: string, headers: Record<string, string>) =>
      post(`${at}/codec/decode`, '{"payloads":[]}', { 'content-type': 'application/json', ...headers });

    test('a page of the Temporal UI needs none; whatever is no page of it does', async () => {
      const at = await server({});
      expect(await decode(at, { origin: UI })).toMatchObject({ status: 200 });
      expect(await decode(at, bearer)).toMatchObject({ status: 200 });
      expect(await decode(at, {})).toMatchObject({ status: 401 });
      expect(await decode(at, { origin: at })).toMatchObject({ status: 401 });
      expect(await decode(at, { origin: 'http://127.0.0.1:8234' })).toMatchObject({ status: 403 });
    });

    test.each([
      ['in production, whatever the key is called', { QUARTERDECK_ENVIRONMENT: 'production' }],
      ['beside another key', { QUARTERDECK_API_KEYS: { api: API_KEY, erp: `${API_KEY}-2` } }],
    ])('that page needs one %s', async (_when, change) => {
      expect(await decode(await server(change), { origin: UI })).toMatchObject({ status: 401 });
    });
  });

  test('answers what it cannot read with a problem', async () => {
    for (const body of ['{', '[]', '{"payloads":[{"data":"%%%"}]}'])
      expect(await ask('decode', body)).toMatchObject({ status: 400, body: { code: 'no_payloads' } });
    const foreign = { metadata: { encoding: base64('binary/encrypted') }, data: base64('x'.repeat(40)) };
    expect(await ask('decode', { payloads: [foreign] })).toMatchObject({
      status: 422,
      body: { code: 'other_codec_key' },
    });
  });

  test('is not there without a codec key', async () => {
    const json = { ...bearer, 'content-type': 'application/json' };
    expect(await post(`${rig.url}/codec/decode`, '{"payloads":[]}', json)).toMatchObject({ status: 404 });
  });
});
