import type { Money } from '../money.ts';

/** An activity paid from market development funds that a registration came out of, as the partner names it. Plain JSON. */
export type MdfActivity = {
  /** Id of the activity or claim in the PRM. */
  claim: string;
  campaign: string | null;
  /** ISO date on which it took place. */
  date: string | null;
  amount: { amount: string; currency: string } | null;
};

/** The activity as the registration that came out of it has named it, when it was registered. */
export interface PrefilledActivity {
  /** The registration's case. */
  case: string;
  activityOn: string | null;
  amount: Money | null;
}
