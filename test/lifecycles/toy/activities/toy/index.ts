import type { CaseRow } from '../../adapters/store/cases.ts';
import { getCase } from '../../adapters/store/cases.ts';
import { evidenceAddress } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { openSubject, seal } from '../../adapters/store/seal.ts';
import { signedPolicy } from '../../adapters/store/signed-policies.ts';
import { statement } from '../../adapters/store/statement.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import { toyPolicySchema } from '../../contracts/toy/policy.ts';
import type { Blind } from '../../domain/blind.ts';
import { segmentName } from '../../domain/case.ts';
import type { CaseFacts } from '../../domain/gate/authority.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { COMPANY } from '../../domain/lifecycles.ts';
import { decideToy } from '../../domain/toy/decision.ts';
import type { ToyEvidence, ToyPolicy, ToyRequest } from '../../domain/toy/request.ts';
import type { Look } from '../../workflows/kit/case-steps.ts';
import type { Addressee } from '../../workflows/kit/notice.ts';
import type { ActivityDeps } from '../index.ts';
import { call } from '../kit/call.ts';
import { type CaseEnd, closeCase } from '../kit/close-case.ts';
import { frozenLook, type LookRequest, type LookStanding, openLook } from '../kit/frozen-look.ts';
import { keepLook } from '../kit/keep-look.ts';
import { lastLook } from '../kit/last-look.ts';
import { failure } from '../kit/vendor-failures.ts';
import type { LifecyclePart } from '../lifecycles.ts';
import { countTakenBack } from '../rollout/taken-back.ts';
import { itemOf, TOY_BATCHES } from './batches.ts';

export interface ToyLook extends Look {
  policyVersion: string;
  blind: Blind | null;
  seats: number;
  /** Null in the case of a period. */
  partner: Addressee | null;
}

interface ToyReading {
  segment: string;
  partnerId: string | null;
  partner: Addressee | null;
  region: string | null;
  seats: number;
  policy: ToyPolicy;
  policyVersion: string;
}

export type ToyActivities = ReturnType<typeof toyActivities>;

export function toyActivities(deps: ActivityDeps) {
  return {
    look: (request: LookRequest) =>
      frozenLook(deps, request, {
        lifecycle: 'toy',
        read: () => readToy(deps, request),
        decide: (reading, standing) => decide(deps, request, reading, standing),
      }),
    open: (request: LookRequest) => openLook<ToyLook>(deps, request),
    close: (end: CaseEnd) => closeCase(deps, end),
  };
}

export function toyPart(deps: ActivityDeps): LifecyclePart {
  return {
    activities: toyActivities(deps),
    batches: TOY_BATCHES,
    afterRollback: (caseId) => countTakenBack(deps, caseId),
  };
}

export async function toyFacts(tx: Tx, root: TrustRoot, row: CaseRow): Promise<CaseFacts> {
  const look = await lastLook<ToyLook>(tx, root, row);
  return {
    lifecycle: 'toy',
    partnerId: row.partnerId,
    partnerManager: null,
    region: look?.segment.split('/')[1] ?? null,
    submittedBy: row.submittedBy,
    configuredBy: [],
    formerReviewers: [],
    valueUsd: null,
    paidUsd: null,
  };
}

async function readToy(
  { store, ports, vault, installationKey, now }: ActivityDeps,
  request: LookRequest,
): Promise<ToyReading> {
  const db = statement(store);
  const row = await getCase(db, request.case);
  const policyRow = await signedPolicy(db, installationKey, 'toy', { at: now().toISOString() });
  if (!row || !policyRow) throw failure('NotFound', `no case ${request.case}, or no policy for toys`);
  const policy = toyPolicySchema.parse(policyRow.body);
  const common = { partnerId: row.partnerId, policy, policyVersion: policyRow.version };
  if (row.partnerId === null) {
    const { kind, seats } = itemOf(row.externalId);
    return { ...common, segment: segmentName(COMPANY, COMPANY, kind), partner: null, region: null, seats };
  }
  const kept = await submissionOf(db, request.case, request.revision);
  const partner = await ports.prm.partners.read(row.partnerId, call());
  if (!kept || !partner) throw failure('NotFound', `case ${request.case} has no submission, or no partner`);
  const { seats } = kept.canonical as unknown as ToyRequest;
  const { id, name, language, timeZone, region, tier, email } = partner;
  const sealed = email && (seal(email, await openSubject(db, vault, email)) as unknown as Json);
  return {
    ...common,
    segment: segmentName(tier, region, 'toys'),
    partner: { id, name, language, timeZone, email: sealed },
    region,
    seats,
  };
}

async function decide(
  { store, installationKey }: ActivityDeps,
  request: LookRequest,
  { segment, partnerId, partner, seats, policy, policyVersion }: ToyReading,
  { mode, promotion, drawn, asOf }: LookStanding,
): Promise<ToyLook> {
  const evidence: ToyEvidence = { schemaVersion: 1, asOf, seats };
  const decision = decideToy(evidence, policy);
  const look: ToyLook = {
    mode,
    segment,
    outcome: decision.outcome,
    reasons: decision.reasons,
    evidenceHash: evidenceAddress(evidence as unknown as JsonObject),
    policyVersion,
    amountUsd: '0',
    explainable: false,
    promotion,
    blind: drawn.blind,
    seats,
    partner,
  };
  await keepLook(statement(store), {
    lifecycle: 'toy',
    request,
    evidence: evidence as unknown as JsonObject,
    decision,
    drawn,
    look,
    shown: { partnerId, title: `${seats} seats`, amountUsd: null, summary: {} },
    advice: { advice: decision.outcome },
    asOf,
    key: installationKey,
  });
  return look;
}
