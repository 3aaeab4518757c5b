/**
 * A probabilistic record-linkage model after Fellegi and Sunter (1969): per field a list of comparison levels, each with how
 * often it is seen among true pairs (m) and among chance pairs (u). Plain data: it is shipped, versioned and shown.
 */
export interface MatchModel {
  schemaVersion: 1;
  /** e.g. `deal-match@1`; every verdict of one id is computed alike. */
  id: string;
  /** Probability that a pair is the same before anything is compared. 0..1, exclusive. */
  prior: number;
  fields: readonly FieldModel[];
}

/** How two values of a field are compared; each gives a similarity 0..1, or null where a side is missing. */
export type FieldComparison =
  /** Names of organisations, people, titles: words weighted by rarity, typos, abbreviations, acronyms, word order. */
  | 'name'
  /** Running text: words weighted by rarity. */
  | 'text'
  /** Host names: same host, same registrable domain, same label under another suffix. */
  | 'domain'
  /** Opaque tokens, ids, codes: equal or not. */
  | 'equal'
  /** Short strings with typos: post codes, given names, streets. */
  | 'string'
  | 'email'
  | 'phone'
  | 'number'
  | 'date'
  /** Street, postal code, city, country, in this order; empty where unknown. */
  | 'address'
  /** Lists: shared share of the smaller one. */
  | 'set';

export interface FieldModel {
  field: string;
  compare: FieldComparison;
  /** Strongest first; the last one has `atLeast` 0 and catches the rest. */
  levels: readonly LevelModel[];
  /** How common words or values are; null where every value counts alike. */
  frequencies: Frequencies | null;
}

export interface LevelModel {
  level: string;
  /** Similarity from which this level holds. 0..1, inclusive. */
  atLeast: number;
  /** Share of true pairs at this level. 0..1, exclusive. */
  m: number;
  /** Share of chance pairs at this level. 0..1, exclusive. */
  u: number;
  /** log2(1 / mean frequency) of what agrees at this level among true pairs; null where frequency is not looked at. */
  bits: number | null;
}

export interface Frequencies {
  /** Share of values that hold the word (names, texts), or that are the value (everything else). 0..1 */
  of: Readonly<Record<string, number>>;
  /** For what is not listed. 0..1 */
  other: number;
}

/** A record as the engine sees it: any field may be missing. A list is a list of alternatives or members. */
export type Row = Readonly<Record<string, string | readonly string[] | null>>;

/** The model by which records are compared, under the hash of its whole content. */
export interface VersionedModel {
  model: MatchModel;
  version: string;
}
