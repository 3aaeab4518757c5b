import type { Stage } from '../../domain/intake.ts';
import { type IntakeForm, RECORD_HINT, WORKBOOK } from './parse.ts';

/** The step with which reading a form begins. */
export function firstStage(form: IntakeForm): Stage {
  if (form === RECORD_HINT) return 'record';
  return form === 'text/csv' || form === WORKBOOK || form === 'application/json' ? 'rows' : 'text';
}
