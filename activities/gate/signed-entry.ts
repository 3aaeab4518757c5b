import { contentHash } from '../../adapters/store/hash.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { keepProof } from '../../adapters/store/proofs.ts';
import { useNonce } from '../../adapters/store/signing-keys.ts';
import type { DecisionRequest, Refusal } from '../../domain/decision.ts';
import { type ByHand, byHandId } from '../../domain/identity.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { GateDeps } from './gate-deps.ts';
import { REPLAYED, verifiedClaims } from './verify-token.ts';

/** What a person enters that is no decision on a case: an appeal, what a partner has answered, or registrations of the past. */
export interface EnteredByHand {
  kind: ByHand;
  /** The case, or another chain of the audit, that it is entered for. */
  case: string;
  /** Person id. */
  by: string;
  /** What is entered. Only its hash is signed and kept with the token: it may hold personal data, which an erasure has to reach. */
  words: JsonObject;
  token?: string | undefined;
}

export type ByHandDeps = Pick<GateDeps, 'authority' | 'policy' | 'verifyToken' | 'now'>;

/** What a token for it signs: `approve` of the entry, which has no rounds. */
export function byHandDecision({ by, words, token }: EnteredByHand): DecisionRequest {
  const request = { action: 'approve' as const, by, reason: contentHash(words), round: 0 };
  return token === undefined ? request : { ...request, token };
}

/** What the audit row says of who signed it. */
export interface SignedEntry extends JsonObject {
  wordsHash: string;
  signedWith: string | null;
  authorityVersion: number;
  proofHash: string | null;
}

/** Checks the signature under something entered by hand, uses its token up and keeps it. In the transaction of the entry itself. */
export async function signedEntry(
  tx: Tx,
  deps: ByHandDeps,
  entered: EnteredByHand,
): Promise<SignedEntry | Refusal> {
  const about = byHandId(entered.kind, entered.case);
  const request = byHandDecision(entered);
  const authority = await deps.authority(tx);
  const claims = await verifiedClaims(tx, deps, authority, { case: about, request });
  if (claims && 'message' in claims) return claims;
  const usedAt = deps.now().toISOString();
  if (claims && !(await useNonce(tx, { nonce: claims.nonce, case: about, kid: claims.kid, usedAt })))
    return REPLAYED;
  return {
    wordsHash: request.reason,
    signedWith: claims?.kid ?? null,
    authorityVersion: authority.version,
    proofHash: await keepProof(tx, entered.case, authority, request),
  };
}
