import type { DecisionRequest } from '../../domain/decision.ts';
import type { DeskOptions } from './desk.ts';
import { messageOf } from './failure-type.ts';

/** What the lifecycle finds wrong with the edits of a decision; null: nothing. A check that breaks off has found something. */
export function editsProblemOf(
  { checkEdits }: Pick<DeskOptions, 'checkEdits'>,
  { edits }: DecisionRequest,
): string | null {
  try {
    return (edits && checkEdits?.(edits)) ?? null;
  } catch (error) {
    return `the edits could not be checked: ${messageOf(error)}`;
  }
}
