import { compare, exact, ONE, plus, ZERO } from '../../exact.ts';
import type { IncentiveProgram } from '../program.ts';
import { fault, type ProgramFault } from './fault.ts';

/** Shares that are not the whole, and payees, money and papers that do not go together. */
export function payingFaults(program: IncentiveProgram): ProgramFault[] {
  const { payee, money, papers, splits, estimate, submit, caps, type } = program;
  const hundred = exact('100');
  const parts = splits.map(({ percent }) => exact(percent));
  const odds = estimate.outcomes.map(({ probability }) => exact(probability));
  return [
    ...((payee === 'person') === (money === 'person')
      ? []
      : [
          fault(
            ['money'],
            `money is person where a person is paid, and there alone; the payee is a ${payee}`,
          ),
        ]),
    ...(payee === 'person' && splits.length > 0
      ? [fault(['splits'], 'persons share by what their claim says: leave splits out')]
      : []),
    ...(payee === 'partner' && compare(parts.reduce(plus, ZERO), hundred) !== 0
      ? [fault(['splits'], 'the percents of the splits must be 100 in all')]
      : []),
    ...(new Set(splits.map(({ to }) => to)).size === splits.length
      ? []
      : [fault(['splits'], 'a party is named twice')]),
    ...(money === 'price_reduction' && !papers.includes('credit_note')
      ? [fault(['papers'], 'a price reduction needs a credit_note')]
      : []),
    ...(money === 'service' &&
    !papers.some((paper) => ['partner_invoice', 'self_billing_agreement'].includes(paper))
      ? [fault(['papers'], 'a service needs a partner_invoice or a self_billing_agreement')]
      : []),
    ...(money === 'person' && !papers.includes('tax_form')
      ? [fault(['papers'], 'money to a person needs a tax_form')]
      : []),
    ...(compare(odds.reduce(plus, ZERO), ONE) === 0
      ? []
      : [fault(['estimate', 'outcomes'], 'the probabilities must be 1 in all')]),
    ...(type !== 'mdf' && caps.some(({ per }) => per === 'request')
      ? [fault(['caps'], 'requests for funds belong to programs of the type mdf')]
      : []),
    ...(submit.extensionDays > submit.withinDays
      ? [fault(['submit', 'extensionDays'], 'the extension is longer than the time itself')]
      : []),
  ];
}
