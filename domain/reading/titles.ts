/** What each finding of a reading means, in one sentence without any of the text's values. */
export const FINDING_TITLES = {
  customer_ambiguous: 'The text names several companies that may be the customer.',
  opportunity_ambiguous: 'The text names several opportunities.',
  amount_ambiguous: 'The text holds several amounts, or one that can be read in two ways.',
  amount_range: 'The amount is stated as a range.',
  amount_periodic: 'The amount is stated per month or unit, not for the whole deal.',
  amount_unreadable: 'The amount has more digits than its currency allows.',
  currency_missing: 'The amount names no currency.',
  currency_ambiguous: 'The sign beside the amount stands for several currencies.',
  date_ambiguous: 'The text holds several dates, or one whose day and month can be exchanged.',
  date_imprecise: 'The date names no day and no end of a period.',
  date_period: 'The date names a period; it is read as its last day.',
  date_bound: 'The date is stated as a bound: not before it, or from it on.',
  date_fiscal: 'The date names a fiscal period, whose months are not known.',
  date_invalid: 'The date is no day of the calendar.',
  date_unreadable: 'The date cannot be read.',
  date_without_anchor: 'The date depends on the day of writing, which is not known.',
  contact_ambiguous: 'The text holds several addresses that may be the contact.',
  contact_is_partners: "The only address is the partner's own.",
  notes_ambiguous: 'The text holds several notes.',
} as const;

/** What could not be read without guessing. */
export type ReadingCode = keyof typeof FINDING_TITLES;
