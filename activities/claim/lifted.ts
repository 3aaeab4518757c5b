import type { ClaimAlone } from '../../domain/claim/checks/facts-of-claim.ts';
import { wholeClaim } from '../../domain/claim/decide-claim.ts';
import type { ClaimPolicy } from '../../domain/claim/policy.ts';
import { withSomePayee } from '../../domain/claim/worth.ts';
import { minorText } from '../../domain/exact.ts';
import type { Money } from '../../domain/money.ts';
import type { ClaimDeps } from './records.ts';

/**
 * What paying a claim would add to claims that were paid before: a retroactive tier that it reaches pays them more. Null: nothing, or no such tier.
 * @throws VendorFault when the accounts do not answer
 */
export async function liftedBy(
  { ports }: Pick<ClaimDeps, 'ports'>,
  evidence: ClaimAlone,
  policy: ClaimPolicy,
): Promise<Money | null> {
  const { program, versions } = evidence;
  const rates = versions.flatMap(({ body }) => body.rules.map(({ gives }) => gives));
  if (program === null || !rates.some((gives) => 'steps' in gives && gives.retroactive)) return null;
  const { claim } = wholeClaim(evidence, policy);
  if (claim === null) return null;
  const event = { kind: 'claim' as const, event: claim.claim, claim: withSomePayee(claim) };
  const booked = await ports.accounts.preview(program.body.program, event);
  const lifted = booked
    .filter((line) => line.claim !== claim.claim)
    .reduce((sum, { minor }) => sum + minor, 0n);
  const { currency } = program.body;
  return lifted > 0n ? { amount: minorText(lifted, currency), currency } : null;
}
