import type { Lifecycle } from '../../domain/lifecycles.ts';
import { claimIntake } from './claim/index.ts';
import { clawbackIntake } from './clawback/index.ts';
import { dealIntake } from './deal/index.ts';
import type { IntakeOf } from './intake-of.ts';

/** How the submissions of each lifecycle are taken in. */
export const INTAKES: Record<Lifecycle, IntakeOf<unknown>> = {
  deal: dealIntake,
  claim: claimIntake,
  clawback: clawbackIntake,
};
