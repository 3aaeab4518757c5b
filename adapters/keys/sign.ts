import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { decodeToken, encodeToken, type TokenClaims, tokenPayload } from '../../domain/gate/token.ts';
import type { SigningKey } from './keys.ts';

/** What a signature is for; part of the signed text, so that one kind of signature is never taken for another. */
export type Purpose = 'token' | 'receipt' | 'checkpoint' | 'authority';

/** Ed25519 (RFC 8032) over the purpose and the text, base64url. */
export function signText(privateKey: KeyObject, purpose: Purpose, text: string): string {
  return sign(null, signed(purpose, text), privateKey).toString('base64url');
}

/** Whether a signature is good; false, never an error, for a signature or a key that is none. @param publicKey SPKI, base64. */
export function verifyText(publicKey: string, purpose: Purpose, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // One signature has one spelling; Buffer would read several.
  if (bytes.toString('base64url') !== signature) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, signed(purpose, text), key, bytes);
  } catch {
    return false;
  }
}

/** A signed decision token. */
export function signToken(key: SigningKey, claims: Omit<TokenClaims, 'kid'>): string {
  const all = { ...claims, kid: key.kid };
  return encodeToken(all, signText(key.privateKey, 'token', tokenPayload(all)));
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
