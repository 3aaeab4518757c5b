import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CaseStatus, OpenProblem } from '../domain/case.ts';
import type { DecisionReply, DecisionRequest, RefusedAttempt } from '../domain/decision.ts';
import type { GateView } from '../domain/gate/gate.ts';
import type { RolloutMode } from '../domain/rollout.ts';

/** Every message that a case understands, in one place. */

/** A submission (first or amended) as it reaches the workflow: references only, the fields are in Postgres. */
export interface SubmissionMessage {
  case: string;
  revision: number;
  contentHash: string;
}
export interface SubmissionReply {
  case: string;
  revision: number;
  /** False when the case had already ended or been decided and the amendment is only recorded. */
  accepted: boolean;
}

/** Intake: the first submission starts the case (signal-with-start), later ones amend it; also the partner's answer. */
export const submitted = defineSignal<[SubmissionMessage]>('submitted');
/** The same as an update: how 0.2.0 handed submissions over. Its cases are open for months. */
export const submit = defineUpdate<SubmissionReply, [SubmissionMessage]>('submit');

/** A person's decision; answers when it has been verified and audited. @throws DecisionRefused */
export const decide = defineUpdate<DecisionReply, [DecisionRequest]>('decide');
/** Undo everything this case has written. @throws DecisionRefused */
export const rollback = defineUpdate<DecisionReply, [DecisionRequest]>('rollback');

/** The same decisions for tools that can only signal (the Temporal UI): the action is implied by the name. */
export const approveSignal = defineSignal<[Omit<DecisionRequest, 'action'>]>('approve');
export const rejectSignal = defineSignal<[Omit<DecisionRequest, 'action'>]>('reject');
export const overrideSignal = defineSignal<[Omit<DecisionRequest, 'action'>]>('override');
export const requestInformationSignal = defineSignal<[Omit<DecisionRequest, 'action'>]>('requestInformation');
export const reassignSignal = defineSignal<[Omit<DecisionRequest, 'action'>]>('reassign');
export const rollbackSignal = defineSignal<[Omit<DecisionRequest, 'action'>]>('rollback');

/** Intake: something about what it reads has come. */
export const arrived = defineSignal('arrived');

/** Batch: what its rows say has changed. */
export const batchChanged = defineSignal('batchChanged');

/** Rollout of the case's segment changed: a parked case looks again. */
export const rolloutChanged = defineSignal('rolloutChanged');

/** The protection window ends now: the deal was rolled back. */
export const release = defineSignal<[{ reason: string }]>('release');
/** The protection window ends later than it was said; UTC instant. */
export const extend = defineSignal<[{ protectedUntil: string; reason: string }]>('extend');

export type { GateView, RefusedAttempt };

export interface CaseView {
  case: string;
  status: CaseStatus;
  revision: number;
  mode: RolloutMode | null;
  openProblem: OpenProblem;
  outcome: string | null;
  gate: GateView | null;
  /** Last refused decisions, newest first, at most five: a refused signal is visible here. */
  refused: RefusedAttempt[];
  /** What has happened, oldest first, at most fifty lines. */
  history: string[];
}
export const status = defineQuery<CaseView>('status');
