import type { ClaimedLine } from './stated-claim.ts';

/** How a line of a claim is known to be as it is claimed; `reviewer`: a person pays it so. */
export type Proof = 'record' | 'document' | 'reviewer' | 'none';

/** A line with what proves it. An amount that is neither stated nor shown is null. */
export interface ProvenLine extends ClaimedLine {
  /** Who invoiced it, where a document shows that. */
  seller: string | null;
  /** Who bought it, where a document shows that. */
  customer: string | null;
  proof: Proof;
  /** Record that shows it, and the names of its fields. */
  source: { record: string; fields: Partial<Record<'amount' | 'quantity' | 'sku' | 'soldOn', string>> };
  /** The least of the values that prove it, 0 to 1. */
  confidence: number;
  mapping: FieldMapping[];
}

/** One value of a claim: what was stated, what was read and where, and which field of the PRM it is. */
export type FieldMapping = {
  /** Null: of the whole claim. */
  line: string | null;
  field: string;
  stated: string | null;
  read: string | null;
  /** Record or document that it was read from. */
  from: string | null;
  /** Where it stands there, as text. */
  at: string | null;
  how: string | null;
  confidence: number | null;
  /** Of the claim's object in the PRM. */
  prm_field: string;
  agrees: boolean | null;
};
