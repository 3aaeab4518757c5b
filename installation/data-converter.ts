import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  type DataConverter,
  METADATA_ENCODING_KEY,
  type Payload,
  type PayloadCodec,
  ValueError,
} from '@temporalio/common';
import proto from '@temporalio/proto';
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

/** The codec is off in the embedded default; with QUARTERDECK_CODEC_KEY worker, server and CLI all use it. */
export function dataConverter({ QUARTERDECK_CODEC_KEY: key }: Pick<Configuration, 'QUARTERDECK_CODEC_KEY'>): {
  dataConverter?: DataConverter;
} {
  if (!key) return {};
  return { dataConverter: { payloadCodecs: [encryptingCodec(Buffer.from(key, 'base64'), 'quarterdeck-1')] } };
}

function encodingOf(payload: Payload): string {
  return new TextDecoder().decode(payload.metadata?.[METADATA_ENCODING_KEY] ?? new Uint8Array());
}

function decrypt(key: Buffer, payload: Payload): Payload {
  const data = Buffer.from(payload.data ?? new Uint8Array());
  try {
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
