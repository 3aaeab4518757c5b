import type { LookRequest, Parked } from '../../activities/kit/frozen-look.ts';
import type { Blind } from '../../domain/blind.ts';
import type { CaseStatus } from '../../domain/case.ts';
import type { Reason } from '../../domain/decision.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import type { Shown } from './progress.ts';

/** What every look at a case answers: what was found and decided, without readable personal data. */
export interface Look {
  mode: Exclude<RolloutMode, 'off'>;
  segment: string;
  /** `automatic`: nothing speaks against acting without a person. `rejected`: rules reject it, and nothing speaks against closing it so. */
  outcome: string;
  /** What speaks against automatic approval. */
  reasons: Reason[];
  evidenceHash: string;
  policyVersion: string;
  /** Which build decided; absent from looks of 0.2.0. */
  build?: string;
  /** USD; `0` without a value. */
  amountUsd: string;
  /** A model is configured and may explain the decision. */
  explainable: boolean;
  /** Set: a person decides it without what the look found. Absent from cases of 0.2.0. */
  blind?: Blind | null;
  /** Of which revision it is, where what it found is not here but read once somebody has decided; absent where it is here. */
  covered?: number;
  /** The signed promotion under which an automatic approval is given. */
  promotion: string | null;
}

/** Who wrote an explanation, and every prompt and model that was asked (domain/versions.ts). Histories of 0.2.0 hold the first alone. */
export type Explained = { writtenBy: string; versions: string[] } | string;

/** What became of a case, before it is written down. */
export interface CaseEnding {
  outcome: string;
  /** Who it stands on: a person's id, or the signed promotion of the segment; null when nothing was granted. */
  authority: string | null;
}

/** What a lifecycle does at the steps that every case has. Each is an activity of its own, so that its answer is recorded. */
export interface CaseSteps<L extends Look, E extends CaseEnding> {
  lifecycle: Lifecycle;
  /** Segment whose rollout holds until the first look has found the case's own. */
  firstSegment: string;
  /** Reads and decides one revision; the same answer however often it is asked. */
  look(request: LookRequest): Promise<L | Parked>;
  /** The whole answer of a look that was covered. */
  open(request: LookRequest): Promise<L>;
  /** Writes down how the case ended. Repeating it changes nothing. */
  close(
    end: E & { case: string; status: Extract<CaseStatus, 'completed' | 'failed'>; mode: RolloutMode },
  ): Promise<void>;
  /** The ending of a case that no retry and no person can help. */
  failed: Omit<E, 'outcome'>;
  /** What lists, search attributes and the Temporal UI show of a look. */
  shown(look: L): { change: Shown; line: string };
  /** What is wrong with an override's edits, in one sentence that names the field. Absent: nothing can be edited. */
  checkEdits?(edits: JsonObject): string | null;
  /** Applies an override's edits as a revision of their own; answers which. */
  applyEdits?(request: { case: string; revision: number; edits: JsonObject; by: string }): Promise<number>;
  /** Whether an override's edits change the amount; absent: all do. */
  changesAmount?(edits: JsonObject): boolean;
  /** Has a model explain the decision. */
  explain?(caseId: string): Promise<Explained>;
}
