import type { SigningKey } from '../../adapters/keys/keys.ts';
import { agreementOf } from '../../adapters/store/agreements.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { type CaseRow, getCase } from '../../adapters/store/cases.ts';
import { type Tx, transact } from '../../adapters/store/pool.ts';
import { keepProof } from '../../adapters/store/proofs.ts';
import { useNonce } from '../../adapters/store/signing-keys.ts';
import type { DecisionRequest, Refusal } from '../../domain/decision.ts';
import { authorise } from '../../domain/gate/authority.ts';
import { type AuthorityState, openDelegationsOf } from '../../domain/gate/authority-log.ts';
import { shapeProblem } from '../../domain/gate/decision-shape.ts';
import { caseFacts } from '../case-facts.ts';
import type { GateDeps } from '../gate/gate-deps.ts';
import { REPLAYED, verifiedClaims } from '../gate/verify-token.ts';
import { type RolloutDeps, recordComparisonIn } from './rollout.ts';

export type AfterwardsDeps = RolloutDeps & Pick<GateDeps, 'authority' | 'policy' | 'verifyToken'>;

/** What a person says of an automatic approval that took effect before. */
export interface AfterwardsRequest {
  case: string;
  /** `right`: they would have approved it too. */
  verdict: 'right' | 'wrong';
  by: string;
  reason: string;
  /** Signs afterwardsDecision(request) with the hash of the case's evidence. */
  token?: string;
}

export interface LookedAfterwards {
  /** Why the segment acts by itself no more; null when it goes on. */
  demoted: string | null;
}

/** The decision that a token for it signs: `approve` or `reject` of the case, in round 0, which no question has. */
export function afterwardsDecision({ verdict, by, reason, token }: AfterwardsRequest): DecisionRequest {
  const action = verdict === 'right' ? 'approve' : 'reject';
  return { action, by, reason, round: 0, ...(token === undefined ? {} : { token }) };
}

/**
 * Takes what a person says of a case that was drawn to be looked at afterwards: by whoever may decide it, signed and audited. It changes
 * nothing of the case; a wrong one is rolled back by its own command.
 * @param key of that person, who signs the comparison with it as well
 */
export function lookAfterwards(
  deps: AfterwardsDeps,
  request: AfterwardsRequest,
  key: SigningKey,
): Promise<LookedAfterwards | Refusal> {
  return transact(deps.store, async (tx) => {
    const row = await getCase(tx, request.case);
    const authority = await deps.authority(tx);
    const judged = await judge(tx, deps, authority, request, row);
    if ('message' in judged) return judged;
    const { row: checked, as, delegatedFrom, signedWith } = judged;
    const { case: id, revision, evidenceHash } = checked;
    const proofHash = await keepProof(tx, id, authority, afterwardsDecision(request));
    await appendAudit(tx, id, {
      at: deps.now().toISOString(),
      ...{ actor: request.by, as, delegatedFrom, action: 'case.checked', verdict: request.verdict, revision },
      ...{ evidenceHash, reason: request.reason, signedWith, authorityVersion: authority.version, proofHash },
    });
    const compared = await agreementOf(tx, id, revision);
    if (!compared) throw new Error(`no comparison of ${id}, revision ${revision}`);
    const human = request.verdict === 'right' ? compared.machine : 'reject';
    return { demoted: await recordComparisonIn(tx, deps, { ...compared, human }, compared.kind, key) };
  });
}

interface Judged {
  row: CaseRow;
  as: string;
  delegatedFrom: string | null;
  signedWith: string | null;
}

async function judge(
  tx: Tx,
  deps: AfterwardsDeps,
  authority: AuthorityState,
  request: AfterwardsRequest,
  row: CaseRow | undefined,
): Promise<Judged | Refusal> {
  const decision = afterwardsDecision(request);
  const problem = shapeProblem(decision);
  if (problem) return { code: 'malformed', message: problem };
  const compared = row && (await agreementOf(tx, row.case, row.revision));
  if (!row || compared?.kind !== 'afterwards')
    return {
      code: 'not_offered',
      message: 'only what was drawn is looked at afterwards: quarterdeck reviews afterwards',
    };
  if (compared.agreed !== null)
    return { code: 'already_decided', message: 'somebody has looked at it; see: quarterdeck cases show' };
  const now = deps.now().toISOString();
  const { people } = authority;
  const policy = authority.policy ?? deps.policy().authority;
  const facts = await caseFacts(tx, deps.installationKey, row.case);
  const delegations = openDelegationsOf(authority);
  const authorised = authorise(decision, {
    policy,
    people,
    delegations,
    facts,
    approvals: [],
    quorum: 1,
    now,
  });
  if ('code' in authorised) return authorised;
  const claims = await verifiedClaims(tx, deps, authority, { case: row.case, request: decision });
  if (claims && 'message' in claims) return claims;
  if (claims && claims.evidenceHash !== row.evidenceHash)
    return { code: 'stale_round', message: 'the case has changed since it was signed; look and sign again' };
  const used = claims && { nonce: claims.nonce, case: row.case, kid: claims.kid, usedAt: now };
  if (used && !(await useNonce(tx, used))) return REPLAYED;
  return { row, ...authorised, signedWith: claims?.kid ?? null };
}
