import type { DealProblem } from '../../../domain/deal/canonical-deal.ts';
import type { DealSubmission } from '../../../domain/deal/registration.ts';
import { type Findings, given } from '../findings.ts';

/** Closed lists and plain dates: what is kept of budget and time can hold nobody's personal data. */
const BUDGETS = ['approved', 'planned', 'requested'];
const TIMELINE = /^20\d\d(-Q[1-4]|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** Budget and timeline as stated in fields of their own; other words are dropped and a person is told. */
export function readNeeds(
  stated: { budget?: string | null; timeline?: string | null },
  { problems }: Findings<DealProblem>,
): Pick<DealSubmission, 'budget' | 'timeline'> {
  const budget = given(stated.budget)?.toLowerCase();
  const timeline = given(stated.timeline)?.toUpperCase();
  const known = { budget: budget && BUDGETS.includes(budget), timeline: timeline && TIMELINE.test(timeline) };
  if (budget && !known.budget)
    problems.push({
      code: 'budget_unread',
      field: 'budget',
      title: 'The budget is none of approved, planned, requested.',
    });
  if (timeline && !known.timeline)
    problems.push({
      code: 'timeline_unread',
      field: 'timeline',
      title: 'The timeline is no year, quarter, month or date such as 2027-Q1.',
    });
  return {
    ...(budget && known.budget ? { budget } : {}),
    ...(timeline && known.timeline ? { timeline } : {}),
  };
}
