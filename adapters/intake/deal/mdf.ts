import type { DealInput } from '../../../contracts/deal/submission.ts';
import type { DealProblem } from '../../../domain/deal/canonical-deal.ts';
import type { DealSubmission } from '../../../domain/deal/registration.ts';
import { type Findings, given } from '../findings.ts';
import { readId, readText } from '../texts.ts';
import { type AmountContext, readAmount } from './amount.ts';

type Stated = Pick<DealInput, 'mdf_claim' | 'mdf_campaign' | 'mdf_date' | 'mdf_amount'>;

/** The activity paid from market development funds that a registration names; nothing where it names none. */
export function readMdf(
  stated: Stated,
  found: Findings<DealProblem>,
  amounts: AmountContext,
): Pick<DealSubmission, 'mdf'> {
  const claim = readId('mdf_claim', stated.mdf_claim, found);
  if (claim === null) return {};
  const own: Findings<DealProblem> = { faults: [], problems: [] };
  const amount = readAmount(stated.mdf_amount, own, { ...amounts, twice: false });
  const date = given(stated.mdf_date);
  const day =
    date !== null && /^20\d\d-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : null;
  // A wrong figure about the activity says nothing against the deal itself: a person is told.
  const unread = own.faults.length > 0 || own.problems.some(({ code }) => code === 'currency_missing');
  if (unread || (date !== null && day === null))
    found.problems.push({
      code: 'mdf_unread',
      field: 'mdf_claim',
      title: 'Date or amount of the funded activity cannot be read.',
    });
  return {
    mdf: { claim, campaign: readText('mdf_campaign', stated.mdf_campaign, found), date: day, amount },
  };
}
