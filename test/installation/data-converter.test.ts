import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { defaultPayloadConverter, type PayloadCodec, ValueError } from '@temporalio/common';
import fc from 'fast-check';
import { dataConverter, encryptingCodec } from '../../installation/data-converter.ts';

const KEY = randomBytes(32);
const codec = encryptingCodec(KEY, 'quarterdeck-1');
const payload = (value: unknown) => defaultPayloadConverter.toPayload(value);
const sealed = async (value: unknown, by: PayloadCodec = codec) =>
  (await by.encode([payload(value)]))[0] ?? {};
const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('latin1');

describe('the payload codec', () => {
  test('any payloads come back as they were, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 4 }), async (values) => {
        const before = values.map(payload);
        const after = await codec.decode(await codec.encode(before));
        expect(after.map((one) => defaultPayloadConverter.fromPayload(one))).toEqual(
          before.map((one) => defaultPayloadConverter.fromPayload(one)),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('nothing of the value nor of its encoding stays readable, and no two encryptions are alike', async () => {
    const [one, two] = [
      await sealed({ reason: 'Known customer' }),
      await sealed({ reason: 'Known customer' }),
    ];
    expect(text(one.data)).not.toContain('Known customer');
    expect(text(one.data)).not.toContain('json/plain');
    expect(text(one.metadata?.encoding)).toBe('binary/encrypted');
    expect(text(one.data)).not.toBe(text(two.data));
  });

  test('with another key it says which setting is wrong', async () => {
    const other = encryptingCodec(randomBytes(32), 'quarterdeck-1');
    const decoding = other.decode([await sealed('x')]);
    await expect(decoding).rejects.toThrow(ValueError);
    await expect(other.decode([await sealed('x')])).rejects.toThrow(/QUARTERDECK_CODEC_KEY/);
  });

  test('a changed payload does not decode, whichever byte was changed', async () => {
    const { metadata, data } = await sealed({ amount: '100.00' });
    const bytes = data ?? new Uint8Array();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const forged = Uint8Array.from(bytes);
        forged[at] = (forged[at] ?? 0) ^ by;
        await expect(codec.decode([{ metadata: metadata ?? {}, data: forged }])).rejects.toThrow(ValueError);
      }),
      { numRuns: 50 },
    );
    await expect(codec.decode([{ metadata: metadata ?? {}, data: bytes.subarray(0, 8) }])).rejects.toThrow(
      ValueError,
    );
  });

  test('what others wrote in plain, such as a decision from the Temporal UI, passes as it is', async () => {
    const plain = payload({ action: 'approve' });
    expect(await codec.decode([plain])).toEqual([plain]);
  });

  test('is off without a key and on with one', () => {
    expect(dataConverter({ QUARTERDECK_CODEC_KEY: undefined })).toEqual({});
    const { dataConverter: on } = dataConverter({ QUARTERDECK_CODEC_KEY: KEY.toString('base64') });
    expect(on?.payloadCodecs).toHaveLength(1);
  });
});
