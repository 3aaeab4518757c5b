import type { Lifecycle } from './lifecycles.ts';

/**
 * The case: one piece of partner business that runs as one durable workflow.
 * Identity: (lifecycle, source, external id, sequence); the workflow id is derived from it in domain/identity.ts.
 */

/** What a case's row is about: a piece of business, or the reversal of one that has ended. */
export type CaseKind = Lifecycle | 'reversal';

/** Statuses of a case whose workflow runs, so that an amendment or a change of the rollout can reach it. */
export const OPEN_STATUSES = ['running', 'waiting_for_decision', 'waiting_for_partner'] as const;

export const CASE_STATUSES = [
  ...OPEN_STATUSES,
  'completed',
  'rolled_back',
  'rollback_incomplete',
  'failed',
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** Statuses after which nothing more happens to a case by itself. */
export type EndStatus = Extract<CaseStatus, 'completed' | 'rolled_back' | 'failed'>;

/**
 * The time that a workflow task of a case has. Whoever holds one when its worker is killed goes on after so long; but a task that outlasts it, on
 * a busy machine or behind a slow Postgres, is begun again for nothing. Temporal's default of ten seconds was too short for those.
 */
export const TASK_TIMEOUT = '20 s';

/** What a person has to look into although the case itself goes on; kept in the search attribute OpenProblem. */
export type OpenProblem =
  | 'none'
  | 'sla_expired'
  | 'effect_in_doubt'
  | 'vendor_down'
  | 'kill_switch'
  | 'rollback_incomplete'
  /** A step that should not fail did; it is tried again every hour. */
  | 'step_failed'
  | 'refused_signal'
  /** No channel takes what a person has to be told. */
  | 'staff_unreached';

export interface CaseIdentity {
  lifecycle: CaseKind;
  /** Where the submission came from: `impartner`, `files`, `email` … */
  source: string;
  /** The source's own id of the record. */
  externalId: string;
  /** 1 for the first case of this record; a reopening or a new start after its end is the next. */
  sequence: number;
}

/**
 * `Platinum/EMEA/standard`: how a segment is spelled in the database, the API, the CLI and the search attribute. What its three
 * parts are is the lifecycle's (domain/lifecycles.ts). The two characters that mean something in a spelling (`/` and `*`) become `-`.
 */
export function segmentName(...parts: [string, string, string]): string {
  return parts.map((part) => part.replace(/[/*]/g, '-')).join('/');
}

/** Source of a case that a schedule has started: its record is the period. */
export const SCHEDULE = 'schedule';
