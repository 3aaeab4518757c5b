import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { type Problem, problemOf } from '../contracts/problem.ts';

const KB = 1024;

/** Bytes of a body, packed or unpacked. */
export const MOST_BODY = 256 * KB;

/** Bytes of a body that carries documents, packed or unpacked: as many as a file in the inbox may have. */
export const MOST_LONG_BODY = 10 * KB * KB;

/** How much of a request may be held in memory. */
export interface Room {
  /** Bytes of its body, packed or unpacked. */
  most: number;
  /** Takes bytes beyond MOST_BODY out of what all requests share. @returns false when there are not as many left */
  take(bytes: number): boolean;
}

/** Why a body was read no further. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/**
 * The body of a request. One that is longer than MOST_BODY has to announce its length: chunks may be a byte each, and ten million of them
 * cost far more memory and time than their bytes.
 * @throws BodyRefused; an error with the status 400 when the sender breaks off
 */
export async function readBody(payload: IncomingMessage, room: Room): Promise<Buffer> {
  const announced = payload.headers['content-length'];
  if (Number(announced) > room.most) throw new BodyRefused(tooLarge(room.most));
  const most = announced === undefined ? MOST_BODY : room.most;
  try {
    // Ending the loop must not close the connection: the sender has to hear why.
    return await collected(payload.iterator({ destroyOnReturn: false }), { ...room, most });
  } catch (error) {
    if (!(error instanceof BodyRefused)) throw Object.assign(new Error('broken off'), { statusCode: 400 });
    throw most < room.most && error.problem.status === 413 ? new BodyRefused(noLength) : error;
  }
}

const unpackers = { gzip: createGunzip, deflate: createInflate };

/**
 * The body as its sender's application wrote it. Unpacking stops at the limit, so a zip bomb costs one limit of memory.
 * Signatures are over these bytes: senders sign before their HTTP client packs.
 */
export async function unpacked(
  body: Buffer,
  encoding: string | undefined,
  room: Room,
): Promise<{ body: Buffer } | { problem: Problem }> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return { body };
  if (name !== 'gzip' && name !== 'deflate') return { problem: unknownEncoding };
  try {
    const unpacker: Readable = unpackers[name]().end(body);
    return { body: await collected(unpacker, room) };
  } catch (error) {
    return { problem: error instanceof BodyRefused ? error.problem : brokenEncoding };
  }
}

/** All bytes of a stream, as far as there is room for them. @throws BodyRefused */
async function collected(stream: AsyncIterable<Buffer>, { most, take }: Room): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) throw new BodyRefused(tooLarge(most));
    const beyond = Math.min(chunk.length, size - MOST_BODY);
    if (beyond > 0 && !take(beyond)) throw new BodyRefused(noRoom);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** @param most bytes */
export function tooLarge(most: number): Problem {
  const isLong = most > MOST_BODY;
  return problemOf(413, [
    {
      code: 'too_large',
      title: `The body is larger than ${isLong ? `${most / KB / KB} MB` : `${most / KB} kB`}.`,
      field: null,
      fix: isLong
        ? 'Send one record a request, with smaller documents.'
        : 'Send one record a request, without documents.',
    },
  ]);
}

export const noRoom = problemOf(503, [
  {
    code: 'no_room',
    title: 'Too many long bodies are being read.',
    field: null,
    fix: 'Send it again after a few seconds; one of up to 256 kB is taken now.',
  },
]);

const noLength = problemOf(411, [
  {
    code: 'length_required',
    title: 'The body is larger than 256 kB and does not announce its length.',
    field: 'content-length',
    fix: 'Send it with Content-Length, and not in chunks.',
  },
]);

const unknownEncoding = problemOf(415, [
  {
    code: 'encoding_unsupported',
    title: 'The content encoding is not supported.',
    field: 'content-encoding',
    fix: 'Send the body plain, or as gzip or deflate.',
  },
]);

const brokenEncoding = problemOf(400, [
  {
    code: 'encoding_broken',
    title: 'The body is not what its content encoding says.',
    field: 'content-encoding',
    fix: 'Send the body plain, or packed whole.',
  },
]);
