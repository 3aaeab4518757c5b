import type { Problem } from '../../contracts/problem.ts';
import type { Retried } from '../store/dead-letters.ts';
import type { Submitted } from './record-submission.ts';

/** What became of one part of an input (a CSV has a part per row; `row` as a spreadsheet program counts). */
export type Settled =
  | ({ kind: 'submitted'; unread?: string[]; notes?: string[]; row?: number } & Submitted)
  | { kind: 'refused'; problem: Problem; deadLetter: string; row?: number }
  /** An event that is not about deals, or a draft. `aside`: an automatic mail, which is kept to be looked up. */
  | { kind: 'ignored'; aside?: { problem: Problem; deadLetter: string } };

/** What a dead letter became that was read again. */
export function retriedAs(settled: readonly Settled[]): Retried {
  const submitted = settled.find((part) => part.kind === 'submitted');
  return { case: submitted?.case ?? null, refused: settled.some(({ kind }) => kind === 'refused') };
}

export type Received =
  | Settled
  /** Kept, and read by the workflow of this id: what comes of it stands in its delivery (`standingOf`). */
  | { kind: 'reading'; intake: string };
