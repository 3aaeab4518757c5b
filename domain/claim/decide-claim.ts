import { type Decision, reasonOf } from '../decision.ts';
import { compare, exact } from '../exact.ts';
import type { Claim } from '../incentives/claim.ts';
import { exchangeFor } from '../incentives/exchange.ts';
import { versionOn } from '../incentives/versions.ts';
import type { JsonObject } from '../json.ts';
import type { Money } from '../money.ts';
import { checkClaim } from './checks/check-claim.ts';
import type { ClaimAlone } from './checks/facts-of-claim.ts';
import { claimObjections } from './claim-objections.ts';
import type {
  ClaimDecision,
  ClaimDecisionFields,
  ClaimOutcome,
  DecidedLine,
  Validation,
} from './decision.ts';
import { eligibilityObjections } from './eligibility-objections.ts';
import type { ClaimEvidence } from './evidence.ts';
import { documentMappings } from './field-mappings.ts';
import { incentiveClaim, isRated, type RatedLine } from './incentive-claim.ts';
import { automaticLimitIn, limitObjections } from './limits.ts';
import { type AskedFor, missingFor } from './missing.ts';
import type { Objection } from './objection.ts';
import type { ClaimPolicy } from './policy.ts';
import { proveLines } from './prove-lines.ts';
import type { ProvenLine } from './proven-line.ts';
import { CLAIM_RULES } from './rules.ts';
import { mostBooked, usdAtStake, type Worth, worthOf } from './worth.ts';

export const CLAIM_DECIDER = 'claim@1';

/** A decision, and what would be booked on a yes: every line that nobody rejects. Null: nothing could be booked. */
export interface DecidedClaim {
  decision: ClaimDecision;
  objections: Objection[];
  accrual: Claim | null;
  /**
   * The most that the accrual may book, in the program's currency: what was decided or, where that is more, what the program pays without a
   * person. Null: it books nothing.
   */
  upTo: Money | null;
  /** What all of its lines together may earn at most, whoever rejects some of them, in USD; null: not known. */
  stakeUsd: string | null;
}

/**
 * Decides a claim. It is paid without a person only where records, or documents that were read with confidence, show each line as it is
 * claimed, where nothing speaks against any of them, and up to the program's limit.
 */
export function decideClaim(evidence: ClaimEvidence, policy: ClaimPolicy): DecidedClaim {
  const lines = proveLines(evidence, policy);
  const rated = lines.filter(isRated);
  const found: Objection[] = [
    ...checkClaim(evidence),
    ...claimObjections(evidence, lines),
    ...eligibilityObjections(evidence, rated),
  ];
  const asked = missingFor(evidence, lines);
  const isRejecting = ({ weight }: Objection) => weight === 'reject';
  // Its partner is asked before a rule turns it down for what they can still send.
  const turnsDown = (one: Objection) =>
    isRejecting(one) && !ANSWERS.some(([rule, name]) => one.rule === rule && asked.includes(name));
  const unpaidBy = (against: (one: Objection) => boolean) => (line: ProvenLine) =>
    (evidence.edited !== null && !evidence.edited.some((one) => one.line === line.line)) ||
    found.some((one) => against(one) && (one.line === null || one.line === line.line));
  const rejected = unpaidBy(isRejecting);
  const calculable = rated.filter((line) => canBeCalculated(evidence, line));
  const payable = calculable.filter((line) => !rejected(line));
  const accrual = evidence.partner && payable.length > 0 ? incentiveClaim(evidence, payable) : null;
  const worth = accrual && worthOf(evidence, accrual);
  const usd = worth && usdAtStake(evidence, worth);
  const confidence = lines.length === 0 ? 0 : Math.min(...lines.map((one) => one.confidence));
  const isRejected = lines.length > 0 && lines.every(unpaidBy(turnsDown));
  const limits = isRejected ? [] : limitObjections(evidence, policy, { worth, usd, confidence });
  const objections = eachOnce([...found, ...limits]);
  const outcome: ClaimOutcome =
    objections.length === 0 && !lines.some(rejected)
      ? 'automatic'
      : isRejected && !objections.some(doubts)
        ? 'rejected'
        : 'review';
  const verdict = (line: ProvenLine): DecidedLine['verdict'] => {
    if (rejected(line)) return 'rejected';
    return objections.some((one) => one.line === null || one.line === line.line) ? 'review' : 'payable';
  };
  const fields: ClaimDecisionFields = {
    validation: VALIDATIONS[outcome],
    automated_review: true,
    review_notes: objections.map(noteOf),
    lines: lines.map((line) => ({
      ...shown(line),
      verdict: verdict(line),
      earns: earns(evidence, worth, line),
    })),
    field_mapping: [...lines.flatMap(({ mapping }) => mapping), ...documentMappings(evidence)],
    missing: isRejected ? [] : asked,
    remedies: remediesOf(objections),
    earned: worth?.earned ?? null,
    most: worth?.most ?? null,
  };
  const decision: ClaimDecision = {
    decider: CLAIM_DECIDER,
    ...{ outcome, confidence },
    reasons: objections.map(({ rule, text, source, value }) => reasonOf(rule, text, source, value)),
    amounts: usd === null ? [] : [{ amount: usd, currency: 'USD' }],
    fields: fields as ClaimDecision['fields'],
  };
  const stakeUsd = claimStake(evidence, policy);
  const upTo = worth && upToOf(evidence, worth);
  return { decision, objections, accrual, upTo, stakeUsd };
}

/** Decides again, for audits. @throws RangeError for another decider */
export function decideClaimAgain(decider: string, evidence: JsonObject, policy: JsonObject): Decision {
  if (decider !== CLAIM_DECIDER) throw new RangeError(`${decider} is no decider of claims`);
  return decideClaim(evidence as unknown as ClaimEvidence, policy as unknown as ClaimPolicy).decision;
}

/** A note is written to the PRM, where partners may read it. */
function noteOf({ rule, text, staffOnly }: Objection): string {
  return staffOnly ? CLAIM_RULES[rule.slice('claim.'.length) as keyof typeof CLAIM_RULES] : text;
}

const VALIDATIONS: Record<ClaimOutcome, Validation> = {
  automatic: 'Auto-Approved',
  review: 'Requires Review',
  rejected: 'Rejected',
};

/** Rules that ask for something, and what it is. */
const ANSWERS: readonly (readonly [Objection['rule'], AskedFor])[] = [
  ['claim.payee', 'persons'],
  ['claim.consent', 'consent'],
];

/** What may mean that a rule was applied to facts that are not so. */
const doubts = ({ rule }: Objection) => rule.endsWith('_differs') || rule === 'claim.unsure';

/** Of two objections by one rule about one line and source the first, whoever raised it. */
function eachOnce(all: readonly Objection[]): Objection[] {
  const seen = new Set<string>();
  return all.filter(({ rule, line, text }) => {
    const name = JSON.stringify([rule, line, rule === 'claim.unproved' ? null : text]);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

/** What a decision about all lines of a claim may pay at most, whoever rejects some of them, in USD; null: not known. */
export function claimStake(evidence: ClaimAlone, policy: ClaimPolicy): string | null {
  const { claim, isWhole } = wholeClaim(evidence, policy);
  if (!isWhole && evidence.program !== null) return null;
  return claim === null ? '0' : usdAtStake(evidence, worthOf(evidence, claim));
}

/** All lines of a claim that can be calculated, whatever speaks against them; null: none. `isWhole`: of all lines the amount and the day are known. */
export function wholeClaim(
  evidence: ClaimAlone,
  policy: ClaimPolicy,
): { claim: Claim | null; isWhole: boolean } {
  const rated = proveLines(evidence, policy).filter(isRated);
  const calculable = rated.filter((line) => canBeCalculated(evidence, line));
  return {
    claim: calculable.length === 0 ? null : incentiveClaim(evidence, calculable),
    isWhole: calculable.length === rated.length,
  };
}

function upToOf(evidence: ClaimEvidence, worth: Worth): Money {
  const decided = mostBooked(evidence, worth);
  const automatic = automaticLimitIn(evidence, decided.currency);
  return automatic !== null && compare(exact(automatic.amount), exact(decided.amount)) > 0
    ? automatic
    : decided;
}

/** Whether its day has a version of the program, and its currency, and that of the request for funds that it draws on, a rate. */
function canBeCalculated(evidence: ClaimAlone, line: RatedLine): boolean {
  const { versions, rates } = evidence;
  const { soldOn, amount } = line;
  const program = versionOn(
    versions.map(({ body }) => body),
    soldOn,
  );
  if (!program || exchangeFor(rates, amount.currency, program.currency, soldOn) === undefined) return false;
  const { request } = incentiveClaim(evidence, [line]);
  return request === null || request.approved.currency === program.currency;
}

function shown({ line, sku, quantity, amount, soldOn, proof, source }: ProvenLine) {
  return { line, sku, quantity, amount, soldOn, proof, from: source.record };
}

function earns({ claim }: ClaimEvidence, worth: Worth | null, { line }: ProvenLine) {
  return worth?.lines.find((one) => one.line === `${claim}#${line}`) ?? null;
}

function remediesOf(objections: readonly Objection[]): string[] {
  const stated = objections.flatMap(({ remedy, weight }) => (weight === 'reject' && remedy ? [remedy] : []));
  return [...new Set(stated)];
}
