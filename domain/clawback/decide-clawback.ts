import { dayAfter } from '../day-after.ts';
import { type Decision, type Reason, reasonOf } from '../decision.ts';
import { compare, exact, minorText, plus, times, toMinor, ZERO } from '../exact.ts';
import { rateAsOf } from '../exchange-rate.ts';
import type { JsonObject } from '../json.ts';
import type { ClawbackEvidence, PaidLine } from './evidence.ts';
import type { ClawbackPolicy } from './policy.ts';
import type { ClawbackRule } from './rules.ts';

export const CLAWBACK_DECIDER = 'clawback@1';

/** `rejected`: the time to take back is over for each line, so that nothing would be. */
export type ClawbackOutcome = 'automatic' | 'review' | 'rejected';

/**
 * Decides whether what was earned on a sale is taken back without a person: a refund of one known line, within its time, for the first time, and
 * up to the limit. Where a registration was rolled back a person always decides.
 */
export function decideClawback(
  evidence: ClawbackEvidence,
  policy: ClawbackPolicy,
): Decision<ClawbackOutcome> {
  const { lines } = evidence;
  const late = lines.filter((line) => isLate(evidence, line));
  const reasons = [
    ...aboutAll(evidence),
    ...lines.flatMap((line) => aboutLine(evidence, line)),
    ...limits(evidence, policy),
  ];
  // A day that is to come is a slip of the pen, and says nothing of how late it is.
  const isRejected = lines.length > 0 && late.length === lines.length && !isToCome(evidence);
  const usd = clawbackUsd(evidence);
  return {
    decider: CLAWBACK_DECIDER,
    outcome: isRejected ? 'rejected' : reasons.length === 0 ? 'automatic' : 'review',
    confidence: 1,
    reasons,
    amounts: usd === null ? [] : [{ amount: usd, currency: 'USD' }],
    fields: {
      lines: lines.map(({ claim, line, back }) => ({ claim, line, back: { ...back } })),
    },
  };
}

/** Decides again, for audits. @throws RangeError for another decider */
export function decideClawbackAgain(decider: string, evidence: JsonObject, policy: JsonObject): Decision {
  if (decider !== CLAWBACK_DECIDER) throw new RangeError(`${decider} is no decider of clawbacks`);
  return decideClawback(evidence as unknown as ClawbackEvidence, policy as unknown as ClawbackPolicy);
}

/** What it takes back in USD with cents, at the rates of the day of the look; null: a rate is missing. */
export function clawbackUsd({ lines, rates, asOf }: ClawbackEvidence): string | null {
  let sum = ZERO;
  for (const { back } of lines) {
    const rate = rateAsOf(rates, back.currency, asOf.slice(0, 10));
    if (!rate) return null;
    sum = plus(sum, times(exact(back.amount), exact(rate.value)));
  }
  return minorText(toMinor(sum, 'USD'), 'USD');
}

const reason = (rule: ClawbackRule, text: string, source: string, value?: string): Reason =>
  reasonOf(rule, text, source, value);

function aboutAll({ stated, lines }: ClawbackEvidence): Reason[] {
  if (lines.length === 0)
    return [
      reason(
        'clawback.unknown',
        'No line that was paid is known for this claim, invoice or product',
        'submission',
      ),
    ];
  if (stated.cause === 'registration')
    return [
      reason(
        'clawback.registration',
        'The registration that the sale was paid under was rolled back',
        'submission#claim',
      ),
    ];
  if (lines.length > 1 && stated.refunded !== 'whole')
    return [
      reason(
        'clawback.unclear',
        `${lines.length} paid lines may be meant, and an amount is refunded of one`,
        'submission#line',
      ),
    ];
  const several = severalSales({ stated, lines });
  return several === null ? [] : [reason('clawback.unclear', several, 'submission#claim')];
}

const isSeveral = (values: readonly string[]): boolean => new Set(values).size > 1;

/** Ids and invoice numbers are unique to whoever gives them: two partners may each have an invoice 1001. Null: all lines may be of one sale. */
function severalSales({ stated, lines }: Pick<ClawbackEvidence, 'stated' | 'lines'>): string | null {
  if (isSeveral(lines.map(({ partner }) => partner)))
    return 'Sales of several partners may be meant: it has to name the claim by its case';
  if (stated.claim !== null && isSeveral(lines.map(({ claim }) => claim)))
    return `Several claims are called ${stated.claim}: it has to name one by its case`;
  return null;
}

/**
 * Whether a yes can take something back: of each line it is known how much was refunded, and no line of another sale is among them. Of several
 * lines of one claim an amount would be taken from each.
 */
export function canTakeBack({ stated, lines }: Pick<ClawbackEvidence, 'stated' | 'lines'>): boolean {
  const { refunded } = stated;
  if (lines.length === 0 || severalSales({ stated, lines }) !== null) return false;
  if (refunded === 'whole') return true;
  const isOneEach = new Set(lines.map(({ claim }) => claim)).size === lines.length;
  return isOneEach && lines.every(({ amount }) => amount.currency === refunded.currency);
}

// A day may have begun elsewhere.
const isToCome = ({ stated, asOf }: Pick<ClawbackEvidence, 'stated' | 'asOf'>): boolean =>
  stated.on > dayAfter(asOf.slice(0, 10), 1);

const isLate = ({ stated }: ClawbackEvidence, { soldOn, clawbackDays }: PaidLine): boolean =>
  stated.on > dayAfter(soldOn, clawbackDays);

function aboutLine(evidence: ClawbackEvidence, one: PaidLine): Reason[] {
  const { stated } = evidence;
  const { line, amount, soldOn, clawbackDays, refundedBefore, waits } = one;
  const source = `accounts:${line}`;
  const { refunded, on } = stated;
  const isAmount = refunded !== 'whole';
  return [
    ...(isLate(evidence, one)
      ? [
          reason(
            'clawback.late',
            `It was sold on ${soldOn}, and nothing is taken back after ${clawbackDays} days`,
            source,
            soldOn,
          ),
        ]
      : []),
    ...(on < soldOn
      ? [reason('clawback.early', `It was sold on ${soldOn}, and refunded on ${on}`, source, on)]
      : []),
    ...(isToCome(evidence)
      ? [reason('clawback.future', `The day of the refund, ${on}, is to come`, 'submission#refunded_on', on)]
      : []),
    ...(isAmount && refunded.currency !== amount.currency
      ? [
          reason(
            'clawback.currency',
            `The sale is in ${amount.currency}, and ${refunded.currency} are refunded`,
            source,
            refunded.currency,
          ),
        ]
      : []),
    ...(isAmount &&
    refunded.currency === amount.currency &&
    compare(exact(refunded.amount), exact(amount.amount)) > 0
      ? [
          reason(
            'clawback.more',
            `It was sold for ${amount.amount}, and ${refunded.amount} are refunded`,
            source,
            refunded.amount,
          ),
        ]
      : []),
    ...(waits
      ? [
          reason(
            'clawback.waits',
            'Its claim waits for budget: once that has room, what was refunded is not paid',
            source,
          ),
        ]
      : []),
    ...(refundedBefore
      ? [
          reason(
            'clawback.again',
            'Something of this line was taken back before: it may be the same refund',
            source,
          ),
        ]
      : []),
  ];
}

function limits(evidence: ClawbackEvidence, policy: ClawbackPolicy): Reason[] {
  const usd = clawbackUsd(evidence);
  if (usd === null) return [reason('clawback.worth', 'What it takes back cannot be told in USD', 'rates')];
  const least = [policy, ...evidence.lines]
    .map((one) => one.automaticUpToUsd)
    .reduce((a, b) => (compare(exact(b), exact(a)) < 0 ? b : a));
  return compare(exact(usd), exact(least)) > 0
    ? [
        reason(
          'clawback.ceiling',
          `It takes back USD ${usd}, and without a person at most USD ${least} are taken back`,
          'submission',
          usd,
        ),
      ]
    : [];
}
