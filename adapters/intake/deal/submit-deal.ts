import type { Submitted } from '../record-submission.ts';
import { type Submitting, submit } from '../submit.ts';
import type { ParsedDeal } from './part.ts';

/** Submits one registration; see submit. */
export function submitDeal(
  submitting: Submitting,
  source: string,
  registration: ParsedDeal,
  from: { sample?: boolean; by?: string } = {},
): Promise<Submitted> {
  return submit(submitting, 'deal', registration, { source, ...from });
}
