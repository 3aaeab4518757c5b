import { createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import type { DecisionRequest } from '../../domain/decision.ts';
import {
  decodeToken,
  editsText,
  encodeToken,
  type TokenClaims,
  tokenPayload,
} from '../../domain/gate/token.ts';
import { sha256 } from '../store/hash.ts';
import type { SigningKey } from './keys.ts';

/** What a signature is for; part of the signed text, so that one kind of signature is never taken for another. */
export type Purpose =
  | 'token'
  | 'receipt'
  | 'checkpoint'
  | 'authority'
  | 'policy'
  | 'match'
  | 'look'
  | 'comparison'
  | 'program_event';

/** Ed25519 (RFC 8032) over the purpose and the text, base64url. */
export function signText(privateKey: KeyObject, purpose: Purpose, text: string): string {
  return sign(null, signed(purpose, text), privateKey).toString('base64url');
}

/** Whether a signature is good. What is no signature or no key at all gives false, not an error. @param publicKey SPKI, base64. */
export function verifyText(publicKey: string, purpose: Purpose, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // One signature has one spelling; Buffer would read several.
  if (bytes.toString('base64url') !== signature) return false;
  try {
    return verify(null, signed(purpose, text), readKey(publicKey), bytes);
  } catch {
    return false;
  }
}

/** Reading a key costs as much as checking a signature, and a verification checks thousands with a few keys. */
const KEPT = 500;
const kept = new Map<string, KeyObject>();

/** @throws Error when it is no Ed25519 key */
function readKey(publicKey: string): KeyObject {
  const known = kept.get(publicKey);
  if (known) return known;
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  if (kept.size >= KEPT) kept.clear();
  kept.set(publicKey, key);
  return key;
}

/** A signed decision token. */
export function signToken(key: SigningKey, claims: Omit<TokenClaims, 'kid'>): string {
  const all = { ...claims, kid: key.kid };
  return encodeToken(all, signText(key.privateKey, 'token', tokenPayload(all)));
}

/** What a decision is bound to when it is signed. */
export interface SignedOn {
  case: string;
  evidenceHash: string;
  authorityVersion: number;
  validSeconds: number;
  now: Date;
}

/** The token of a decision: good once, for as long and on what is named. */
export function signDecision(
  key: SigningKey,
  request: DecisionRequest,
  { case: id, evidenceHash, authorityVersion, validSeconds, now }: SignedOn,
): string {
  const iat = Math.floor(now.getTime() / 1000);
  return signToken(key, {
    actor: request.by,
    case: id,
    round: request.round,
    evidenceHash,
    authorityVersion,
    action: request.action,
    editsHash: sha256(editsText(request)),
    iat,
    exp: iat + validSeconds,
    nonce: randomBytes(16).toString('base64url'),
  });
}

/**
 * The claims of a token whose signature is good under this key, else undefined. Expiry, nonce, round and authority are the
 * caller's to check.
 */
export function verifyToken(token: string, publicKey: string): TokenClaims | undefined {
  let decoded: ReturnType<typeof decodeToken>;
  try {
    decoded = decodeToken(token);
  } catch {
    return undefined;
  }
  return verifyText(publicKey, 'token', decoded.payload, decoded.signature) ? decoded.claims : undefined;
}

function signed(purpose: Purpose, text: string): Buffer {
  return Buffer.from(`quarterdeck ${purpose} 1\n${text}`);
}
