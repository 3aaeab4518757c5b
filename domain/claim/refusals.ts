import type { DecidedClaim } from './decide-claim.ts';
import type { RefusedLine } from './notices.ts';

export type Refusal = RefusedLine & {
  /** Whether a yes leaves the line unpaid: a rule rejects it, or nobody can say what it earns. */
  rejected: boolean;
};

/** Each line with the rules that reject it or, where none does, those by which it would have to be looked at. */
export function refusalsOf({ decision, objections, accrual }: DecidedClaim): Refusal[] {
  const paid = new Set(accrual?.lines.map(({ line }) => line.slice(accrual.claim.length + 1)));
  return decision.fields.lines.map(({ line, sku, verdict }) => {
    const weight = verdict === 'rejected' ? 'reject' : 'review';
    const against = objections.filter(
      (one) => one.weight === weight && (one.line === null || one.line === line),
    );
    return { sku, rejected: !paid.has(line), rules: against.map(({ rule }) => rule) };
  });
}
