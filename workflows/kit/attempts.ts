import { ApplicationFailureCategory } from '@temporalio/common';
import { ApplicationFailure, type SignalDefinition, uuid4, workflowInfo } from '@temporalio/workflow';
import type { DecisionAction, DecisionReply, DecisionRequest, Refusal } from '../../domain/decision.ts';
import { shapeProblem } from '../../domain/gate/decision-shape.ts';
import * as messages from '../messages.ts';
import { onSignal, onUpdate } from './hear.ts';

/** One decision on its way to the desk. */
export interface Attempt {
  /** Stays the same over every retry of the verification, also of a workflow task that was lost, and differs after a reset. */
  id: string;
  /** Of the right form unless `malformed` says what is wrong with it. */
  request: DecisionRequest;
  via: 'update' | 'signal';
  /** A signal of another form: `request` holds no more than who claims to have sent it and the round. */
  malformed?: string;
}

export interface DecisionHearing {
  /** Answers with the reply of an accepted decision, or with why it was refused. */
  update(attempt: Attempt): Promise<DecisionReply | Refusal>;
  /** Nobody waits for its answer. */
  signal(attempt: Attempt): Promise<unknown>;
  /** Told of a Signal that could not be verified at all. */
  lost(problem: string): void;
}

/**
 * Listens for decisions: the Updates `decide` and `rollback` and the Signals of the same meaning. Only their form is looked at here,
 * because code of a workflow cannot check signatures. A malformed Signal is taken too, so that its refusal is audited and seen.
 */
export function listenForDecisions(hearing: DecisionHearing): void {
  const decided = async (request: DecisionRequest): Promise<DecisionReply> => {
    const answer = await hearing.update({ id: uuid4(), request, via: 'update' });
    if ('code' in answer) throw decisionRefused(answer);
    return answer;
  };
  const malformed = (message: string) => decisionRefused({ code: 'malformed', message });
  let signals = 0;
  /** By its place among the signals, which is the same however often its task is done again; what uuid4() draws next is not. */
  const next = () => {
    signals += 1;
    return `${workflowInfo().runId}/signal/${signals}`;
  };
  const signal = (
    definition: SignalDefinition<[Omit<DecisionRequest, 'action'>]>,
    action: DecisionAction,
  ) => {
    const attempt = (request: DecisionRequest, more: Pick<Attempt, 'malformed'> = {}) =>
      hearing.signal({ id: next(), request, via: 'signal', ...more });
    onSignal(definition, {
      form: (said) => (isObject(said) ? shapeProblem({ ...said, action }) : 'a decision is a JSON object'),
      take: (said) => attempt({ ...said, action }),
      malformed: (problem, said) => attempt(claimed(said, action), { malformed: problem }),
      failed: hearing.lost,
    });
  };
  signal(messages.approveSignal, 'approve');
  signal(messages.rejectSignal, 'reject');
  signal(messages.overrideSignal, 'override');
  signal(messages.requestInformationSignal, 'request_information');
  signal(messages.reassignSignal, 'reassign');
  signal(messages.rollbackSignal, 'rollback');
  // After the Signals: of what has come before the first task, a replay may bring those before the Updates.
  onUpdate(messages.decide, formOf(DECIDE), decided, malformed);
  onUpdate(messages.rollback, formOf(['rollback']), decided, malformed);
}

const DECIDE: readonly DecisionAction[] = [
  'approve',
  'reject',
  'override',
  'request_information',
  'reassign',
];

function formOf(actions: readonly DecisionAction[]) {
  return (said: unknown): string | null => {
    const problem = shapeProblem(said);
    if (problem) return problem;
    const { action } = said as DecisionRequest;
    if (actions.includes(action)) return null;
    return `this Update takes ${actions.join(', ')}; send ${action} to the other one`;
  };
}

/** What a malformed decision says of who sent it. Nothing else of it is looked at or kept. */
function claimed(said: unknown, action: DecisionAction): DecisionRequest {
  const { by, round } = (isObject(said) ? said : {}) as Partial<Record<keyof DecisionRequest, unknown>>;
  return {
    action,
    by: typeof by === 'string' ? by.slice(0, 200) : '',
    reason: '',
    round: Number.isSafeInteger(round) ? (round as number) : 0,
  };
}

function isObject(said: unknown): said is object {
  return typeof said === 'object' && said !== null && !Array.isArray(said);
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
