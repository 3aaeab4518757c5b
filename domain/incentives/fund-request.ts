import type { Money } from '../money.ts';

/** A partner's request for market development funds, as the PRM keeps it. Days are `2026-01-31`. */
export interface FundRequest {
  /** `prm:FundRequest/4711` */
  record: string;
  partnerId: string;
  /** Whether it was approved and not taken back. */
  approved: boolean;
  /** What it was approved for; null: the PRM does not say. */
  amount: Money | null;
  approvedOn: string | null;
  /** Planned day of the activity. */
  activityOn: string | null;
  /** Whether the one extension of the time for proof was granted. */
  extended: boolean;
}
