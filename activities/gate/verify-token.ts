import { sha256 } from '../../adapters/store/hash.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { findKey, nonceUsed, type PublicKey } from '../../adapters/store/signing-keys.ts';
import type { DecisionRequest, Refusal, RefusalCode } from '../../domain/decision.ts';
import { decodeToken, editsText, LONGEST_VALID_SECONDS, type TokenClaims } from '../../domain/gate/token.ts';
import type { GateDeps } from './gate-deps.ts';

/** Seconds by which the signer's clock may be ahead of ours. */
const SKEW = 60;
const SIGN_AGAIN = 'sign again with: quarterdeck reviews sign CASE ACTION';

/** Who signed: the claims; null for an unsigned decision that policy lets pass; or why the token is worth nothing. */
export async function verifiedClaims(
  tx: Tx,
  deps: Pick<GateDeps, 'now' | 'policy' | 'verifyToken'>,
  asked: { case: string; request: DecisionRequest },
): Promise<TokenClaims | null | Refusal> {
  const { token } = asked.request;
  if (token === undefined) {
    if (deps.policy().authority.unsigned === 'allowed') return null;
    return refuse('unsigned', `a decision has to be signed here; ${SIGN_AGAIN}`);
  }
  const key = await keyOf(tx, token);
  const claims = key && deps.verifyToken(token, key.publicKey);
  if (!key || !claims) {
    return refuse('bad_signature', `the token is not signed by a key that is known here; ${SIGN_AGAIN}`);
  }
  const now = deps.now();
  return (
    keyProblem(key, now.toISOString()) ??
    bindingProblem(claims, key, asked) ??
    timeProblem(claims, now.getTime() / 1000) ??
    ((await nonceUsed(tx, claims.nonce)) ? REPLAYED : claims)
  );
}

export const REPLAYED: Refusal = { code: 'replayed', message: `this token was used before; ${SIGN_AGAIN}` };

async function keyOf(tx: Tx, token: string): Promise<PublicKey | undefined> {
  try {
    return await findKey(tx, decodeToken(token).claims.kid);
  } catch {
    return undefined;
  }
}

function keyProblem(key: PublicKey, now: string): Refusal | null {
  const over =
    (key.revokedAt !== null && key.revokedAt <= now) || (key.validTo !== null && key.validTo <= now);
  if (!over && key.validFrom <= now) return null;
  return refuse(
    'revoked_key',
    `key ${key.kid} is revoked or not valid now; make another: quarterdeck keys new`,
  );
}

/** A good signature is worth something only for what was signed, by the key's owner. */
function bindingProblem(
  claims: TokenClaims,
  key: PublicKey,
  { case: id, request }: { case: string; request: DecisionRequest },
): Refusal | null {
  const differs = [
    key.person !== claims.actor || claims.actor !== request.by ? 'person' : null,
    claims.case !== id ? 'case' : null,
    claims.action !== request.action ? 'action' : null,
    claims.round !== request.round ? 'round' : null,
    claims.editsHash !== sha256(editsText(request)) ? 'reason, edits, to or questions' : null,
  ].filter((one) => one !== null);
  if (differs.length === 0) return null;
  return refuse('bad_signature', `the token was signed for another ${differs.join(', ')}; ${SIGN_AGAIN}`);
}

function timeProblem(claims: TokenClaims, now: number): Refusal | null {
  if (claims.exp - claims.iat > LONGEST_VALID_SECONDS)
    return refuse('expired_token', `a token may be good for 30 days at most; ${SIGN_AGAIN}`);
  if (claims.iat <= now + SKEW && now < claims.exp) return null;
  return refuse('expired_token', `the token's time is over or has not begun; ${SIGN_AGAIN}`);
}

function refuse(code: RefusalCode, message: string): Refusal {
  return { code, message };
}
