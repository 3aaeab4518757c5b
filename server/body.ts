import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import { type Problem, problemOf } from '../contracts/problem.ts';

/** Bytes of a body, packed or unpacked. */
export const MOST_BODY = 256 * 1024;

const unpackers = { gzip: promisify(gunzip), deflate: promisify(inflate) };

/**
 * The body as its sender's application wrote it. Unpacking stops at the limit, so a zip bomb costs one limit of memory.
 * Signatures are over these bytes: senders sign before their HTTP client packs.
 */
export async function unpacked(
  body: Buffer,
  encoding: string | undefined,
): Promise<{ body: Buffer } | { problem: Problem }> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return { body };
  if (name !== 'gzip' && name !== 'deflate')
    return {
      problem: problemOf(415, [
        {
          code: 'encoding_unsupported',
          title: 'The content encoding is not supported.',
          field: 'content-encoding',
          fix: 'Send the body plain, or as gzip or deflate.',
        },
      ]),
    };
  try {
    return { body: await unpackers[name](body, { maxOutputLength: MOST_BODY }) };
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return { problem: tooLarge };
    return {
      problem: problemOf(400, [
        {
          code: 'encoding_broken',
          title: 'The body is not what its content encoding says.',
          field: 'content-encoding',
          fix: 'Send the body plain, or packed whole.',
        },
      ]),
    };
  }
}

export const tooLarge = problemOf(413, [
  {
    code: 'too_large',
    title: 'The body is larger than 256 kB.',
    field: null,
    fix: 'Send one record a request, without documents.',
  },
]);
