import canonicalize from 'canonicalize';
import type { Decision } from './decision.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * Evidence: everything a decision used, frozen as canonical JSON and addressed by the hash of that text.
 * Personal values in it are sealed (`Sealed`); the hash goes over the ciphertext, so that erasing a person changes nothing.
 */

/** One value encrypted with the key of the person it belongs to; all parts base64url. */
export type Sealed = { $sealed: { subject: string; iv: string; ct: string; tag: string } };

/** What is kept of a decision so that it can be computed again: its evidence and policy by reference, its answer whole. */
export interface DecisionRecord {
  /** Hash of the evidence that the decider was given. */
  evidenceHash: string;
  policyVersion: string;
  decision: Decision;
}

/** How a decision computed again compares with the recorded one. `subject_erased`: its evidence can no longer be opened. */
export type Rerun = { record: DecisionRecord } & (
  | { result: 'equal' }
  | { result: 'different'; again: Decision }
  | { result: 'subject_erased' }
);

/**
 * The one text of a JSON value (RFC 8785): what is hashed, signed and compared.
 * @throws Error on NaN, Infinity or a lone surrogate, which are not JSON.
 */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('undefined has no canonical JSON; pass null');
  return text;
}

/**
 * The same value with what Postgres and RFC 8785 cannot hold (NUL, lone surrogates) replaced by U+FFFD. Intake applies it
 * once to whatever comes from outside, before anything is hashed.
 */
export function wellFormed<T extends Json>(value: T): T {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '\ufffd') as T;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(wellFormed) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [wellFormed(key), wellFormed(part)]),
  ) as T;
}

/** Whether a value is a sealed one. */
export function isSealed(value: unknown): value is Sealed {
  if (typeof value !== 'object' || value === null || !('$sealed' in value)) return false;
  const inner = value.$sealed;
  return (
    typeof inner === 'object' &&
    inner !== null &&
    ['subject', 'iv', 'ct', 'tag'].every((part) => typeof (inner as JsonObject)[part] === 'string')
  );
}

/** The subjects whose sealed values a JSON value holds, each once, sorted. */
export function subjectsIn(value: Json): string[] {
  const found = new Set<string>();
  const visit = (part: Json): void => {
    if (part === null || typeof part !== 'object') return;
    if (isSealed(part)) found.add(part.$sealed.subject);
    else for (const inner of Object.values(part)) visit(inner);
  };
  visit(value);
  return [...found].sort();
}
