import type { Fault } from '../../contracts/problem.ts';
import type { FieldFaultCode, IntakeProblem } from '../../domain/intake-problem.ts';

export interface FieldFault extends Fault {
  code: FieldFaultCode;
}

/** What reading one submission finds: `faults` refuse it, `problems` let it in and send it to a person. */
export interface Findings<P extends IntakeProblem = IntakeProblem> {
  faults: FieldFault[];
  problems: P[];
}

/** A field is present when it holds more than blanks. */
export function given(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
