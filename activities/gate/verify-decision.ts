import { appendAudit } from '../../adapters/store/audit.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { contentHash, sha256 } from '../../adapters/store/hash.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { keepProof, keepReceipt } from '../../adapters/store/proofs.ts';
import { caseWithRefused, countRefused, tellRefused } from '../../adapters/store/refused-decisions.ts';
import { useNonce } from '../../adapters/store/signing-keys.ts';
import type { DecisionReply, DecisionRequest, Refusal, RefusedAttempt } from '../../domain/decision.ts';
import { wellFormed } from '../../domain/evidence.ts';
import { type Authorised, authorise } from '../../domain/gate/authority.ts';
import { type AuthorityState, openDelegationsOf } from '../../domain/gate/authority-log.ts';
import { shapeProblem } from '../../domain/gate/decision-shape.ts';
import { type AcceptedDecision, afterDecision, factsOf, type Gate } from '../../domain/gate/gate.ts';
import { type GateStanding, unfit } from '../../domain/gate/gate-fit.ts';
import type { TokenClaims } from '../../domain/gate/token.ts';
import type { JsonObject } from '../../domain/json.ts';
import { pauseForPartner, reclock } from './gate-clock.ts';
import type { GateDeps, GateStep } from './gate-deps.ts';
import { clearProblems, raiseProblem, writeGate } from './gate-row.ts';
import { refusalEntry } from './refusal-entry.ts';
import { REPLAYED, verifiedClaims } from './verify-token.ts';

export interface DecisionToVerify extends GateStep {
  via: 'update' | 'signal';
  /** What came as a signal may be of any form. */
  request: DecisionRequest;
  standing: GateStanding;
  /** What the lifecycle finds wrong with the edits; null when they can be used. */
  editsProblem: string | null;
  /** What is wrong with the form of a signal; the request holds no more than the claimed sender then. */
  malformed?: string | undefined;
}

export type Verified =
  /** `delegatedFrom`: the person in whose place it was taken. Absent from answers of 0.2.0. */
  | { reply: DecisionReply; gate: Gate | null; at: string; delegatedFrom?: string | null }
  | { refusal: Refusal; refused: RefusedAttempt };

/** Who decides, as what, with which key. */
interface Verdict extends Authorised {
  claims: TokenClaims | null;
}

/** Judges one decision, records it as accepted or refused, and says what becomes of the gate. All in the given transaction. */
export async function verify(tx: Tx, deps: GateDeps, asked: DecisionToVerify): Promise<Verified> {
  const request = wellFormed(asked.request as unknown as JsonObject) as unknown as DecisionRequest;
  const problem = asked.malformed ?? shapeProblem(request);
  if (problem) return refused(tx, deps, asked, { code: 'malformed', message: problem });
  const authority = await deps.authority(tx);
  const verdict = await judge(tx, deps, { ...asked, request }, authority);
  if ('code' in verdict) return refused(tx, deps, asked, verdict);
  return accepted(tx, deps, { ...asked, request }, authority, verdict);
}

async function judge(
  tx: Tx,
  deps: GateDeps,
  asked: DecisionToVerify,
  authority: AuthorityState,
): Promise<Verdict | Refusal> {
  const { request, standing } = asked;
  const { people } = authority;
  const person = people[request.by];
  // Without a person there is no key to check; authorise says it in its words.
  const claims = person?.active ? await verifiedClaims(tx, deps, authority, asked) : null;
  if (claims && 'message' in claims) return claims;
  const misfit =
    unfit(request, standing, person?.zone ?? 'UTC') ?? otherEvidence(claims, standing.gate, request);
  if (misfit && person?.active) return misfit;
  const gate = openGateOf(standing);
  const { approvals = [], quorum = 1 } = gate ?? {};
  const stored = await deps.facts(tx, asked.case);
  const facts = gate ? factsOf(stored, gate) : stored;
  const policy = authority.policy ?? deps.policy().authority;
  const now = deps.now().toISOString();
  const delegations = openDelegationsOf(authority);
  const authorised = authorise(request, { policy, people, delegations, facts, approvals, quorum, now });
  if ('code' in authorised) return authorised;
  if (asked.editsProblem) return { code: 'invalid_edits', message: asked.editsProblem };
  const used = claims && { nonce: claims.nonce, case: asked.case, kid: claims.kid, usedAt: now };
  if (used && !(await useNonce(tx, used))) return REPLAYED;
  return { ...authorised, claims };
}

/** Outside a gate a rollback answers no question, so there is no evidence to compare. */
function otherEvidence(
  claims: TokenClaims | null,
  gate: Gate | null,
  request: DecisionRequest,
): Refusal | null {
  if (!claims || !gate || gate.closed || request.round !== gate.round) return null;
  if (claims.evidenceHash === gate.evidenceHash) return null;
  return { code: 'stale_round', message: 'The token was signed on other evidence; look at the case again' };
}

async function accepted(
  tx: Tx,
  deps: GateDeps,
  asked: DecisionToVerify,
  authority: AuthorityState,
  { as, delegatedFrom, claims }: Verdict,
): Promise<Verified> {
  const { case: id, request, standing } = asked;
  const at = deps.now().toISOString();
  const before = openGateOf(standing);
  const gate = before && nextGate(before, { request, delegatedFrom, at }, authority, deps);
  const { row, untold } = await caseWithRefused(tx, id);
  const { token: _, ...said } = request;
  const decisionHash = await putEvidence(tx, id, 'decision', said as unknown as JsonObject);
  const proofHash = await keepProof(tx, id, authority, request);
  const evidenceHash = before?.evidenceHash ?? standing.gate?.evidenceHash ?? row?.evidenceHash ?? '';
  const { action, by, round } = request;
  const signedWith = claims?.kid ?? null;
  const authorityVersion = authority.version;
  if (untold) await tellRefused(tx, id, at);
  const signed = { authorityVersion, signedWith, proofHash };
  // Whom it waits for from now on, and until when, so that the trail alone says how the case stood.
  const handed = gate && action === 'reassign' ? { assignee: gate.assignee, dueAt: gate.clock.dueAt } : {};
  const references = { decision: action, round, evidenceHash, decisionHash, ...handed, ...signed };
  const entry = {
    at,
    actor: by,
    action: 'decision.accepted',
    as,
    delegatedFrom,
    via: asked.via,
    ...references,
  };
  const audit = await appendAudit(tx, id, { ...entry, signedUnder: claims?.authorityVersion ?? null });
  if (gate) await writeGate(tx, id, gate);
  await clearProblems(
    tx,
    id,
    gate?.closed ? ['refused_signal', 'sla_expired', 'staff_unreached'] : ['refused_signal'],
  );
  const policyVersion = row?.policyVersion ?? null;
  const body = {
    case: id,
    round,
    action,
    by,
    at,
    evidenceHash,
    decisionHash,
    policyVersion,
    authorityVersion,
  };
  const receipt = deps.signReceipt({ schemaVersion: 1, ...body, signedWith, audit });
  await keepReceipt(tx, receipt);
  const counts = action === 'approve' || action === 'override';
  const final = !(counts && gate?.closed === null);
  return {
    reply: { case: id, round, action, final, signed: claims !== null, receipt },
    gate: gate ?? standing.gate,
    at,
    delegatedFrom,
  };
}

function nextGate(gate: Gate, decision: AcceptedDecision, authority: AuthorityState, deps: GateDeps): Gate {
  const { request, at } = decision;
  // With the edits on top it is other evidence: a hash over both, so that nobody approves the one for the other.
  const edited = sha256(`${gate.evidenceHash}\n${contentHash(request.edits ?? {})}`);
  const next = afterDecision(gate, decision, edited);
  if (request.action === 'request_information') {
    return pauseForPartner(next, request.questions ?? [], request.by, at, authority, deps.policy());
  }
  return request.action === 'reassign' ? reclock(gate, next, at, authority, deps.policy()) : next;
}

async function refused(tx: Tx, deps: GateDeps, asked: DecisionToVerify, refusal: Refusal): Promise<Verified> {
  const { case: id, via, request } = asked;
  const { entry, shown } = refusalEntry(request, refusal, via, deps.now().toISOString());
  await countRefused(tx, id, entry);
  if (via === 'signal') await raiseProblem(tx, id, 'refused_signal');
  return { refusal, refused: shown };
}

function openGateOf({ gate }: GateStanding): Gate | null {
  return gate?.closed === null ? gate : null;
}
