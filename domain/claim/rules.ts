import { CHECK_RULES } from './checks/rules.ts';

/** What the rules of a claim are called where a person reads them. */
export const CLAIM_RULES = {
  ...CHECK_RULES,
  program: 'the program is not clear',
  partner: 'the partner is not in the PRM, or not active',
  lines: 'it names nothing that was sold',
  document_unread: 'a document could not be read',
  intake: 'something was odd when it came in',
  confidence: 'it was not read with enough confidence',
  ceiling: 'it is above what is paid without a person',
  worth: 'what it would pay is not known',
  total: 'more is expected than the program pays',
  window: 'outside the window of the program',
  early: 'submitted before the sale',
  late: 'submitted too late',
  tier: 'the program is not for this tier',
  region: 'the program is not for this region',
  certification: 'a certification is lacking',
  sku: 'the program does not pay for this product',
  deal: 'no approved registration',
  vendor: 'the vendor is not approved',
  request: 'no approved request for funds',
  public_sector: 'the customer may be a public body',
  country: 'not paid in this country',
  agreement: 'no partner agreement is known',
  consent: 'no consent to pay a person',
  payee: 'nobody to be paid is named',
  exchange: 'no exchange rate for its day',
  condition: 'a condition of the program does not hold',
} as const;

export type ClaimRule = `claim.${keyof typeof CLAIM_RULES & string}`;
