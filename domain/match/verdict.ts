import { dealRow } from './deal-row.ts';
import type { MatchModel, Row } from './model.ts';
import type { MatchRecord } from './record.ts';

/** What one field says about a pair. */
export interface FieldVerdict {
  field: string;
  /** Name of the level that was reached; `unknown` where a side says nothing: no evidence, weight 0. */
  level: string;
  /** log2(m / u) of the level, adjusted for how common the agreeing value is; bits, positive speaks for the same. */
  weight: number;
  /** One sentence for people; names values of the records, so it is as confidential as they are. */
  why: string;
}

export interface MatchVerdict {
  /** Record id of the candidate; empty for rows without one. */
  record: string;
  /** 0..1 */
  probability: number;
  /** Bits: log2 of the prior odds plus the weights of all fields. */
  weight: number;
  /** log2 of the prior odds. */
  prior: number;
  /** In the model's order, every field of the model. */
  fields: readonly FieldVerdict[];
  /** Id of the model. */
  model: string;
}

/** How probably the two records are the same customer, and why, field by field. */
export function matchVerdict(query: MatchRecord, candidate: MatchRecord, model: MatchModel): MatchVerdict {
  return { ...rowVerdict(dealRow(query), dealRow(candidate), model), record: candidate.record };
}

/** The same over rows of any fields. */
export function rowVerdict(_left: Row, _right: Row, model: MatchModel): MatchVerdict {
  return { record: '', probability: 0, weight: 0, prior: 0, fields: [], model: model.id };
}
