import type { Call } from '../../adapters/ports/call.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { extendRegistration } from '../../adapters/store/deal/registrations.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { changeFacts } from '../../adapters/store/match.ts';
import { type Tx, transact } from '../../adapters/store/pool.ts';
import { keepProof } from '../../adapters/store/proofs.ts';
import { keepUntil } from '../../adapters/store/retention.ts';
import { useNonce } from '../../adapters/store/signing-keys.ts';
import { statement } from '../../adapters/store/statement.ts';
import { objectionToExtension } from '../../domain/deal/protection.ts';
import type { DecisionRequest, Refusal } from '../../domain/decision.ts';
import { authorise } from '../../domain/gate/authority.ts';
import { type AuthorityState, openDelegationsOf } from '../../domain/gate/authority-log.ts';
import { shapeProblem } from '../../domain/gate/decision-shape.ts';
import type { TokenClaims } from '../../domain/gate/token.ts';
import { protectionId } from '../../domain/identity.ts';
import type { GateDeps } from '../gate/gate-deps.ts';
import { REPLAYED, verifiedClaims } from '../gate/verify-token.ts';
import { type ExtensionStanding, extensionStanding } from './extension-standing.ts';
import { dealFacts } from './facts.ts';
import { type ProtectionDeps, startIfDue } from './protection.ts';
import { registrationRecordId } from './query.ts';

export type ExtensionDeps = Pick<GateDeps, 'authority' | 'policy' | 'verifyToken'> &
  ProtectionDeps & { ports: Pick<Ports, 'crm'> };

export interface ExtensionRequest {
  /** The deal's case. */
  case: string;
  /** Person id. */
  by: string;
  reason: string;
  /** Signs extensionDecision(request) with the hash of the standing that was seen. */
  token?: string;
}

export interface Extended {
  /** UTC instant. */
  protectedUntil: string;
}

/** The decision that a token for an extension signs: `approve` of the protection, which has no rounds. */
export function extensionDecision({ by, reason, token }: ExtensionRequest): DecisionRequest {
  return { action: 'approve', by, reason, round: 0, ...(token === undefined ? {} : { token }) };
}

/**
 * Extends the protection of an approved registration, once, when its opportunity has moved: by whoever may decide the
 * registration. The protection window is started to tell the partner. When Temporal is away this throws, and the extension stands: the window
 * is started by the next run of its schedule. Refusals are audited too.
 * @throws failure NotFound, VendorFault
 */
export async function extendProtection(
  deps: ExtensionDeps,
  request: ExtensionRequest,
  call: Call,
): Promise<Extended | Refusal> {
  const { case: id } = request;
  // Read before the transaction: no lock is held while a vendor is asked.
  const seen = await extensionStanding(statement(deps.store), deps.ports, id, call);
  const answer = await transact(deps.store, (tx) => decide(tx, deps, request, seen));
  if ('message' in answer) return answer;
  await startIfDue(deps, id);
  return answer;
}

async function decide(
  tx: Tx,
  deps: ExtensionDeps,
  request: ExtensionRequest,
  seen: ExtensionStanding,
): Promise<Extended | Refusal> {
  const { case: id, by, reason } = request;
  const at = deps.now().toISOString();
  const authority = await deps.authority(tx);
  const judged = await judge(tx, deps, authority, request, seen, at);
  if ('message' in judged) {
    const refused = { actor: 'system', claimed: by, code: judged.code, reason };
    await appendAudit(tx, id, { at, action: 'protection.extension_refused', ...refused });
    return judged;
  }
  const { facts, until } = seen;
  const protectedUntil = until as string;
  // Somebody else may have extended it since it was read.
  if (!(await extendRegistration(tx, id, { from: facts.protectedUntil as string, to: protectedUntil, at })))
    return { code: 'already_decided', message: 'It was extended meanwhile; look at it again' };
  await changeFacts(tx, registrationRecordId(id), { protectedUntil });
  await keepUntil(tx, id, protectedUntil);
  const evidenceHash = await putEvidence(tx, id, 'extension', { ...facts, until });
  const { kid: signedWith } = judged.claims ?? { kid: null };
  const { as, delegatedFrom } = judged;
  const proofHash = await keepProof(tx, id, authority, extensionDecision(request));
  const signed = { signedWith, authorityVersion: authority.version, proofHash };
  const entry = { actor: by, as, delegatedFrom, ...signed, evidenceHash, reason, protectedUntil };
  await appendAudit(tx, id, { at, action: 'protection.extended', ...entry });
  return { protectedUntil };
}

interface Judged {
  as: string;
  delegatedFrom: string | null;
  claims: TokenClaims | null;
}

async function judge(
  tx: Tx,
  deps: ExtensionDeps,
  authority: AuthorityState,
  request: ExtensionRequest,
  { row, facts, evidenceHash }: ExtensionStanding,
  now: string,
): Promise<Judged | Refusal> {
  const decision = extensionDecision(request);
  const problem = shapeProblem(decision);
  if (problem) return { code: 'malformed', message: problem };
  const { people } = authority;
  // Who may approve it may extend it, also a colleague who has typed it in or has decided it before.
  const caseFacts = {
    ...(await dealFacts(tx, deps.installationKey, row)),
    submittedBy: [],
    formerReviewers: [],
  };
  const policy = authority.policy ?? deps.policy().authority;
  const delegations = openDelegationsOf(authority);
  const context = { policy, people, delegations, facts: caseFacts, approvals: [], quorum: 1, now };
  const authorised = authorise(decision, context);
  if ('code' in authorised) return authorised;
  const protection = protectionId(row.case);
  const claims = await verifiedClaims(tx, deps, authority, { case: protection, request: decision });
  if (claims && 'message' in claims) return claims;
  if (claims && claims.evidenceHash !== evidenceHash)
    return {
      code: 'stale_round',
      message: 'The opportunity has changed since it was signed; look and sign again',
    };
  const objection = objectionToExtension(facts, now);
  if (objection) return { code: 'not_offered', message: objection };
  const used = claims && { nonce: claims.nonce, case: protection, kid: claims.kid, usedAt: now };
  const fresh = !used || (await useNonce(tx, used));
  return fresh ? { ...authorised, claims } : REPLAYED;
}
