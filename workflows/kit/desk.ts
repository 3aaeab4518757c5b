import type { DecisionAction } from '../../domain/decision.ts';
import type { Gate, GateOutcome, Question } from '../../domain/gate/gate.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { TellPartner } from './partner-notices.ts';
import type { Progress } from './progress.ts';
import type { Renewal } from './renewal.ts';
import type { StaffOccasion } from './staff-notices.ts';

/** What a lifecycle knows of its desk (workflows/kit/gate.ts). */
export interface Desk {
  /** Asks people and waits as long as it takes. One question at a time; a cancellation withdraws it. */
  ask(question: Ask): Promise<Verdict>;
  /** The evidence has changed: ends the open question, if there is one, as `amended`; asked again, its clock goes on. */
  amend(): void;
  /** The accepted rollback, if there is one. */
  readonly rolledBack: AcceptedRollback | null;
  /**
   * The case has done its work: decisions from here on are refused (a reversal undoes it then). Call it before the case is
   * shown as completed. False: a rollback was accepted first, and has to be carried out.
   */
  close(): Promise<boolean>;
  /** Before the workflow returns: answers what was still sent, and waits until every handler is done. */
  drain(): Promise<void>;
  /** No notice to a partner is under way. */
  told(): boolean;
  /** Nothing is queued, told or being handled. */
  quiet(): boolean;
  /** Runs a job after what is queued, so that nothing changes meanwhile. */
  served<T>(job: () => Promise<T>): Promise<T>;
  /** For the run that comes after this one. */
  state(): DeskState;
  /** Goes on with what the run before has left. */
  resume(state: DeskState): void;
  /** Updates that were taken since the run began. */
  updates(): number;
}

/** What a desk leaves to the next run of its case. */
export interface DeskState {
  gate: Gate | null;
  rolledBack: AcceptedRollback | null;
  /** How often the partner was reminded of what the gate asks. */
  reminders: number;
  /** What people still have to be told of the gate. Absent from runs that told nobody. */
  staff?: StaffOccasion[];
}

export interface AcceptedRollback extends NonNullable<Gate['decided']> {
  /** Person in whose place it was asked for. */
  delegatedFrom: string | null;
}

export interface DeskOptions {
  case: string;
  progress: Progress;
  /** Whether the case has written anything that can be undone. */
  undoable(): boolean;
  /** What is wrong with an override's edits, in one sentence that names the field; null when they can be used. */
  checkEdits?(edits: JsonObject): string | null;
  /** Called once when a rollback was accepted, also while the case is writing. */
  onRollback?(): void;
  /** Decisions wait until it is resolved: a run that comes after another one first has to know where that one stood. */
  begun?: Promise<void>;
  /** Asked while a question is open. */
  renewal?: Renewal;
}

export interface Ask extends Pick<Question, 'kind' | 'reasons' | 'evidenceHash' | 'clocks'> {
  /** Distinct people needed; default 1. */
  quorum?: number;
  /** Person ids who may not answer, besides those whom the case's facts exclude. */
  notBy?: string[];
  /** Default: everything but rollback, which always is possible once something was written. */
  actions?: DecisionAction[];
  /** Looked at when the question would open: true answers `amended` at once, because what is asked about has changed. */
  outdated?(): boolean;
  /** Opens the gate paused, with these questions to the partner. */
  partnerQuestions?: string[];
  /** Its failure is noted and stops nothing. Without it the partner cannot be asked. */
  askPartner?: TellPartner;
  /** Tells the partner that the question is open, before they are asked anything; its failure is noted and stops nothing. */
  tellOpened?: (gate: Gate) => Promise<void>;
}

/** How a question ended. */
export interface Verdict {
  outcome: GateOutcome;
  round: number;
  /** What was asked about; edits came on top. */
  evidenceHash: string;
  edits: JsonObject | null;
  /** The last decision that counted; null when nobody took one. */
  decided: Gate['decided'];
}

/** Fills in what the lifecycle left to the defaults. */
export function completeQuestion(asked: Ask): Question {
  const { kind, reasons, evidenceHash, clocks, quorum = 1, notBy = [], partnerQuestions = [] } = asked;
  const usual: DecisionAction[] = ['approve', 'reject', 'override', 'request_information', 'reassign'];
  const possible = (action: DecisionAction) =>
    action !== 'request_information' || asked.askPartner !== undefined;
  const actions = (asked.actions ?? usual).filter(possible);
  return { kind, reasons, evidenceHash, clocks, quorum, actions, notBy, partnerQuestions };
}

/** How a closed gate ended. */
export function verdictOf({ closed, round, evidenceHash, edits, decided }: Gate): Verdict {
  return { outcome: closed?.outcome ?? 'withdrawn', round, evidenceHash, edits, decided };
}

/** The answer to a question that was not put to anybody. */
export function unasked({ evidenceHash }: Ask, outcome: GateOutcome, decided: Gate['decided']): Verdict {
  return { outcome, round: 0, evidenceHash, edits: null, decided };
}
