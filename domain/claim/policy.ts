/** policy/programs/claim.yaml; confidences are 0 to 1. */
export interface ClaimPolicy {
  /** Below this a claim goes to a person. */
  automaticFrom: number;
  /** From this confidence on a value counts as printed in a document. */
  readFrom: number;
  /** The same where it was recognised in a picture. */
  ocrFrom: number;
}
