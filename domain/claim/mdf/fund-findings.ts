import { compare, type Exact, exact, minorText, plus, times, toMinor } from '../../exact.ts';
import { rateAsOf } from '../../exchange-rate.ts';
import { type ClaimFinding, claimFinding } from '../checks/claim-finding.ts';
import type { ClaimEvidence } from '../evidence.ts';
import { saleDays } from '../sale-days.ts';

/** Claims of one request are in USD at the rates of their days, which differ by as much. */
const EXCHANGE = '1.02';

/** What speaks against drawing on the request for funds that a claim names. */
export function fundFindings(evidence: ClaimEvidence): ClaimFinding[] {
  const { stated, request } = evidence;
  if (stated.request === null) return [];
  if (request === null || request.partnerId !== stated.partnerId) {
    const text = 'The PRM knows no request of this partner under the number that the claim names';
    return [
      claimFinding('funds_unknown', text, 'submission#request', {
        remedy: 'The number of the approved request',
      }),
    ];
  }
  if (!request.approved)
    return [
      claimFinding('funds', 'The request for funds is not approved', request.record, {
        remedy: 'Its approval',
      }),
    ];
  const [day] = saleDays(evidence).sort();
  const late =
    day !== undefined && request.approvedOn !== null && request.approvedOn > day
      ? [
          claimFinding(
            'funds',
            `The request was approved on ${request.approvedOn}, after the activity of ${day}`,
            request.record,
            {
              value: request.approvedOn,
            },
          ),
        ]
      : [];
  return [...late, ...overdrawn(evidence)];
}

function overdrawn({ past, request, rates, asOf }: ClaimEvidence): ClaimFinding[] {
  const { facts, funds } = past;
  if (!request) return [];
  const rate = request.amount && rateAsOf(rates, request.amount.currency, asOf.slice(0, 10));
  if (!request.amount || !rate || facts.usd === null)
    return [
      claimFinding('funds_unknown', 'What is left of the approved funds cannot be told', request.record),
    ];
  const approved = times(exact(request.amount.amount), exact(rate.value));
  const asked = [funds.open, funds.granted].reduce((sum, usd) => plus(sum, exact(usd)), exact(facts.usd));
  if (compare(asked, times(approved, exact(EXCHANGE))) <= 0) return [];
  const text = `It asks for USD ${cents(exact(facts.usd))}; other claims of the request were granted USD ${cents(exact(funds.granted))} and ask for USD ${cents(exact(funds.open))}, and it was approved for USD ${cents(approved)}`;
  const remedy = 'A claim within what is left, or a larger approved request';
  return [claimFinding('funds', text, request.record, { remedy, value: cents(asked) })];
}

const cents = (amount: Exact): string => minorText(toMinor(amount, 'USD'), 'USD');
