import type { Fault } from '../../contracts/problem.ts';
import type { IntakeProblem } from '../../domain/deal/canonical-deal.ts';

/** What reading one submission finds: `faults` refuse it, `problems` let it in and send it to a person. */
export interface Findings {
  faults: Fault[];
  problems: IntakeProblem[];
}

/** A field is present when it holds more than blanks. */
export function given(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
