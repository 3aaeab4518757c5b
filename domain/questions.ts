import type { CaseKind } from './case.ts';
import { CLAIM_QUESTION } from './claim/question.ts';
import { CLAWBACK_QUESTION } from './clawback/question.ts';
import { DEAL_QUESTION } from './deal/question.ts';
import type { DecisionAction, DecisionRequest } from './decision.ts';
import type { JsonObject } from './json.ts';
import type { Lifecycle } from './lifecycles.ts';

/** What the reviews of a lifecycle ask, and examples for whoever answers with JSON, in the Temporal UI for one. */
export interface ReviewQuestion {
  /** As a question, in a few words. */
  question: string;
  /** What approving several of them does, and what of it a rollback cannot undo. */
  approving: string;
  /** Edits that an override may make; null where nothing can be edited. @param soon ISO date of a day to come */
  edits: ((soon: string) => JsonObject) | null;
  /** What a partner may be asked. */
  ask: string;
}

const QUESTIONS: Record<Lifecycle, ReviewQuestion> = {
  deal: DEAL_QUESTION,
  claim: CLAIM_QUESTION,
  clawback: CLAWBACK_QUESTION,
};

/** A reversal asks one thing only. */
const REVERSAL: ReviewQuestion = {
  question: 'may this case be taken back?',
  approving: 'Everything that these cases have written is taken back. Money may move back.',
  edits: null,
  ask: 'What was agreed?',
};

export function reviewQuestionOf(kind: CaseKind): ReviewQuestion {
  return kind === 'reversal' ? REVERSAL : QUESTIONS[kind];
}

/** What an action needs beside a reason, as an example. @param soon ISO date of a day to come */
export function exampleOf(
  kind: CaseKind,
  action: DecisionAction,
  soon: string,
): Pick<DecisionRequest, 'edits' | 'questions' | 'to'> {
  const { edits, ask } = reviewQuestionOf(kind);
  switch (action) {
    case 'override':
      return { edits: edits?.(soon) ?? {} };
    case 'request_information':
      return { questions: [ask] };
    case 'reassign':
      return { to: 'p-olga' };
    default:
      return {};
  }
}

/** A decision as Temporal's tools take it: the input of the Update; `TOKEN` is made by `quarterdeck reviews sign`. */
export function exampleInput(
  kind: CaseKind,
  action: DecisionAction,
  { round, by, soon }: { round: number; by: string | null; soon: string },
): string {
  return JSON.stringify({
    action,
    by: by ?? 'PERSON',
    reason: 'Checked',
    round,
    ...exampleOf(kind, action, soon),
    token: 'TOKEN',
  });
}
