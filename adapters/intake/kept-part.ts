import type { Fault } from '../../contracts/problem.ts';
import type { Parsed, Submission } from './parse.ts';

/** One part of a delivery as it is kept between the steps of reading it; `body` is base64, and null where it is the whole delivery. */
export type KeptPart<S> =
  | { ok: true; parsed: Submission<S> }
  | { ok: false; faults: [Fault, ...Fault[]]; body: string | null; aside?: true };

export function keptPart<S>(part: Parsed<S>): KeptPart<S> {
  return part.ok ? part : { ...part, body: Buffer.from(part.body).toString('base64') };
}

/** The part as it was. @param whole the delivery */
export function openedPart<S>(part: KeptPart<S>, whole: Buffer): Parsed<S> {
  if (part.ok) return part;
  return { ...part, body: part.body === null ? whole : Buffer.from(part.body, 'base64') };
}
