import type { Problem } from '../../contracts/problem.ts';
import type { Submitted } from './record-submission.ts';

/** What became of one part of an input (a CSV has a part per row). */
export type Settled =
  | ({ kind: 'submitted' } & Submitted)
  | { kind: 'refused'; problem: Problem; deadLetter: string }
  /** An event that is not about deals, a draft, or an automatic reply. */
  | { kind: 'ignored' };

export type Received =
  | Settled
  /** Kept, and read by the workflow of this id: what comes of it stands in its delivery (`standingOf`). */
  | { kind: 'reading'; intake: string };
