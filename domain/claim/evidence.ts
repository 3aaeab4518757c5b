import type { DocumentReading } from '../documents/document-reading.ts';
import type { DatedRate } from '../exchange-rate.ts';
import type { FundRequest } from '../incentives/fund-request.ts';
import type { PrefilledActivity } from '../incentives/mdf-activity.ts';
import type { IncentiveProgram } from '../incentives/program.ts';
import type { Money } from '../money.ts';
import type { PastClaims } from './checks/past-claims.ts';
import type { LineEdit } from './edits.ts';
import type { ClaimProblem } from './received-claim.ts';
import type { StatedClaim } from './stated-claim.ts';

/** Everything that a claim is decided on, frozen. Without readable personal data: persons and bank accounts are tokens. */
export interface ClaimEvidence {
  schemaVersion: 1;
  /** UTC instant of the look. */
  asOf: string;
  /** Its case, which is its name in the accounts too. */
  claim: string;
  stated: StatedClaim;
  /** What intake found odd. */
  problems: ClaimProblem[];
  /** Day of its first arrival, in the program's zone (UTC without one). */
  submittedOn: string;
  /** UTC instant from which it was as it is. */
  completeAt: string;
  /** The version in force on the day of the sale; null: no program is named or found, or no version had begun. */
  program: { version: string; body: IncentiveProgram } | null;
  /** All versions of the program: a line is judged by that of its own day. */
  versions: { version: string; body: IncentiveProgram }[];
  /** Programs that the claim could be meant for, where it names none and several or none fit. */
  candidates: string[];
  partner: ClaimPartner | null;
  /** The partner agreement in force on the day of the sale; null: none is known. */
  agreement: string | null;
  deal: ClaimDeal | null;
  /** The request for funds that it names; null: it names none, or the PRM knows none of this number. */
  request: FundRequest | null;
  /** What the registration that came out of the activity has said of it; null: nothing. */
  prefilled: PrefilledActivity | null;
  readings: DocumentReading[];
  /** Documents of which nothing could be read, and why. */
  unread: UnreadDocument[];
  past: PastClaims;
  /**
   * What paying all of it would add to claims that were paid before, because their period reaches a higher tier with it; in the program's currency.
   * Null or absent: nothing.
   */
  lifted?: Money | null;
  /** Published rates of the days and currencies that it needs. */
  rates: DatedRate[];
  /** What a reviewer pays of it instead; null: nobody has edited it. */
  edited: LineEdit[] | null;
}

export interface ClaimPartner {
  /** `prm:7001` */
  record: string;
  id: string;
  name: string;
  active: boolean;
  tier: string | null;
  region: string | null;
  country: string | null;
  certifications: string[] | null;
  /** Who stands above it, such as its distributor. */
  parent: string | null;
  /** Where it may sell: countries or regions, as the PRM names them; null: the PRM does not say. */
  territories: string[] | null;
}

/** The partner's registration that the sale belongs to. */
export interface ClaimDeal {
  /** `prm:Deal/4711` */
  record: string;
  /** Whose it is. */
  partnerId: string;
  customer: string;
  status: string;
  lines: DealLine[];
}

export interface DealLine {
  record: string;
  sku: string;
  quantity: string;
  amount: Money;
  soldOn: string;
}

export interface UnreadDocument {
  /** SHA-256, hexadecimal. */
  document: string;
  /** Stable: `encrypted`, `macros`, `too_large`, `too_slow`, `unsupported` … */
  code: string;
}
