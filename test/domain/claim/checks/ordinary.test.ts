import { expect, test } from '@jest/globals';
import {
  amountFindings,
  frequencyFindings,
  priceFindings,
} from '../../../../domain/claim/checks/anomalies.ts';
import type { ClaimFacts } from '../../../../domain/claim/checks/claim-facts.ts';
import { duplicateFindings } from '../../../../domain/claim/checks/duplicates.ts';
import type { ClaimHistory, PastClaims, PeerSpread } from '../../../../domain/claim/checks/past-claims.ts';
import { splitFindings } from '../../../../domain/claim/checks/split.ts';
import { spreadOf } from '../../../../domain/claim/checks/spread.ts';
import { facts, past, pastLinesOf } from './made.ts';
import { type OrdinaryClaim, ordinaryChannel } from './ordinary-channel.ts';

const PROGRAM = { program: 'endpoint-launch-spiff', automaticUpToUsd: '1000', caps: [] };

/** What would be known of others, by going through all claims that came before. */
function known(own: ClaimFacts, before: readonly ClaimFacts[]): PastClaims {
  const near = before.filter(
    ({ partner, lines: [sold] }) =>
      partner === own.partner ||
      (sold?.sku === own.lines[0]?.sku && sold?.quantity === own.lines[0]?.quantity),
  );
  const lines = near.flatMap((other) => pastLinesOf(own, other));
  const ofPartner = (is: boolean) => before.filter(({ partner }) => (partner === own.partner) === is);
  const logs = (usd: readonly string[]) => usd.map((each) => Math.log(Number(each)));
  const spread = (values: readonly number[]) => (values.length === 0 ? null : spreadOf(values));
  const peers = (values: readonly number[]): PeerSpread | null => {
    const base = spread(values);
    return (
      base && {
        ...base,
        partners: new Set(ofPartner(false).map(({ partner }) => partner)).size,
        largest: 0.3,
      }
    );
  };
  const [line] = own.lines;
  const unit = (some: readonly ClaimFacts[]) =>
    some.flatMap(({ lines: [sold] }) =>
      sold?.sku === line?.sku ? [Math.log(Number(sold?.usd) / Number(sold?.quantity))] : [],
    );
  const dayOf = (claim: ClaimFacts) => Date.parse(claim.lines[0]?.soldOn ?? '');
  const weeks = (is: boolean) => {
    const count = Array(27).fill(0) as number[];
    for (const other of ofPartner(is)) {
      const week = Math.floor((dayOf(own) - dayOf(other)) / 604_800_000);
      if (week >= 0 && week <= 26) count[week] = (count[week] ?? 0) + 1;
    }
    return count;
  };
  const [ownWeeks, peerWeeks] = [weeks(true), weeks(false)];
  const history: ClaimHistory = {
    amounts: {
      own: spread(logs(ofPartner(true).map(({ usd }) => usd as string))),
      peers: peers(logs(ofPartner(false).map(({ usd }) => usd as string))),
    },
    prices: [
      { sku: line?.sku as string, own: spread(unit(ofPartner(true))), peers: peers(unit(ofPartner(false))) },
    ],
    weeks: {
      ...{ own: ownWeeks.slice(1).reverse(), peers: peerWeeks.slice(1).reverse() },
      ...{ ownNow: (ownWeeks[0] ?? 0) + 1, peersNow: peerWeeks[0] ?? 0 },
    },
  };
  return past(own, lines, { history });
}

function found(own: ClaimFacts, before: readonly ClaimFacts[]) {
  const all = known(own, before);
  return [
    ...duplicateFindings(all, PROGRAM),
    ...splitFindings(all, PROGRAM, { rates: [], day: '2026-10-20' }),
    ...amountFindings(all),
    ...frequencyFindings(all),
    ...priceFindings(all),
  ];
}

const claims = ordinaryChannel(7);
const all = claims.map((claim) => facts(claim));

test('half a year of honest sales: at most 3 of 100 go to a person', () => {
  const judged = all.map((_, at) => at).filter((at) => at % 3 === 1);
  const alarmed = judged.flatMap((at) =>
    found(all[at] as ClaimFacts, all.slice(0, at)).map(({ rule }) => ({ rule, at })),
  );
  const share = new Set(alarmed.map(({ at }) => at)).size / judged.length;
  expect(judged.length).toBeGreaterThan(300);
  expect({
    share: share <= 0.03,
    rules: share <= 0.03 ? {} : Object.groupBy(alarmed, ({ rule }) => rule),
  }).toEqual({ share: true, rules: {} });
}, 60_000);

/** As partners claim a sale a second time, by what reports on duplicate claims tell; each takes an honest claim and makes it one. */
const AGAIN: Record<
  string,
  (line: OrdinaryClaim['lines'][number]) => Partial<OrdinaryClaim['lines'][number]>
> = {
  'as it was': () => ({}),
  'number without its label and zeros': ({ invoice }) => ({
    invoice: invoice.replace('RE-', '').replace(/-0+/, '/'),
  }),
  'a letter behind the number': ({ invoice }) => ({ invoice: `${invoice}B` }),
  'O for 0': ({ invoice }) => ({ invoice: invoice.replace('0', 'O') }),
  'a new number, two days later': ({ soldOn }) => ({ invoice: '77-4711', soldOn: shifted(soldOn, 2) }),
  'a cent more': ({ amount }) => ({ invoice: '88-1', amount: (Number(amount) + 0.01).toFixed(2) }),
  'with tax': ({ amount }) => ({ invoice: '88-2', amount: (Number(amount) * 1.19).toFixed(2) }),
  'in euro': ({ amount }) => ({
    invoice: '88-3',
    currency: 'EUR',
    amount: (Number(amount) / 1.1).toFixed(2),
    usd: amount,
  }),
};
const shifted = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

test.each(Object.entries(AGAIN))('a sale claimed again, %s, is found', (_, change) => {
  const chosen = claims.filter((_claim, at) => at % 40 === 5);
  const missed = chosen.filter((claim) => {
    const [line] = claim.lines;
    if (!line) return false;
    const again = {
      ...claim,
      case: 'again',
      claim: 'again',
      lines: [{ ...line, usd: line.amount, ...change(line) }],
    };
    const findings = duplicateFindings(known(facts(again), all.slice(0, claims.indexOf(claim) + 1)), PROGRAM);
    return !findings.some(({ source }) => source === `${claim.case}#1`);
  });
  expect(chosen.length).toBeGreaterThan(20);
  expect(missed.length / chosen.length).toBeLessThanOrEqual(0.05);
});
