/** What starts a deal registration: references only, the submission itself is in Postgres. */
export interface DealRegistrationInput {
  case: string;
  source: string;
  externalId: string;
  sequence: number;
  partnerId: string;
  /** Records of the sample channel never mix with own data. */
  sample: boolean;
}
