import type { Lifecycle } from './lifecycles.ts';

/**
 * What the machine would have done (`review`: asked a person) beside what a person did; null when nobody decided. `override`: approved,
 * but with another amount.
 */
export interface BothDecisions {
  machine: string;
  human: string | null;
}

/** What the machine would have done, in the words in which people decide. @param outcome of a look */
export function machineWord(outcome: string): 'approve' | 'reject' | 'review' {
  if (outcome === 'automatic') return 'approve';
  return outcome === 'rejected' ? 'reject' : 'review';
}

/** Whether the two agree; null where there is nothing to compare. */
type Agreed = (compared: BothDecisions) => boolean | null;

const AGREED: Record<Lifecycle, Agreed> = {
  claim: sameOutcome,
  clawback: sameOutcome,
  deal: sameOutcome,
};

/** Whether machine and person agree, as the lifecycle means it. A promotion to `automated` rests on it. */
export function agreed(lifecycle: Lifecycle, compared: BothDecisions): boolean | null {
  return AGREED[lifecycle](compared);
}

/**
 * Both did the same, with the same amount. Where the machine would have asked a person, whatever the person does agrees with it:
 * nothing is compared.
 */
export function sameOutcome({ machine, human }: BothDecisions): boolean | null {
  return human === null || machine === 'review' ? null : machine === human;
}
