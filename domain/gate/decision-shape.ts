import type { DecisionAction, DecisionRequest } from '../decision.ts';

export const DECISION_ACTIONS: readonly DecisionAction[] = [
  'approve',
  'reject',
  'override',
  'request_information',
  'reassign',
  'rollback',
];

/** Longest reason and question that is kept. */
export const LONGEST_TEXT = 2_000;
/** Most questions that a partner is asked at once. */
export const MOST_QUESTIONS = 20;

/**
 * What is wrong with the form of a decision, or null: all that an Update validator may look at. Each message names the
 * field and what belongs there. contracts/decision.ts says the same for HTTP and files; a test holds the two together.
 */
export function shapeProblem(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'a decision is a JSON object';
  const request = value as Partial<Record<keyof DecisionRequest, unknown>>;
  const action = request.action as DecisionAction;
  if (!DECISION_ACTIONS.includes(action)) return `action must be one of ${DECISION_ACTIONS.join(', ')}`;
  if (!isText(request.by)) return 'by must be the id of the person who decides, e.g. p-ana';
  if (!isText(request.reason)) return `reason must be a text of 1 to ${LONGEST_TEXT} characters`;
  if (!Number.isSafeInteger(request.round) || (request.round as number) < 0) {
    return 'round must be the number that `status` shows for the open gate (0 for a rollback outside any gate)';
  }
  if (request.token !== undefined && typeof request.token !== 'string') return 'token must be a text';
  return contentProblem(action, request);
}

function contentProblem(
  action: DecisionAction,
  { edits, to, questions }: Partial<Record<keyof DecisionRequest, unknown>>,
): string | null {
  const asked = Array.isArray(questions) && questions.length > 0 && questions.length <= MOST_QUESTIONS;
  if (action === 'override' ? !isFilledObject(edits) : edits !== undefined) {
    return 'edits must hold the changed fields of an override, and nothing else has edits';
  }
  if (action === 'reassign' ? !isText(to) : to !== undefined) {
    return 'to must be the id of the person who takes over, and only with reassign';
  }
  if (action === 'request_information' ? !(asked && questions.every(isText)) : questions !== undefined) {
    return `questions must be 1 to ${MOST_QUESTIONS} texts, and only with request_information`;
  }
  return null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT;
}

function isFilledObject(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}
