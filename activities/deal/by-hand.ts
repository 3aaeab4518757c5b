import type { CaseRow } from '../../adapters/store/cases.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { keepProof } from '../../adapters/store/proofs.ts';
import { useNonce } from '../../adapters/store/signing-keys.ts';
import type { DecisionRequest, Refusal } from '../../domain/decision.ts';
import { may } from '../../domain/gate/authority.ts';
import { type ByHand, byHandId } from '../../domain/identity.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { GateDeps } from '../gate/gate-deps.ts';
import { REPLAYED, verifiedClaims } from '../gate/verify-token.ts';

/** What a person enters for a case that is no decision on it: an appeal, or what a partner has answered. */
export interface EnteredByHand {
  kind: ByHand;
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

/** Why this person may not enter anything for this case; null when they may: people of its partner, and whoever may submit for partners. */
export async function objectionToByHand(
  tx: Tx,
  deps: Pick<ByHandDeps, 'authority' | 'policy'>,
  { partnerId, case: id }: Pick<CaseRow, 'partnerId' | 'case'>,
  by: string,
): Promise<Refusal | null> {
  const authority = await deps.authority(tx);
  const policy = authority.policy ?? deps.policy().authority;
  const person = authority.people[by];
  if (!person?.active) return { code: 'unknown_person', message: `${by} is not an active person here` };
  if (person.role === 'partner') {
    if (person.partnerId !== null && person.partnerId === partnerId) return null;
    return { code: 'role', message: `${id} is not a registration of ${by}'s partner` };
  }
  if (may(person.role, 'trigger', 'business', policy)) return null;
  const { title } = policy.roles[person.role];
  return {
    code: 'role',
    message: `${title} may not enter that; the partner, a Channel Manager or Partner Ops may`,
  };
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
