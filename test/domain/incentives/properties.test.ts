import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calculate } from '../../../domain/incentives/calculate.ts';
import type { ClaimEvent } from '../../../domain/incentives/claim.ts';
import { expectedOf } from '../../../domain/incentives/expected.ts';
import { histories, overVersions } from './arbitrary.ts';
import { naive } from './naive.ts';

const RUNS = { numRuns: 200 };

/** Per event, line and payee, without those that book nothing. */
const told = (rows: { event: string; line: string; payee: string; amount: string }[]) => {
  const sums = new Map<string, number>();
  for (const { event, line, payee, amount } of rows) {
    const key = `${event} ${line} ${payee}`;
    sums.set(key, Math.round(((sums.get(key) ?? 0) + Number(amount)) * 1e6) / 1e6);
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0).sort());
};

describe('whatever the program and whatever happens', () => {
  test('two calculators that share nothing book the same minor unit', () => {
    fc.assert(
      fc.property(overVersions, ({ versions, events }) => {
        const ours = calculate(versions, events);
        const theirs = naive(versions, events);
        expect(told(ours.lines.map((line) => ({ ...line, amount: line.amount.amount })))).toEqual(
          told(theirs.rows.map((row) => ({ ...row, amount: row.amount.toFixed() }))),
        );
        expect(ours.waiting.map(({ claim }) => claim)).toEqual(theirs.waiting);
      }),
      RUNS,
    );
  });

  test('claims that are undone, after refunds in any order, end at exactly zero for every payee', () => {
    fc.assert(
      fc.property(histories, ({ program, claims, events }) => {
        const undo = claims.map(({ claim }): ClaimEvent => ({ kind: 'undo', event: `last-${claim}`, claim }));
        const { lines, waiting } = calculate([program], [...events, ...undo]);
        const sums = new Map<string, bigint>();
        for (const { line, payee, minor } of lines)
          for (const key of [`line ${line} ${payee}`, payee]) sums.set(key, (sums.get(key) ?? 0n) + minor);
        expect([...sums].filter(([, sum]) => sum !== 0n)).toEqual([]);
        expect(waiting).toEqual([]);
      }),
      RUNS,
    );
  });

  test('a sale that is refunded whole, in any parts, ends at exactly zero, and no part pays anything', () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
        ({ program, claims }, parts) => {
          const unending = { ...program, budget: null, clawbackDays: 3_650 };
          const taken = claims.map((claim): ClaimEvent => ({ kind: 'claim', event: claim.claim, claim }));
          const refunds = claims.flatMap(({ lines }) =>
            lines.flatMap(({ line, amount }) => [
              ...parts.map((part, at): ClaimEvent => {
                const decimals = amount.amount.split('.')[1]?.length ?? 0;
                const some = ((Number(amount.amount) * part) / 100).toFixed(decimals);
                const refunded = Number(some) > 0 ? { ...amount, amount: some } : amount;
                return { kind: 'refund', event: `${line}/${at}`, line, refunded, on: '2026-05-20' };
              }),
              {
                kind: 'refund' as const,
                event: `${line}/rest`,
                line,
                refunded: 'whole' as const,
                on: '2026-05-20',
              },
            ]),
          );
          const { lines } = calculate([unending], [...taken, ...refunds]);
          expect(lines.reduce((sum, { minor }) => sum + minor, 0n)).toBe(0n);
          const back = lines.filter(({ event }) => refunds.some((refund) => refund.event === event));
          expect(back.filter(({ minor }) => minor > 0n)).toEqual([]);
        },
      ),
      RUNS,
    );
  });

  test('a refund or an undo pays nobody, a claim takes from nobody', () => {
    fc.assert(
      fc.property(histories, ({ program, claims, events }) => {
        const taken = claims.map(
          (claim): ClaimEvent => ({ kind: 'claim', event: `claim-${claim.claim}`, claim }),
        );
        // Without a budget nothing waits, and a refund lets nothing in.
        const unending = { ...program, budget: null };
        const { lines } = calculate([unending], [...taken, ...events.filter(({ kind }) => kind !== 'claim')]);
        expect(
          lines.filter(({ event, minor }) => (event.startsWith('claim-') ? minor < 0n : minor > 0n)),
        ).toEqual([]);
      }),
      RUNS,
    );
  });

  test('no payee ever stands below zero, no cap and no budget is ever exceeded', () => {
    fc.assert(
      fc.property(histories, ({ program, events }) => {
        const { lines } = calculate([program], events);
        const stands = new Map<string, bigint>();
        let all = 0n;
        const minor = (amount: string) => BigInt(amount.replace('.', ''));
        for (const line of lines) {
          const own = [
            `${line.line} ${line.payee}`,
            ...program.caps.map(({ per }) => {
              const of = {
                line: line.line,
                claim: line.claim,
                period: `${line.partner} ${line.period}`,
                partner: line.partner,
              };
              return per === 'program' || per === 'request' ? per : `${per} ${of[per]}`;
            }),
          ];
          for (const key of own) stands.set(key, (stands.get(key) ?? 0n) + line.minor);
          all += line.minor;
          expect(own.filter((key) => (stands.get(key) ?? 0n) < 0n)).toEqual([]);
        }
        if (program.budget) expect(all).toBeLessThanOrEqual(minor(program.budget.amount));
        const [cap] = program.caps;
        for (const [key, sum] of stands)
          if (cap?.amount && /^(line|claim|period|partner|program)\b/.test(key))
            expect({ key, sum: sum <= minor(cap.amount.amount) }).toEqual({ key, sum: true });
      }),
      RUNS,
    );
  });

  test('what was booked stays: a later event only adds lines, each with an id of its own', () => {
    fc.assert(
      fc.property(histories, ({ program, events }) => {
        const { lines } = calculate([program], events);
        const before = calculate([program], events.slice(0, -1)).lines;
        expect(lines.slice(0, before.length)).toEqual(before);
        expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
      }),
      RUNS,
    );
  });

  test('what is expected is what was earned and an estimate that is never negative and breaks no cap and no budget', () => {
    fc.assert(
      fc.property(histories, ({ program, events }) => {
        const calculation = calculate([program], events);
        const estimate = {
          method: 'expected_value' as const,
          outcomes: [
            { factor: '0.5', probability: '0.3' },
            { factor: '3', probability: '0.7' },
          ],
        };
        const {
          earned,
          estimate: more,
          expected,
        } = expectedOf(calculation, { ...program, estimate }, '2026-02-10');
        expect(Number(more.amount)).toBeGreaterThanOrEqual(0);
        expect(Number(expected.amount)).toBeCloseTo(Number(earned.amount) + Number(more.amount), 4);
        const limits = [program.budget, program.caps.find(({ per }) => per === 'program')?.amount ?? null];
        for (const limit of limits)
          if (limit !== null) expect(Number(expected.amount)).toBeLessThanOrEqual(Number(limit.amount));
        expect(calculate([program], events).lines).toEqual(calculation.lines);
      }),
      RUNS,
    );
  });
});
