import type { MatchFacts } from './facts.ts';
import type { CarriedMark } from './marks.ts';
import type { MatchRecord } from './record.ts';
import type { FieldVerdict } from './verdict.ts';

/** One record that was compared, and what the model says about it. */
export interface CustomerMatch extends Pick<MatchRecord, 'record' | 'kind' | 'name' | 'parent'> {
  products: readonly string[];
  territories: readonly string[];
  facts: MatchFacts;
  /** Probability that it is the same customer. 0..1, six decimals. */
  probability: number;
  /** Field by field why; bits. */
  fields: readonly FieldVerdict[];
  /** The telling words of the registration's customer that the record's name has as well; absent when it does not share them. */
  telling?: string[];
  /** What somebody has said for good about the record and this customer; absent when nobody has. */
  mark?: CarriedMark;
}
