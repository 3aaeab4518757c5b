import { answerByHand, type HeardAnswer } from '../../adapters/intake/deal/answer-by-hand.ts';
import type { Submitted } from '../../adapters/intake/record-submission.ts';
import type { Submitting } from '../../adapters/intake/submit.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Fault } from '../../contracts/problem.ts';
import type { Refusal } from '../../domain/decision.ts';
import { type ByHandDeps, type EnteredByHand, signedEntry } from '../gate/signed-entry.ts';
import { objectionToByHand } from './by-hand.ts';

export interface AnswerRequest extends HeardAnswer {
  /** Signs byHandDecision(answerEntered(…)). */
  token?: string;
}

/** What is signed of an answer. */
export function answerEntered(caseId: string, { fields, note, by, token }: AnswerRequest): EnteredByHand {
  return { kind: 'answer', case: caseId, by, words: { fields, note }, token };
}

/** Enters what an asked partner has answered, signed by whoever enters it. */
export async function answerDeal(
  deps: Submitting & ByHandDeps,
  row: CaseRow,
  request: AnswerRequest,
): Promise<Submitted | { faults: [Fault, ...Fault[]] } | Refusal> {
  const { by } = request;
  const objection = await objectionToByHand(statement(deps.store), deps, row, by);
  if (objection) return objection;
  return answerByHand(deps, row, request, (tx) => signedEntry(tx, deps, answerEntered(row.case, request)));
}
