import type { SegmentRehearsal } from '../../domain/rehearsal.ts';
import type { RolloutRules } from '../../domain/rollout.ts';
import type { PastCase, PastCases } from '../cases/past-cases.ts';
import { wrap } from '../layout.ts';
import { agreedText, boundText } from '../metrics/figures-text.ts';
import { table } from '../table.ts';

/** What a rehearsal says to a person, a block each. */
export function rehearsalText(
  { cases, notes }: PastCases,
  segments: readonly SegmentRehearsal[],
  { days, minimum }: RolloutRules,
  width: number,
): string[] {
  const wrong = cases.filter(({ agreed }) => agreed === false);
  return [
    segmentTable(segments, width),
    wrap(
      `ALONE: approved with nobody asked. AGREED: of those, what people approved, too. AT LEAST: of them or of their money, with 95 % confidence. To automated: ${minimum} comparisons in the last ${days} days.`,
      width,
    ),
    '',
    wrap(costText(cases, wrong), width),
    '',
    ...(wrong.length === 0 ? ['No case differs.'] : ['Cases that differ:', wrongTable(wrong, width)]),
    '',
    ...askedText(cases, width),
    '',
    'Proposed:',
    ...segments.map((one) => proposal(one, width)),
    '',
    ...notes.map((note) => wrap(note, width)),
  ];
}

function segmentTable(segments: readonly SegmentRehearsal[], width: number): string {
  return table(
    segments,
    [
      { head: 'SEGMENT', value: (one) => one.segment, least: 18 },
      { head: 'CASES', value: (one) => one.cases, align: 'right' },
      { head: 'ALONE', value: (one) => one.approvable, align: 'right' },
      { head: 'AGREED', value: ({ agreement }) => agreedText(agreement), align: 'right' },
      {
        head: 'AT LEAST',
        value: ({ agreement: { n, countLower, moneyLower } }) =>
          boundText(n, Math.min(countLower, moneyLower)),
        align: 'right',
      },
      { head: 'PROPOSED', value: (one) => one.proposed },
    ],
    width,
  );
}

function costText(cases: readonly PastCase[], wrong: readonly PastCase[]): string {
  const alone = cases.filter(({ machine }) => machine === 'approve');
  return `Automatic would have approved ${alone.length} of ${cases.length} cases, worth ${usd(alone)}. People rejected ${wrong.length} of them, worth ${usd(wrong)}: that is what automatic would have cost. About ${cases.length - alone.length} a person would have been asked.`;
}

function wrongTable(wrong: readonly PastCase[], width: number): string {
  return table(
    wrong,
    [
      { head: 'CASE', value: (one) => one.externalId },
      { head: 'ABOUT', value: (one) => one.about, least: 12 },
      { head: 'SEGMENT', value: (one) => one.segment, least: 12 },
      { head: 'USD', value: (one) => one.amountUsd, align: 'right' },
      { head: 'DECIDED', value: (one) => `${one.human} ${one.decidedAt.slice(0, 10)}` },
      { head: 'BY', value: (one) => one.decidedBy, least: 6 },
      {
        head: 'WHY',
        value: (one) => `No rule objected; the person wrote: ${one.reason ?? 'nothing'}`,
        least: 20,
        below: true,
      },
    ],
    width,
  );
}

/** Which rules have a person asked, most frequent first, and what people then decided. */
function askedText(cases: readonly PastCase[], width: number): string[] {
  const asked = cases.filter(({ machine }) => machine !== 'approve');
  if (asked.length === 0) return [];
  const byRule = new Map<string, PastCase[]>();
  for (const one of asked)
    for (const rule of new Set(one.reasons.map((reason) => reason.rule)))
      byRule.set(rule, [...(byRule.get(rule) ?? []), one]);
  const rows = [...byRule].sort(([, one], [, other]) => other.length - one.length);
  return [
    'A person would have been asked because of:',
    table(
      rows,
      [
        { head: 'RULE', value: ([rule]) => rule, least: 20 },
        { head: 'CASES', value: ([, all]) => all.length, align: 'right' },
        { head: 'APPROVED', value: ([, all]) => decided(all, 'approve'), align: 'right' },
        { head: 'REJECTED', value: ([, all]) => decided(all, 'reject'), align: 'right' },
      ],
      width,
    ),
  ];
}

function decided(cases: readonly PastCase[], human: string): number {
  return cases.filter((one) => one.human === human).length;
}

function proposal({ segment, proposed, because }: SegmentRehearsal, width: number): string {
  const command =
    proposed === 'automated'
      ? `quarterdeck rollout promote ${segment}`
      : `quarterdeck rollout set ${segment} ${proposed}`;
  return wrap(`${segment}: ${proposed}${because === null ? '' : ` (${because})`}. ${command}`, width, '  ');
}

function usd(cases: readonly PastCase[]): string {
  const sum = cases.reduce((total, { amountUsd }) => total + Math.abs(Number(amountUsd)), 0);
  return `USD ${sum.toLocaleString('en-US', { maximumFractionDigits: 0 })}`;
}
