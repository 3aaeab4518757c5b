import type { Decision } from '../decision.ts';
import type { JsonObject } from '../json.ts';
import type { Money } from '../money.ts';
import type { FieldMapping, Proof } from './proven-line.ts';
import type { LineEarning } from './worth.ts';

/** What the PRM is told of a claim. It never changes, whatever people decide. */
export type Validation = 'Auto-Approved' | 'Requires Review' | 'Rejected';

/** `rejected`: each of its lines is rejected by a rule, and the facts are not in doubt. */
export type ClaimOutcome = 'automatic' | 'review' | 'rejected';

/** One line, and what becomes of it if nobody decides otherwise. */
export interface DecidedLine {
  line: string;
  sku: string;
  quantity: string;
  amount: Money | null;
  soldOn: string | null;
  verdict: 'payable' | 'review' | 'rejected';
  proof: Proof;
  /** Record or document that shows it. */
  from: string;
  /** Null: it earns nothing, or that is not known. */
  earns: LineEarning | null;
}

/** Fields of a claim's decision. */
export interface ClaimDecisionFields {
  validation: Validation;
  automated_review: true;
  review_notes: string[];
  lines: DecidedLine[];
  field_mapping: FieldMapping[];
  /** What the partner is asked for first, by name. */
  missing: string[];
  /** What would make rejected lines payable. */
  remedies: string[];
  /** What it earns by itself, and the most that it may earn; null: not known. */
  earned: Money | null;
  most: Money | null;
}

export interface ClaimDecision extends Decision<ClaimOutcome> {
  fields: ClaimDecisionFields & JsonObject;
}
