import { type Reason, reasonOf } from '../decision.ts';
import { compareMoney } from '../money.ts';
import type { DealEvidence, DocumentEvidence } from './evidence.ts';
import type { DealPolicy } from './policy.ts';

const DAY = 86_400_000;

/** What is wrong with the documents that came along. They only ever speak against a registration, never for it. */
export function documentReasons({ documents }: DealEvidence): Reason[] {
  return documents.flatMap((document) => [
    ...(document.problem === null
      ? []
      : [
          reasonOf(
            `document.${document.problem}`,
            'A document could not be read',
            at(document),
            document.kind,
          ),
        ]),
    ...document.missing.map((term) =>
      reasonOf(
        'document.incomplete',
        `A document of this kind states its ${term}`,
        at(document),
        document.kind,
      ),
    ),
  ]);
}

/**
 * Registrations that came out of an activity paid from market development funds (mission DR18): its proof of execution must be there,
 * dated within the window after it, and the amount covered by the balance.
 */
export function mdfReasons(
  { submission, partner, documents, asOf }: DealEvidence,
  { mdf }: DealPolicy,
): Reason[] {
  const activity = submission.mdf;
  if (activity === null) return [];
  const proofs = documents.filter(({ kind, problem }) => kind === 'proof_of_execution' && problem === null);
  if (proofs.length === 0)
    return [
      reasonOf(
        'mdf.no_proof',
        'There is no readable proof that the activity took place',
        'submission#mdf',
        activity.claim,
      ),
    ];
  const start = Date.parse(activity.date ?? '');
  const outside = proofs.filter(({ date }) => {
    const days = (Date.parse(date ?? '') - start) / DAY;
    return !(days >= 0 && days <= mdf.proofDays && Date.parse(date as string) <= Date.parse(asOf));
  });
  return [
    ...outside.map((proof) =>
      reasonOf(
        'mdf.proof_date',
        `The proof is not dated within ${mdf.proofDays} days of the activity`,
        at(proof),
        proof.date ?? 'no date',
      ),
    ),
    ...balanceReasons(activity.amount, partner),
  ];
}

function balanceReasons(
  amount: { amount: string; currency: string } | null,
  partner: DealEvidence['partner'],
): Reason[] {
  const source = `prm:Partner/${partner.id}#mdfBalance`;
  const { mdfBalance } = partner;
  if (amount === null)
    return [reasonOf('mdf.no_amount', 'The amount of the activity is not stated', 'submission#mdf')];
  if (mdfBalance === null || mdfBalance.currency !== amount.currency)
    return [
      reasonOf(
        'mdf.balance_unknown',
        'The balance of funds is not known in the currency of the activity',
        source,
        amount.currency,
      ),
    ];
  if (compareMoney(amount, mdfBalance) <= 0) return [];
  return [
    reasonOf('mdf.balance', 'The balance of funds does not cover the activity', source, mdfBalance.amount),
  ];
}

function at({ sha256 }: DocumentEvidence): string {
  return `document:${sha256.slice(0, 12)}`;
}
