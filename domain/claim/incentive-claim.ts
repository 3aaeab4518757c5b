import { minorText, toMinor } from '../exact.ts';
import type { Claim, ClaimLine } from '../incentives/claim.ts';
import { exchangeFor, inProgramCurrency } from '../incentives/exchange.ts';
import { versionOn } from '../incentives/versions.ts';
import type { Money } from '../money.ts';
import type { ClaimAlone } from './checks/facts-of-claim.ts';
import type { ProvenLine } from './proven-line.ts';
import { publicSectorOf } from './public-sector.ts';
import { ratedSku } from './rated-sku.ts';
import { saleDays } from './sale-days.ts';
import { sameCompany } from './same-text.ts';

/** A line that can be calculated: how much was sold, for how much, and when. */
export type RatedLine = ProvenLine & { amount: NonNullable<ProvenLine['amount']>; soldOn: string };

export function isRated(line: ProvenLine): line is RatedLine {
  return line.amount !== null && line.soldOn !== null;
}

/** A claim of these lines as programs calculate it. @param evidence of a known partner */
export function incentiveClaim(evidence: ClaimAlone, lines: readonly RatedLine[]): Claim {
  const { claim, stated, partner, completeAt, submittedOn, agreement, request, program } = evidence;
  const isOwn = request?.approved && request.partnerId === stated.partnerId;
  // Only what draws on funds has a request: naming that of an activity gives no sale more time.
  const drawn = isOwn && program?.body.type === 'mdf' ? request : null;
  return {
    ...{ claim, completeAt, submittedOn, agreement },
    partner: stated.partnerId,
    distributor: partner?.parent ?? null,
    persons: stated.persons,
    extended: drawn?.extended ?? false,
    request: drawn?.amount ? { record: drawn.record, approved: inCurrencyOf(evidence, drawn.amount) } : null,
    lines: lines.map((line) => claimLine(evidence, line)),
  };
}

/**
 * What was approved in the program's currency, at the rates of the first day of the sale. As it is where a rate is missing: then nothing is
 * calculated (canBeCalculated).
 */
function inCurrencyOf(evidence: ClaimAlone, approved: Money): Money {
  const { program, rates } = evidence;
  const [day] = saleDays(evidence).sort();
  if (program === null || day === undefined) return approved;
  const { currency } = program.body;
  const exchange = exchangeFor(rates, approved.currency, currency, day);
  if (!exchange) return approved;
  const amount = toMinor(inProgramCurrency({ amount: approved, exchange }), currency);
  return { amount: minorText(amount, currency), currency };
}

function claimLine(evidence: ClaimAlone, line: RatedLine): ClaimLine {
  const { claim, stated, partner, deal, rates, versions } = evidence;
  const { amount, soldOn, sku, quantity, source, invoiceNumber, seller, customer } = line;
  const program = versionOn(
    versions.map(({ body }) => body),
    soldOn,
  );
  return {
    ...{ source, soldOn, amount },
    sku: program ? ratedSku(sku, program) : sku,
    line: `${claim}#${line.line}`,
    sale: invoiceNumber ?? claim,
    quantity: Number(quantity),
    exchange: (program && exchangeFor(rates, amount.currency, program.currency, soldOn)) ?? null,
    country: stated.country,
    publicSector: publicSectorOf([deal?.customer, stated.customerName, customer], stated.publicSector),
    deal: deal?.status === 'Approved' && deal.partnerId === stated.partnerId ? deal.record : null,
    // Who the partner says has invoiced it does not say who has.
    vendor: program?.proof.vendors.find((one) => seller !== null && sameCompany(one, seller)) ?? seller,
    partner: {
      record: partner?.record ?? `prm:${stated.partnerId}`,
      tier: partner?.tier ?? null,
      region: partner?.region ?? null,
      country: partner?.country ?? null,
      certifications: partner?.certifications ?? null,
    },
  };
}
