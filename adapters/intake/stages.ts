import type { Stage } from '../../domain/intake.ts';
import { type IntakeForm, RECORD_HINT } from './parse.ts';
import { isRows } from './quick.ts';

/** The step with which reading a form begins. */
export function firstStage(form: IntakeForm): Stage {
  if (form === RECORD_HINT) return 'record';
  return isRows(form) ? 'rows' : 'text';
}
