/** The one field of a toy's request; a period's case asks for none. */
export interface ToyRequest {
  seats: number;
}

/** What a toy is decided on. */
export interface ToyEvidence {
  schemaVersion: 1;
  /** UTC instant. */
  asOf: string;
  seats: number;
}

/** policy/programs/toy.yaml */
export interface ToyPolicy {
  /** From this many seats on a person decides. */
  askFrom: number;
}
