import type { DecisionAction, DecisionRequest } from '../decision.ts';
import { canonicalText, wellFormed } from '../evidence.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * The decision token: what a person signs. It binds who, what, on which case and round, on which evidence and under which
 * authority, so that it is worth nothing anywhere else. Spelled `base64url(canonical payload).base64url(signature)`.
 */
export type TokenClaims = {
  /** Key that signs. */
  kid: string;
  /** Person id of the signer. */
  actor: string;
  case: string;
  round: number;
  /** Evidence that the person saw. */
  evidenceHash: string;
  authorityVersion: number;
  action: DecisionAction;
  /** SHA-256 of editsText: reason, edits, to and questions. */
  editsHash: string;
  /** Seconds since 1970, as in RFC 7519. */
  iat: number;
  exp: number;
  /** Random, used once. */
  nonce: string;
};

const TYPES: Record<keyof TokenClaims, 'string' | 'number'> = {
  kid: 'string',
  actor: 'string',
  case: 'string',
  round: 'number',
  evidenceHash: 'string',
  authorityVersion: 'number',
  action: 'string',
  editsHash: 'string',
  iat: 'number',
  exp: 'number',
  nonce: 'string',
};

/** A token lives no longer: used ones are forgotten some time after that (policy/retention.yaml, nonces). */
export const LONGEST_VALID_SECONDS = 30 * 86_400;

/** The text whose hash is `editsHash`: everything a decision says beside its action. What is absent counts as null. */
export function editsText(request: Pick<DecisionRequest, 'reason' | 'edits' | 'to' | 'questions'>): string {
  const { reason, edits = null, to = null, questions = null } = request;
  return canonicalText(wellFormed({ reason, edits, to, questions }));
}

/** The canonical text that is signed. */
export function tokenPayload(claims: TokenClaims): string {
  return canonicalText(claims);
}

/** @param signature of tokenPayload, base64url. */
export function encodeToken(claims: TokenClaims, signature: string): string {
  return `${Buffer.from(tokenPayload(claims)).toString('base64url')}.${signature}`;
}

/**
 * Reads a token without believing it.
 * @throws Error when it is not exactly one canonical payload with all claims and one signature: a token has one spelling.
 */
export function decodeToken(token: string): { claims: TokenClaims; payload: string; signature: string } {
  const [encoded = '', signature = '', ...rest] = token.length <= 4096 ? token.split('.') : [];
  const payload = Buffer.from(encoded, 'base64url').toString('utf8');
  const claims = parsed(payload);
  if (rest.length > 0 || signature === '' || !isClaims(claims) || encodeToken(claims, signature) !== token)
    throw new Error('not a decision token; make a new one with: quarterdeck reviews sign CASE ACTION');
  return { claims, payload, signature };
}

function isClaims(value: Json | undefined): value is TokenClaims {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const names = Object.keys(TYPES) as (keyof TokenClaims)[];
  const object: JsonObject = value;
  return (
    Object.keys(object).length === names.length &&
    names.every((name) => {
      const claim = object[name];
      return TYPES[name] === 'number' ? Number.isSafeInteger(claim) : typeof claim === 'string';
    })
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
