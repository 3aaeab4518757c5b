/** What a partner asks for; a period's case has no request. */
export interface ToyRequest {
  partnerId: string;
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
