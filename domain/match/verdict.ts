import { compareValues, type Prepared, prepare } from './compare.ts';
import type { FieldModel, MatchModel, Row } from './model.ts';
import type { MatchRecord } from './record.ts';
import { recordRow } from './record-row.ts';
import { levelOf, weightOf } from './weight.ts';

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

/**
 * How probably the two records are the same customer, and why, field by field: prior odds times m / u of every field
 * (Fellegi and Sunter 1969), adjusted for the rarity of agreeing values (Winkler 2000).
 */
export function matchVerdict(query: MatchRecord, candidate: MatchRecord, model: MatchModel): MatchVerdict {
  const found = rowVerdict(recordRow(query, candidate), recordRow(candidate, query), model);
  return { ...found, record: candidate.record };
}

/** The same for rows of any fields. */
export function rowVerdict(left: Row, right: Row, model: MatchModel): MatchVerdict {
  return preparedVerdict(prepareRow(left, model.fields), prepareRow(right, model.fields), model);
}

/** A row made ready for many comparisons, in the order of the model's fields. */
export function prepareRow(row: Row, fields: MatchModel['fields']): readonly (Prepared | null)[] {
  return fields.map(({ field, compare }) => prepare(compare, row[field]));
}

/** The same for prepared rows. */
export function preparedVerdict(
  left: readonly (Prepared | null)[],
  right: readonly (Prepared | null)[],
  model: MatchModel,
): MatchVerdict {
  const prior = Math.log2(model.prior / (1 - model.prior));
  const fields = model.fields.map((field, i) => fieldVerdict(field, left[i] ?? null, right[i] ?? null));
  const weight = fields.reduce((sum, field) => sum + field.weight, prior);
  return { record: '', probability: 1 / (1 + 2 ** -weight), weight, prior, fields, model: model.id };
}

function fieldVerdict(model: FieldModel, left: Prepared | null, right: Prepared | null): FieldVerdict {
  const { field } = model;
  const unknown = (why: string) => ({ field, level: 'unknown', weight: 0, why });
  if (!left || !right) return unknown(left || right ? 'one side does not say' : 'neither side says');
  const likeness = compareValues(model.compare, left, right, model.frequencies);
  if (!likeness) return unknown('nothing to compare');
  const level = levelOf(model.levels, likeness.similarity);
  return { field, level: level.level, weight: weightOf(level, likeness.bits), why: likeness.why };
}
