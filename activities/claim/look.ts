import { putClaim } from '../../adapters/store/claim/claims.ts';
import { lookAtPast } from '../../adapters/store/claim/look-at-past.ts';
import { evidenceAddress, putEvidence } from '../../adapters/store/evidence.ts';
import { openSubject, seal } from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Blind } from '../../domain/blind.ts';
import { factsOfClaim } from '../../domain/claim/checks/facts-of-claim.ts';
import { claimStake, decideClaim } from '../../domain/claim/decide-claim.ts';
import type { ClaimOutcome } from '../../domain/claim/decision.ts';
import type { ClaimEvidence } from '../../domain/claim/evidence.ts';
import { missingFor } from '../../domain/claim/missing.ts';
import type { LineCalculation } from '../../domain/claim/notices.ts';
import { type Refusal, refusalsOf } from '../../domain/claim/refusals.ts';
import { withoutNames } from '../../domain/claim/without-names.ts';
import { caseId } from '../../domain/identity.ts';
import type { Claim } from '../../domain/incentives/claim.ts';
import type { IncentiveProgram } from '../../domain/incentives/program.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Money } from '../../domain/money.ts';
import type { Look } from '../../workflows/kit/case-steps.ts';
import type { Addressee } from '../../workflows/kit/notice.ts';
import { call } from '../kit/call.ts';
import {
  frozenLook,
  type LookDeps,
  type LookRequest,
  type LookStanding,
  type Parked,
} from '../kit/frozen-look.ts';
import { keepLook } from '../kit/keep-look.ts';
import { liftedBy } from './lifted.ts';
import { type ClaimNames, claimNames, referenceTo } from './names.ts';
import { type ClaimDeps, type ClaimRecords, readClaimRecords } from './records.ts';

/** What the workflow needs to go on; small, and free of readable personal data. */
export interface ClaimLook extends Look {
  outcome: ClaimOutcome;
  blind: Blind | null;
  partner: Addressee & { manager: string | null };
  /** The program that pays it; null: none is found. */
  program: ClaimedProgram | null;
  /** Under which the partner finds the claim. */
  reference: string;
  /** What the partner is asked for first. */
  missing: string[];
  /** What is booked on a yes; null: nothing. */
  accrual: SealedClaim | null;
  /** The most that it may book; null or absent: whatever it comes to. */
  upTo?: Money | null;
  /** What a decision about all of its lines may pay at most, in USD; null: not known. */
  stakeUsd: string | null;
  /** What it pays by itself, and how. */
  earned: Money | null;
  calculation: LineCalculation[];
  /** Each line with what speaks against it; `rejected`: a yes does not pay it. */
  refusals: Refusal[];
  submittedBy: string[];
}

interface ClaimedProgram {
  id: string;
  /** For people. */
  title: string;
  currency: string;
  /** Hashes of those that were in force. */
  versions: string[];
  /** Roles that decide about it, by the version of the day of the sale. Absent from looks of earlier builds. */
  reviewers?: IncentiveProgram['reviewers'];
}

/** Reads everything that one decision needs, decides, and keeps evidence, decision, claim and audit row in one transaction. */
export function lookAtClaim(deps: ClaimDeps & LookDeps, request: LookRequest): Promise<ClaimLook | Parked> {
  return frozenLook(deps, request, {
    lifecycle: 'claim',
    read: async () => {
      const records = await readClaimRecords(deps, request, call());
      return { ...records, partnerId: records.received.claim.partnerId };
    },
    decide: (records, standing) => decide(deps, records, request, standing),
    cover,
  });
}

/** What the partner is asked for is a fact; what would be paid and what not is the machine's. */
function cover(_look: ClaimLook) {
  return { accrual: null, upTo: null, earned: null, calculation: [], refusals: [] };
}

async function decide(
  deps: ClaimDeps & LookDeps,
  records: ClaimRecords,
  request: LookRequest,
  { mode, promotion, drawn, asOf }: LookStanding,
): Promise<ClaimLook> {
  const { store, vault, installationKey } = deps;
  const { row, partner, segment, policy, policyVersion, received } = records;
  const db = statement(store);
  const alone = { ...records.evidence, asOf };
  const facts = factsOfClaim(alone, {
    case: request.case,
    claim: caseId({ ...row, sequence: 1 }),
    usd: claimStake(alone, policy),
  });
  const evidence: ClaimEvidence = {
    ...alone,
    past: await lookAtPast(store, vault, facts),
    lifted: await liftedBy(deps, alone, policy),
  };
  const decided = decideClaim(evidence, policy);
  const { decision, accrual, upTo, stakeUsd } = decided;
  const { fields, outcome } = decision;
  const { program } = evidence;
  const email = partner?.email ?? null;
  const names = claimNames(evidence, accrual);
  const look: ClaimLook = {
    ...{ mode, segment, outcome, policyVersion, promotion },
    accrual: accrual && sealedClaim(accrual, records.persons, names),
    upTo,
    reasons: withoutNames(decision.reasons, evidence),
    evidenceHash: evidenceAddress(evidence as unknown as JsonObject),
    amountUsd: stakeUsd ?? '0',
    stakeUsd,
    explainable: false,
    blind: drawn.blind,
    partner: {
      id: received.claim.partnerId,
      name: referenceTo(names, partner?.name ?? null),
      language: partner?.language ?? 'en',
      timeZone: partner?.timeZone ?? 'UTC',
      manager: partner?.manager ?? null,
      email: email === null ? null : (seal(email, await openSubject(db, vault, email)) as unknown as Json),
    },
    program: program && {
      id: program.body.program,
      title: program.body.title,
      currency: program.body.currency,
      versions: evidence.versions.map(({ version }) => version),
      reviewers: program.body.reviewers,
    },
    reference: row.externalId,
    // Of a claim that a rule turns down nothing is asked: where it is decided blind, that would tell it.
    missing: drawn.blind === null ? fields.missing : missingFor(evidence, fields.lines),
    earned: fields.earned,
    calculation: fields.lines.flatMap(({ sku, quantity, earns, verdict }) =>
      earns && verdict !== 'rejected' ? [{ sku, quantity, amount: earns.amount, steps: earns.steps }] : [],
    ),
    refusals: refusalsOf(decided),
    submittedBy: row.submittedBy,
  };
  await keepLook(
    db,
    {
      lifecycle: 'claim',
      request,
      evidence: evidence as unknown as JsonObject,
      decision,
      drawn,
      look,
      shown: {
        partnerId: look.partner.id,
        title: titleOf(evidence),
        amountUsd: stakeUsd,
        summary: { program: look.program?.id ?? null, lines: fields.lines.length },
      },
      advice: {
        validation: fields.validation,
        confidence: decision.confidence,
        pays: fields.earned && { ...fields.earned },
      },
      asOf,
      key: installationKey,
    },
    (tx) => [
      putEvidence(tx, request.case, 'names', names),
      putClaim(tx, {
        case: request.case,
        partnerId: look.partner.id,
        program: look.program?.id ?? null,
        validation: fields.validation,
        at: asOf,
      }),
    ],
  );
  return look;
}

/** A claim whose persons are sealed, and whose vendors are references: what goes to the accounts is opened there. */
export type SealedClaim = Omit<Claim, 'persons' | 'lines'> & {
  persons: JsonObject[];
  lines: (Omit<Claim['lines'][number], 'vendor'> & { vendor: Json })[];
};

function sealedClaim(claim: Claim, sealed: readonly Json[], names: ClaimNames): SealedClaim {
  const persons = claim.persons.map((one, at) => ({ ...one, person: sealed[at] ?? null }));
  const lines = claim.lines.map((line) => ({ ...line, vendor: referenceTo(names, line.vendor) }));
  return { ...claim, persons, lines };
}

/** What it is about, in a few words. */
function titleOf({ stated, program }: ClaimEvidence): string {
  const [first, ...more] = stated.lines.map(({ sku }) => sku);
  const sold = first === undefined ? 'nothing sold' : more.length === 0 ? first : `${first} +${more.length}`;
  return `${program?.body.title ?? stated.program ?? 'no program'}: ${sold}`;
}
