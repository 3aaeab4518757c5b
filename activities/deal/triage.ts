import type { Call } from '../../adapters/ports/call.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { evidenceAddress } from '../../adapters/store/evidence.ts';
import { knownSubject, openSubject, type Subject, seal } from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Blind } from '../../domain/blind.ts';
import { type DealDecisionFields, type DealOutcome, decideDeal } from '../../domain/deal/decision.ts';
import { type Reason, speaksAgainst } from '../../domain/decision.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import { frozenLook, type LookDeps, type LookStanding, type Parked } from '../kit/frozen-look.ts';
import { conflictRecords } from './conflict-records.ts';
import { dealEvidence } from './evidence.ts';
import { dealNames, referencesTo } from './names.ts';
import { type DealPayloads, dealPayloads } from './payloads.ts';
import { type DealDeps, type DealReading, type DealRequest, readDealRecords } from './records.ts';
import { writeTriage } from './triage-write.ts';

/** What the workflow needs to go on; small, and free of readable personal data. */
export interface Triage {
  mode: Exclude<RolloutMode, 'off'>;
  segment: string;
  /** `email` is sealed, `name` a reference (domain/kept.ts); older cases hold it in the clear. */
  partner: {
    id: string;
    name: Json;
    language: string;
    timeZone: string;
    manager: string | null;
    email: Json;
  };
  /** A reference to the name; older cases hold it in the clear. */
  customer: Json;
  /** Under which the partner finds the registration. */
  reference: string;
  outcome: DealOutcome;
  fields: DealDecisionFields;
  /** What speaks against automatic approval. */
  reasons: Reason[];
  evidenceHash: string;
  policyVersion: string;
  /** Colleagues who submitted it: they do not decide it. */
  submittedBy: string[];
  /** Whoever rejected it, when this is the appeal: somebody else decides. Absent from cases of 0.1.0. */
  formerReviewers?: string[];
  /** What the PRM is told of each conflict. Absent from cases of 0.1.0. */
  conflicts?: JsonObject[];
  /** A model is configured and may explain the decision; without one the template has done so already. */
  explainable: boolean;
  /** The signed promotion under which an automatic approval is given. */
  promotion: string | null;
  /** Set: a person decides it without seeing what is said here of it. */
  blind: Blind | null;
  /** USD; `0` without a value. */
  amountUsd: string;
  /** Product families. Absent from cases of 0.1.0. */
  products?: string[];
  protectionDays: number;
  payloads: DealPayloads;
  /** Where people decide it while it is only watched; null: nowhere. Older cases lack it: theirs is their record in the PRM. */
  watched?: WatchedDeal | null;
  /**
   * The partner is told in the step of the writes. It is absent from looks of earlier versions, whose cases told the partner in a step of its own.
   * patched() would tell the two apart as well, but would cost each case two events.
   */
  toldWithWrites?: true;
}

/** A registration as the PRM knows it. */
export interface WatchedDeal {
  prmDeal: string;
  /** The PRM had it already when it was looked at; otherwise it may be entered there later. */
  there: boolean;
}

export type TriageAnswer = Triage | Parked;

/**
 * Reads everything one decision needs, decides, and records evidence, decision, registration and audit row in one transaction.
 * @throws ApplicationFailure NotFound, or a vendor failure
 */
export function triageDeal(
  deps: DealDeps & LookDeps,
  request: DealRequest,
  call: Call,
): Promise<TriageAnswer> {
  return frozenLook(deps, request, {
    lifecycle: 'deal',
    read: async () => {
      const reading = await readDealRecords(deps, request, call);
      return { ...reading, partnerId: reading.records.deal.submission.source_partner_id };
    },
    besides: async (tx, { partner }) => (partner?.email ? knownSubject(tx, deps.vault, partner.email) : null),
    decide: (reading, standing, subject) => decide(deps, reading, request, standing, subject),
    cover,
  });
}

/** What is missing and that it is of high value are facts: the partner is asked about one, and the clock follows the other. */
function cover({ fields: { missing, highValue } }: Triage) {
  return { fields: { missing, highValue }, conflicts: [], payloads: null };
}

/**
 * The whole decision is written in one statement, so that a crash leaves all of it or nothing.
 * @param subject of the partner's address, where it is known already
 */
async function decide(
  { store, vault, ports, installationKey }: DealDeps & LookDeps,
  reading: DealReading,
  request: DealRequest,
  { mode, promotion, drawn, asOf }: LookStanding,
  subject: Subject | null,
): Promise<Triage> {
  const { row, before, prmDeal, sealed, records, partner, segment, policy, policyVersion } = reading;
  const { submission } = records.deal;
  const evidence = dealEvidence(records, reading.shared, asOf);
  const decision = decideDeal(evidence, policy);
  const names = dealNames(evidence, partner?.name ?? null);
  const references = referencesTo(names);
  const evidenceHash = evidenceAddress(evidence as unknown as JsonObject);
  const db = statement(store);
  const triage: Triage = {
    mode,
    segment,
    partner: {
      id: submission.source_partner_id,
      name: references.partner,
      language: partner?.language ?? 'en',
      timeZone: partner?.timeZone ?? 'UTC',
      manager: partner?.manager ?? null,
      email: partner?.email
        ? (seal(partner.email, subject ?? (await openSubject(db, vault, partner.email))) as unknown as Json)
        : null,
    },
    customer: references.customer,
    reference: row.externalId,
    outcome: decision.outcome,
    fields: decision.fields,
    reasons: decision.reasons.filter(speaksAgainst),
    evidenceHash,
    policyVersion,
    submittedBy: row.submittedBy,
    formerReviewers: before.formerReviewers,
    conflicts: ports.prm.deals?.writes.recordConflict ? conflictRecords(request.case, evidence, policy) : [],
    explainable: ports.llm !== null,
    promotion,
    blind: drawn.blind,
    amountUsd: evidence.submission.estimated_value ?? '0',
    products: submission.product_families,
    protectionDays: policy.protectionDays,
    watched: watchedDeal(ports.prm, row, prmDeal),
    toldWithWrites: true,
    payloads: dealPayloads(
      { evidence, fields: decision.fields },
      {
        contact: sealed.submission.primary_contact_email as Json,
        notes: sealed.submission.partner_notes as Json,
        names: references,
      },
      {
        source: row.source,
        externalId: row.externalId,
        contactToken: vault.tokenOf(submission.primary_contact_email ?? request.case),
        inPrm: ports.prm.deals !== null,
        fromPrm: row.source === ports.prm.vendor,
        prmDeal,
        standing: reading.standing,
      },
    ),
  };
  await writeTriage(db, {
    request,
    reading,
    evidence,
    decision,
    names,
    triage,
    drawn,
    asOf,
    key: installationKey,
  });
  return triage;
}

/** What comes by file is often entered in the PRM after it was sent to us, under the same id. */
function watchedDeal(
  { vendor, deals }: DealDeps['ports']['prm'],
  { source, externalId }: Pick<CaseRow, 'source' | 'externalId'>,
  prmDeal: string | null,
): WatchedDeal | null {
  if (prmDeal !== null) return { prmDeal, there: true };
  return deals?.sharesSource && source === vendor ? { prmDeal: externalId, there: false } : null;
}
