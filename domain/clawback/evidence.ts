import type { DatedRate } from '../exchange-rate.ts';
import type { Money } from '../money.ts';
import type { StatedClawback } from './stated-clawback.ts';

/** A line that was paid for, and what taking it back would book. */
export interface PaidLine {
  /** Id of the program, and its name. */
  program: string;
  title: string;
  programType: string;
  /** The claim's name in the accounts, which is its case. */
  claim: string;
  line: string;
  /** Under which the partner finds the claim. */
  reference: string;
  partner: string;
  sku: string;
  amount: Money;
  soldOn: string;
  clawbackDays: number;
  automaticUpToUsd: string;
  /** What it would take back from everybody, true-ups included, in the program's currency; not below 0. */
  back: Money;
  /** Whether something of it was taken back before. */
  refundedBefore: boolean;
  /** Its claim waits for budget, so that nothing of it is paid yet; absent: it does not. */
  waits?: true;
}

/** Everything that a clawback is decided on, frozen. */
export interface ClawbackEvidence {
  schemaVersion: 1;
  /** UTC instant of the look. */
  asOf: string;
  stated: StatedClawback;
  lines: PaidLine[];
  rates: DatedRate[];
}
