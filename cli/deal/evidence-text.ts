import type { DealEvidence } from '../../domain/deal/evidence.ts';
import type { ConflictCandidate, DealEvidence as FirstEvidence } from '../../domain/deal/first/evidence.ts';
import type { CustomerMatch } from '../../domain/match/customer-match.ts';
import type { LastTouch } from '../../domain/match/facts.ts';
import { amountText } from '../cases/case-text.ts';

type Pairs = Array<readonly [string, string | null]>;

/** Evidence of any decider of deals that is kept. */
export type KeptEvidence = DealEvidence | FirstEvidence;

/** Evidence as it is shown: how sure the machine is of a match stays out where a case is decided blind. */
export type ShownEvidence = KeptEvidence | (Omit<DealEvidence, 'matches'> & { matches: ShownMatch[] });

type ShownMatch = Omit<CustomerMatch, 'probability' | 'fields' | 'telling'> &
  Partial<Pick<CustomerMatch, 'probability' | 'fields' | 'telling'>>;

/** The records that may be the same customer, in the order of their names and without the machine's verdict on each. */
export function withoutScores(evidence: KeptEvidence): ShownEvidence {
  if (evidence.schemaVersion === 1) return evidence;
  const matches = evidence.matches.map(({ probability: _, fields: __, telling: ___, ...match }) => match);
  return { ...evidence, matches: matches.sort((a, b) => (a.record < b.record ? -1 : 1)) };
}

/** A deal's evidence for people: what the partner stated, who the partner is, and what may be the same customer. */
export function dealEvidenceText(evidence: ShownEvidence): {
  submission: Pairs;
  partner: Pairs;
  candidates: string[];
} {
  const { submission, partner } = evidence;
  const known = [partner.id, partner.tier, partner.region].filter((one) => one !== null);
  const stated = submission.stated_value;
  const usd = amountText(submission.estimated_value);
  const rate = submission.rate && `, rate ${submission.rate.value} of ${submission.rate.date}`;
  const asStated =
    stated && stated.currency !== 'USD'
      ? ` (stated: ${stated.currency} ${amountText(stated.amount)}${rate ?? ''})`
      : '';
  return {
    submission: [
      ['customer_name', submission.customer_name],
      ['opportunity_name', submission.opportunity_name],
      ['estimated_value', `${usd === null ? 'not available' : `USD ${usd}`}${asStated}`],
      ['expected_close_date', submission.expected_close_date],
      [
        'contact',
        submission.contact_given ? (submission.contact_domain ?? 'at a shared mail domain') : 'not given',
      ],
      ['territories', listed(submission.territories)],
      ['product families', listed(submission.product_families)],
      ...('budget' in submission ? neededText(submission) : []),
      ['not read', 'unread' in submission ? listed(submission.unread ?? []) : null],
      ['read from', submission.provenance === 'structured' ? null : 'free text: confirm each field'],
    ],
    partner: [
      ['partner', partner.known ? known.join(', ') : `${partner.id}, not in the PRM`],
      ['its record', partner.known ? recordText(partner) : null],
    ],
    candidates:
      evidence.schemaVersion === 1
        ? evidence.candidates.map(candidateText)
        : evidence.matches.map((match) => matchText(match, evidence.unknownIsNull === true)),
  };
}

const GIVEN = { given: 'given', in_text: 'in the notes only: confirm it', missing: null };

function neededText({ budget, timeline, mdf }: DealEvidence['submission']): Pairs {
  return [
    ['budget', GIVEN[budget]],
    ['timeline', GIVEN[timeline]],
    ['funded activity', mdf && `${mdf.claim}${mdf.campaign ? `, ${mdf.campaign}` : ''}`],
  ];
}

function candidateText(candidate: ConflictCandidate): string {
  const holder = candidate.partnerId === null ? 'own' : `partner ${candidate.partnerId}`;
  const until = candidate.protectedUntil ? `, protected until ${candidate.protectedUntil.slice(0, 10)}` : '';
  const domain = candidate.domain ? ` (${candidate.domain})` : '';
  return `${candidate.record}: ${candidate.name}${domain}, ${holder}, ${candidate.open ? 'open' : 'closed'}${until}`;
}

const MARKED = { same: 'marked as one with', different: 'marked as never one with' };

/** The record, what people have said of it, and field by field why it may be the same customer; what neither side says is left out. */
function matchText(
  { record, name, kind, facts, probability, fields = [], telling, mark }: ShownMatch,
  unknownIsNull: boolean,
): string {
  const holder = facts.partnerId === null ? 'own' : `partner ${facts.partnerId}`;
  const until = facts.protectedUntil ? `, protected until ${facts.protectedUntil.slice(0, 10)}` : '';
  const touch = kind === 'registration' ? '' : touchText(facts.lastTouchAt, unknownIsNull);
  const why = fields
    .filter(({ weight }) => weight !== 0)
    .map(
      ({ field, level, weight }) =>
        `${field} ${level} (${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(1)})`,
    );
  const standing = facts.open ? 'open' : 'closed';
  const verdict =
    probability === undefined ? '' : `; probability ${probability.toFixed(2)}: ${why.join(', ')}`;
  const shared = telling === undefined ? '' : `; shares the telling words ${telling.join(', ')}`;
  const said = mark === undefined ? '' : `; ${MARKED[mark.is]} ${mark.with} by ${mark.by}: ${mark.reason}`;
  return `${record}: ${name}, ${holder}, ${standing}${until}${touch}${said}${verdict}${shared}`;
}

function touchText(at: LastTouch, unknownIsNull: boolean): string {
  if (at === null) return unknownIsNull ? ', last touch not known' : '';
  return at === 'never' ? ', no touch logged' : `, last touch ${at.slice(0, 10)}`;
}

function recordText({
  winRate,
  performance,
  certified,
  approvedRegistrations,
}: KeptEvidence['partner']): string {
  const counted = approvedRegistrations === null ? 'not available' : String(approvedRegistrations);
  return [
    `win rate ${percent(winRate)}`,
    `performance ${percent(performance)}`,
    `certified ${certified === null ? 'not available' : certified ? 'yes' : 'no'}`,
    `approved before ${counted}`,
  ].join(', ');
}

function listed(values: readonly string[]): string | null {
  return values.length === 0 ? null : values.join(', ');
}

function percent(share: number | null): string {
  return share === null ? 'not available' : `${Math.round(share * 100)} %`;
}
