import { sha256 } from '../../adapters/store/hash.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { findKey, nonceUsed } from '../../adapters/store/signing-keys.ts';
import type { DecisionRequest, Refusal, RefusalCode } from '../../domain/decision.ts';
import {
  type AuthorityState,
  authorityChangedIn,
  type CountersignedKey,
} from '../../domain/gate/authority-log.ts';
import { decodeToken, editsText, LONGEST_VALID_SECONDS, type TokenClaims } from '../../domain/gate/token.ts';
import type { GateDeps } from './gate-deps.ts';

/** Seconds by which the signer's clock may be ahead of ours. */
const SKEW = 60;
const SIGN_AGAIN = 'sign again with: quarterdeck reviews sign CASE ACTION';

/** Who signed: the claims; null for an unsigned decision that policy lets pass; or why the token is worth nothing. */
export async function verifiedClaims(
  tx: Tx,
  deps: Pick<GateDeps, 'now' | 'policy' | 'verifyToken'>,
  authority: AuthorityState,
  asked: { case: string; request: DecisionRequest },
): Promise<TokenClaims | null | Refusal> {
  const { token } = asked.request;
  if (token === undefined) {
    if (deps.policy().authority.unsigned === 'allowed') return null;
    return refuse('unsigned', `a decision has to be signed here; ${SIGN_AGAIN}`);
  }
  const kid = kidOf(token);
  const key = kid === null ? undefined : authority.keys.get(kid);
  if (!key && kid !== null && (await findKey(tx, kid))) {
    const fix = `an Admin looks at it and signs it: quarterdeck keys countersign ${kid}`;
    return refuse(
      'bad_signature',
      `key ${kid} is not countersigned, so nothing that it signs counts; ${fix}`,
    );
  }
  const claims = key && deps.verifyToken(token, key.publicKey);
  if (!key || !claims) {
    return refuse('bad_signature', `the token is not signed by a key that is known here; ${SIGN_AGAIN}`);
  }
  const now = deps.now();
  return (
    keyProblem(key, now.toISOString()) ??
    bindingProblem(claims, key, asked) ??
    authorityProblem(claims, authority) ??
    timeProblem(claims, now.getTime() / 1000) ??
    ((await nonceUsed(tx, claims.nonce)) ? REPLAYED : claims)
  );
}

export const REPLAYED: Refusal = { code: 'replayed', message: `this token was used before; ${SIGN_AGAIN}` };

function kidOf(token: string): string | null {
  try {
    return decodeToken(token).claims.kid;
  } catch {
    return null;
  }
}

/** A person signs knowing what they may do; when that has changed since, they look again. */
function authorityProblem(
  { actor, authorityVersion }: TokenClaims,
  authority: AuthorityState,
): Refusal | null {
  if (authorityVersion > authority.version)
    return refuse('bad_signature', `there is no authority version ${authorityVersion} here; ${SIGN_AGAIN}`);
  const since = authorityChangedIn(authority, actor);
  if (authorityVersion >= since) return null;
  const changed = `what ${actor} may decide has changed since version ${authorityVersion}, in version ${since}`;
  return refuse('stale_round', `${changed}; look at the case again and ${SIGN_AGAIN}`);
}

function keyProblem(key: CountersignedKey, now: string): Refusal | null {
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
  key: CountersignedKey,
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
