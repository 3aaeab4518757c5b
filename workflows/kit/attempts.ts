import { ApplicationFailureCategory } from '@temporalio/common';
import {
  ApplicationFailure,
  type SignalDefinition,
  setHandler,
  TemporalFailure,
  uuid4,
} from '@temporalio/workflow';
import type { DecisionAction, DecisionReply, DecisionRequest, Refusal } from '../../domain/decision.ts';
import { shapeProblem } from '../../domain/gate/decision-shape.ts';
import * as messages from '../messages.ts';

/** One decision on its way to the desk. */
export interface Attempt {
  /** Stays the same over every retry of the verification, and differs after a reset. */
  id: string;
  request: DecisionRequest;
  via: 'update' | 'signal';
}

/** Answers with the reply of an accepted decision, or with why it was refused. */
export type TakeDecision = (attempt: Attempt) => Promise<DecisionReply | Refusal>;

/**
 * Listens for decisions: the Updates `decide` and `rollback` and the Signals of the same meaning. The validators look at the
 * form alone, because a rejected Update leaves no trace in the history and code here cannot check signatures. A malformed
 * Signal is taken too, so that its refusal is audited and seen.
 * @param lost told of a Signal that could not be verified at all: nobody waits for its answer
 */
export function listenForDecisions(take: TakeDecision, lost: (error: TemporalFailure) => void): void {
  const update = async (request: DecisionRequest): Promise<DecisionReply> => {
    const answer = await take({ id: uuid4(), request, via: 'update' });
    if ('code' in answer) throw decisionRefused(answer);
    return answer;
  };
  setHandler(messages.decide, update, { validator: (request) => checkShape(request, DECIDE) });
  setHandler(messages.rollback, update, { validator: (request) => checkShape(request, ['rollback']) });
  const signal = (definition: SignalDefinition<[Omit<DecisionRequest, 'action'>]>, action: DecisionAction) =>
    setHandler(definition, async (said) => {
      try {
        await take({ id: uuid4(), request: { ...said, action }, via: 'signal' });
      } catch (error) {
        // Thrown on, it would fail the whole case.
        if (!(error instanceof TemporalFailure)) throw error;
        lost(error);
      }
    });
  signal(messages.approveSignal, 'approve');
  signal(messages.rejectSignal, 'reject');
  signal(messages.overrideSignal, 'override');
  signal(messages.requestInformationSignal, 'request_information');
  signal(messages.reassignSignal, 'reassign');
  signal(messages.rollbackSignal, 'rollback');
}

const DECIDE: readonly DecisionAction[] = [
  'approve',
  'reject',
  'override',
  'request_information',
  'reassign',
];

function checkShape(request: DecisionRequest, actions: readonly DecisionAction[]): void {
  const problem = shapeProblem(request);
  if (problem) throw decisionRefused({ code: 'malformed', message: problem });
  if (actions.includes(request.action)) return;
  const message = `this Update takes ${actions.join(', ')}; send ${request.action} to the other one`;
  throw decisionRefused({ code: 'malformed', message });
}

/** Expected, so it is benign: it must not ring an alarm. details[0] is the Refusal. */
function decisionRefused(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'DecisionRefused',
    message: refusal.message,
    nonRetryable: true,
    category: ApplicationFailureCategory.BENIGN,
    details: [refusal],
  });
}
