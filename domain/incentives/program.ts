import type { Money } from '../money.ts';

export const PROGRAM_TYPES = ['spiff', 'mdf', 'rebate', 'bonus', 'pass_through'] as const;
export type ProgramType = (typeof PROGRAM_TYPES)[number];

/** What the money is, which decides the paper that it needs and how it is booked. */
export const MONEY_KINDS = ['price_reduction', 'service', 'commission', 'person'] as const;
export type MoneyKind = (typeof MONEY_KINDS)[number];

/** Without which nothing is paid. */
export const PAPERS = ['partner_invoice', 'self_billing_agreement', 'credit_note', 'tax_form'] as const;
export type Paper = (typeof PAPERS)[number];

/** Over what volume, units and caps per period are counted; `window`: once over the whole program. */
export const COUNTING_PERIODS = ['month', 'quarter', 'year', 'window'] as const;
export type CountingPeriod = (typeof COUNTING_PERIODS)[number];

/** Who may get a share of a line. */
export const PARTIES = ['partner', 'distributor'] as const;
export type Party = (typeof PARTIES)[number];

/** What one cap counts; `request`: as much as the partner's request for funds was approved for. */
export const CAP_SCOPES = ['line', 'request', 'claim', 'period', 'partner', 'program'] as const;
export type CapScope = (typeof CAP_SCOPES)[number];

export const PROOF_DOCUMENTS = [
  'invoice',
  'receipt',
  'proof_of_delivery',
  'proof_of_performance',
  'attendee_list',
  'point_of_sale_file',
] as const;

export const REVIEWER_ROLES = ['channel_manager', 'partner_ops', 'finance', 'controller'] as const;

/** One version of an incentive program (policy/incentives). Days are `2026-01-31`, in the program's zone; decimals are strings. */
export interface IncentiveProgram {
  /** Stays the same over its versions. */
  program: string;
  title: string;
  type: ProgramType;
  /** The first day on which sales are rated by this version. */
  effectiveFrom: string;
  /** ISO 4217; everything that the program pays is in it. */
  currency: string;
  /** IANA zone; in it a day, a period and the window end. */
  zone: string;
  /** Days of the sale, both included. */
  window: { from: string; to: string };
  period: CountingPeriod;
  /** Days after the sale (MDF: after the activity) within which a claim is submitted, and by how many it may be extended once. */
  submit: { withinDays: number; extensionDays: number };
  eligibility: Eligibility;
  /** At most one fits a line. */
  rules: EarningRule[];
  /** Each that fits is added to what the rule gives. */
  bonuses: Bonus[];
  bundles: Bundle[];
  accelerators: Accelerator[];
  /** In the order in which they are applied. */
  caps: Cap[];
  /** A hard stop: a claim that would break it waits. Null: no budget. */
  budget: Money | null;
  payee: 'partner' | 'person';
  /** Percents of a line, 100 in all. Persons share by what their claim says. */
  splits: { to: Party; percent: string }[];
  money: MoneyKind;
  papers: Paper[];
  notPayable: { publicSector: boolean; countries: string[] };
  /** Days until what was earned may be paid. */
  holdDays: number;
  /** Days after the sale within which a refund takes back what was earned. */
  clawbackDays: number;
  proof: { documents: (typeof PROOF_DOCUMENTS)[number][]; vendors: string[]; logo: boolean };
  /** Types of other programs under which the same sale may be claimed as well. Absent: none, so that a person looks. */
  alongside?: ProgramType[] | undefined;
  /** Up to this claimed amount (USD) a claim may be approved without a person. */
  automaticUpToUsd: string;
  /** Who owes what the program pays, of the catalogue's; null: the company has one legal entity. */
  legalEntity: string | null;
  reviewers: (typeof REVIEWER_ROLES)[number][];
  estimate: LiabilityEstimate;
}

export interface Eligibility {
  /** Each list: one of them, empty: any. A SKU may end in `*`. */
  tiers: string[];
  regions: string[];
  skus: string[];
  /** All of them. */
  certifications: string[];
  /** Whether the sale must belong to an approved deal registration of the partner. */
  deal: boolean;
  /** CEL over `sale` and `partner`; each must hold. */
  conditions: { condition: string; when: string; text: string }[];
}

/** Which lines something is about. Each list: one of them, empty: any. */
export interface Selector {
  /** A SKU may end in `*`. */
  skus: string[];
  tiers: string[];
  regions: string[];
  /** Days of the sale, both included; null: those of the program. */
  from: string | null;
  to: string | null;
}

export interface EarningRule extends Selector {
  rule: string;
  gives: Rate | Tiers;
}

export interface Bonus extends Selector {
  bonus: string;
  gives: Rate;
}

export type Rate =
  /** Of the line's net amount. */
  { percent: string } | { perUnit: Money } | { perLine: Money };

export interface Tiers {
  /** What the partner sold under this rule in the period: its amount in the program's currency, or its units. */
  by: 'volume' | 'units';
  /** True: all lines of the period have the rate that was reached. False: each part of a line has the rate of where it lies. */
  retroactive: boolean;
  /** The first begins at 0 (volume) or 1 (units), each ends where the next begins, the last has no end. */
  steps: { from: string; below: string | null; rate: Rate }[];
}

/** So much for each whole set of these SKUs in one sale. */
export interface Bundle {
  bundle: string;
  skus: string[];
  perBundle: Money;
}

/** From the line on by which the partner reaches `from` in the period, lines earn so many times as much. The highest one counts. */
export interface Accelerator {
  accelerator: string;
  by: 'volume' | 'units';
  from: string;
  factor: string;
}

export interface Cap {
  per: CapScope;
  /** Null for `request` alone: the request itself says it. */
  amount: Money | null;
}

/** How the liability of tiers that are not yet reached is estimated (IFRS 15.53). */
export interface LiabilityEstimate {
  method: 'expected_value' | 'most_likely';
  /** How the period may end, as factors of where it ends at the present pace; the probabilities are 1 in all. */
  outcomes: { factor: string; probability: string }[];
}

/** What program files may name. */
export interface Catalogue {
  tiers: string[];
  regions: string[];
  certifications: string[];
  products: { sku: string; name: string }[];
  /** Whose invoices are accepted for funded activities. */
  vendors: string[];
  /** Who of the company owes what its programs pay; empty: it has one legal entity. */
  legalEntities: string[];
}
