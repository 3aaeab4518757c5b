/** What the rules of a clawback are called where a person reads them. */
export const CLAWBACK_RULES = {
  unknown: 'no paid line is known for it',
  unclear: 'several paid lines may be meant',
  registration: 'the registration of the sale was rolled back',
  late: 'the time to take back is over',
  early: 'refunded before it was sold',
  future: 'refunded on a day to come',
  currency: 'in another currency than the sale',
  more: 'more is refunded than was sold',
  waits: 'its claim waits for budget',
  again: 'something of it was taken back before',
  ceiling: 'it is above what is taken back without a person',
  worth: 'what it takes back is not known in USD',
} as const;

export type ClawbackRule = `clawback.${keyof typeof CLAWBACK_RULES}`;
