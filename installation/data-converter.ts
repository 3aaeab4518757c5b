import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  type DataConverter,
  defaultPayloadConverter,
  METADATA_ENCODING_KEY,
  type Payload,
  type PayloadCodec,
  ValueError,
} from '@temporalio/common';
import proto from '@temporalio/proto';
import { UNREADABLE } from '../domain/foreign-message.ts';
import type { Configuration } from './configuration.ts';

// A CommonJS module whose names Node cannot see from outside.
const { temporal } = proto;

const ENCODING = 'binary/encrypted';
const text = (value: string) => new TextEncoder().encode(value);

/** Encrypts every payload before it leaves for Temporal: AES-256-GCM, twelve random bytes of nonce in front, tag behind. */
export function encryptingCodec(key: Buffer, keyId: string): PayloadCodec {
  return {
    async encode(payloads) {
      return payloads.map((payload) => {
        const nonce = randomBytes(12);
        const cipher = createCipheriv('aes-256-gcm', key, nonce);
        const plain = temporal.api.common.v1.Payload.encode(payload).finish();
        const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
        return {
          metadata: { [METADATA_ENCODING_KEY]: text(ENCODING), 'encryption-key-id': text(keyId) },
          data,
        };
      });
    },
    async decode(payloads) {
      return payloads.map((payload) => (encodingOf(payload) === ENCODING ? decrypt(key, payload) : payload));
    },
  };
}

/** Encodings of our own messages; none of them is binary. */
const OURS = ['json/plain', 'binary/null'];

/**
 * Reads what a workflow is sent, whoever sent it. Temporal decodes the arguments of a Signal or an Update within the workflow's task,
 * before any handler: one that throws fails that task for good. So what cannot be read becomes a value that says so, and that no
 * handler takes. The answers of our own activities are not foreign: those must be read, and wait for the right key.
 * @param codecs through which a payload goes before
 */
export function foreignContentCodec(codecs: readonly PayloadCodec[]): PayloadCodec {
  return {
    async encode(payloads, context) {
      let encoded = payloads;
      for (const codec of codecs) encoded = await codec.encode(encoded, context);
      return encoded;
    },
    async decode(payloads, context) {
      const decodeOne = async (payload: Payload): Promise<Payload> => {
        let decoded = [payload];
        for (const codec of [...codecs].reverse()) decoded = await codec.decode(decoded, context);
        return decoded[0] ?? payload;
      };
      return Promise.all(
        payloads.map((payload) =>
          context?.type === 'workflow'
            ? decodeOne(payload).then(readable).catch(unreadable)
            : decodeOne(payload),
        ),
      );
    },
  };
}

/** @throws Error when it is no JSON */
function readable(payload: Payload): Payload {
  const encoding = encodingOf(payload);
  if (!OURS.includes(encoding)) throw new ValueError(`its encoding is ${encoding.slice(0, 50) || 'missing'}`);
  defaultPayloadConverter.fromPayload(payload);
  return payload;
}

function unreadable(error: unknown): Payload {
  const why = error instanceof ValueError ? error.message : 'it is no JSON in UTF-8';
  return defaultPayloadConverter.toPayload({ [UNREADABLE]: why });
}

/** The codec is off in the embedded default; with QUARTERDECK_CODEC_KEY worker, server and CLI all use it. */
export function dataConverter({ QUARTERDECK_CODEC_KEY: key }: Pick<Configuration, 'QUARTERDECK_CODEC_KEY'>): {
  dataConverter?: DataConverter;
} {
  if (!key) return {};
  return { dataConverter: { payloadCodecs: [encryptingCodec(Buffer.from(key, 'base64'), 'quarterdeck-1')] } };
}

/** For a worker, which runs workflows: everybody who reaches Temporal can send those a message. */
export function workerDataConverter(configuration: Pick<Configuration, 'QUARTERDECK_CODEC_KEY'>): {
  dataConverter: DataConverter;
} {
  const { payloadCodecs = [] } = dataConverter(configuration).dataConverter ?? {};
  return { dataConverter: { payloadCodecs: [foreignContentCodec(payloadCodecs)] } };
}

function encodingOf(payload: Payload): string {
  return new TextDecoder().decode(payload.metadata?.[METADATA_ENCODING_KEY] ?? new Uint8Array());
}

function decrypt(key: Buffer, payload: Payload): Payload {
  try {
    const data = Buffer.from(payload.data ?? new Uint8Array());
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(data.subarray(-16));
    const plain = Buffer.concat([decipher.update(data.subarray(12, -16)), decipher.final()]);
    return temporal.api.common.v1.Payload.decode(plain);
  } catch {
    throw new ValueError(
      'a payload was not encrypted with QUARTERDECK_CODEC_KEY; set the key it was written with',
    );
  }
}
