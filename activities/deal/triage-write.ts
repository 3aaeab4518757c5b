import type { SigningKey } from '../../adapters/keys/keys.ts';
import { putConflicts } from '../../adapters/store/deal/conflicts.ts';
import { putRegistration } from '../../adapters/store/deal/registrations.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { putPrefilledClaim } from '../../adapters/store/prefilled-claims.ts';
import type { Drawn } from '../../domain/blind.ts';
import { normaliseCompanyName } from '../../domain/company/company-name.ts';
import { findConflicts } from '../../domain/deal/conflict.ts';
import { conflictHistories } from '../../domain/deal/conflict-history.ts';
import type { DealEvidence } from '../../domain/deal/evidence.ts';
import type { Decision } from '../../domain/decision.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { keepLook } from '../kit/keep-look.ts';
import type { DealNames } from './names.ts';
import type { DealReading, DealRequest } from './records.ts';
import type { Triage } from './triage.ts';

/** One look at a registration, decided and ready to be kept. */
export interface Taken {
  request: DealRequest;
  reading: DealReading;
  evidence: DealEvidence;
  decision: Decision;
  names: DealNames;
  triage: Triage;
  drawn: Drawn;
  /** UTC instant. */
  asOf: string;
  /** The installation's. */
  key: SigningKey;
}

/**
 * Keeps a look with the registration and what stands in its way.
 * @throws a unique violation (isTaken) when another attempt was faster
 */
export async function writeTriage(db: Tx, taken: Taken): Promise<void> {
  const { request, reading, evidence, decision, names, triage, drawn, asOf, key } = taken;
  const { case: id } = request;
  const { evidenceHash, fields } = triage;
  const found = conflictHistories(findConflicts(evidence, reading.policy), evidence, {
    ...request,
    evidenceHash,
  });
  const look = {
    lifecycle: 'deal' as const,
    request,
    evidence: evidence as unknown as JsonObject,
    decision,
    drawn,
    look: triage,
    shown: {
      partnerId: triage.partner.id,
      title: names.customer,
      amountUsd: evidence.submission.estimated_value,
      summary: summaryOf(names, evidence),
    },
    advice: {
      triage_status: fields.triage_status,
      confidence_score: fields.confidence_score,
      conflict_risk: fields.conflict_risk,
      recommended_action: fields.recommended_action,
    },
    asOf,
    key,
  };
  await keepLook(db, look, (tx) => [
    putEvidence(tx, id, 'names', names),
    proposeFills(tx, request, reading),
    register(tx, id, reading, names),
    putConflicts(tx, found),
    prefillClaim(tx, request, triage, evidence),
  ]);
}

function register(
  tx: Tx,
  caseId: string,
  { query, records }: DealReading,
  { customer }: DealNames,
): Promise<void> {
  return putRegistration(tx, {
    case: caseId,
    partnerId: records.deal.submission.source_partner_id,
    customerName: customer,
    normalisedName: normaliseCompanyName(query.name),
    domain: query.domain,
    status: 'Under Review',
    submittedAt: records.deal.submission.submission_timestamp,
    protectedUntil: null,
    closureReason: null,
  });
}

/** For the reviewer's page; what is empty leaves no trace. */
async function proposeFills(
  tx: Tx,
  { case: id, revision }: DealRequest,
  { fills }: DealReading,
): Promise<void> {
  if (fills.length === 0) return;
  await putEvidence(tx, id, 'fill_in', { schemaVersion: 1, revision, fills: fills as unknown as Json });
}

/** A claim on market development funds is proposed, not made: its own case decides about it. */
async function prefillClaim(
  tx: Tx,
  { case: id, revision }: DealRequest,
  { partner, reasons }: Triage,
  { submission, asOf }: DealEvidence,
): Promise<void> {
  if (!submission.mdf) return;
  const problems = reasons.map(({ rule }) => rule).filter((rule) => rule.startsWith('mdf.'));
  await putPrefilledClaim(tx, {
    ...submission.mdf,
    case: id,
    revision,
    partnerId: partner.id,
    problems,
    at: asOf,
  });
}

/** What lists and boards show; never personal data. */
function summaryOf({ customer }: DealNames, { submission }: DealEvidence): JsonObject {
  return {
    customer_name: customer,
    opportunity_name: submission.opportunity_name,
    estimated_value: submission.estimated_value,
    stated_value: submission.stated_value && { ...submission.stated_value },
  };
}
