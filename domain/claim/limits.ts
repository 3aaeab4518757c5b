import { compare, exact, minorText, over, toMinor } from '../exact.ts';
import { rateAsOf } from '../exchange-rate.ts';
import type { IncentiveProgram } from '../incentives/program.ts';
import type { Money } from '../money.ts';
import type { ClaimEvidence } from './evidence.ts';
import { type Objection, objection } from './objection.ts';
import type { ClaimPolicy } from './policy.ts';
import { programsOfSale } from './sale-days.ts';
import type { Worth } from './worth.ts';

/** What a claim would pay, and how surely it was read. */
export interface Stakes {
  worth: Worth | null;
  /** The most that is at stake, in USD; null: not known. */
  usd: string | null;
  confidence: number;
}

/** Up to where a claim is paid without a person. */
export function limitObjections(
  evidence: ClaimEvidence,
  { automaticFrom }: ClaimPolicy,
  { worth, usd, confidence }: Stakes,
): Objection[] {
  const { program, stated, edited } = evidence;
  const limit = leastLimit(programsOfSale(evidence));
  const named = program ? `program:${program.body.program}` : 'submission#program';
  // What edits would pay is asked about anew, and edits of these again, so that a person's limit binds that too.
  const record = edited === null ? named : `edits to USD ${usd ?? 'not known'}`;
  return [
    ...(usd === null ? [objection('claim.worth', 'What it would pay cannot be told in USD', record)] : []),
    ...(usd !== null && compare(exact(usd), exact(limit)) > 0
      ? [
          objection(
            'claim.ceiling',
            `It may pay USD ${usd}, and without a person at most USD ${limit} are paid`,
            record,
            {
              value: usd,
            },
          ),
        ]
      : []),
    ...(confidence < automaticFrom
      ? [
          objection(
            'claim.confidence',
            `It was read with confidence ${confidence}; ${automaticFrom} is needed`,
            'submission',
            {
              value: String(confidence),
            },
          ),
        ]
      : []),
    ...(stated.total !== null && worth !== null && expectsMore(stated.total, worth)
      ? [objection('claim.total', 'The partner expects more than the program gives', 'submission#total')]
      : []),
  ];
}

/** What is paid without a person in another currency, at the rate of the day of the look; null without one. */
export function automaticLimitIn(evidence: ClaimEvidence, currency: string): Money | null {
  const rate = rateAsOf(evidence.rates, currency, evidence.asOf.slice(0, 10));
  if (!rate) return null;
  const limit = over(exact(leastLimit(programsOfSale(evidence))), exact(rate.value));
  return { amount: minorText(toMinor(limit, currency), currency), currency };
}

/** Each line has the limit of its own day, and the claim the least of them. */
function leastLimit(programs: readonly IncentiveProgram[]): string {
  const [first = '0', ...more] = programs.map(({ automaticUpToUsd }) => automaticUpToUsd);
  return more.reduce((least, one) => (compare(exact(one), exact(least)) < 0 ? one : least), first);
}

function expectsMore(total: { amount: string; currency: string }, { most }: Worth): boolean {
  return total.currency !== most.currency || compare(exact(total.amount), exact(most.amount)) > 0;
}
