import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { postingsOf } from '../../../domain/accounts/postings.ts';
import { calculate } from '../../../domain/incentives/calculate.ts';
import type { ClaimEvent, Given } from '../../../domain/incentives/claim.ts';
import { earnsAlike, openProgram, takeEvent } from '../../../domain/incentives/take-event.ts';
import { histories } from './arbitrary.ts';
import { ANY, aProgram, eur, refunded, rule, taken, undone } from './made.ts';

const at = (line: string, amount: string, hour: string) =>
  taken(line, amount, {}, { completeAt: `2026-02-20T${hour}:00:00Z` });

/** What each event says of itself and of others. */
const told = (program: ReturnType<typeof aProgram>, events: ClaimEvent[]) => {
  const open = openProgram();
  return events.map((event) =>
    takeEvent(open, [program], event).standings.map((one) => [one.event, one.standing, one.why]),
  );
};

describe('event by event', () => {
  test('what is booked is the same as all at once', () => {
    fc.assert(
      fc.property(histories, ({ program, events }) => {
        const open = openProgram();
        const lines = events.flatMap((event) => takeEvent(open, [program], event).lines);
        expect(lines).toEqual(calculate([program], events).lines);
      }),
      { numRuns: 100 },
    );
  });

  test('a claim that waits is booked with the event that makes room, and both say so', () => {
    const program = aProgram({ budget: eur('100.00') });
    const events = [at('1', '1600.00', '08'), at('2', '600.00', '10'), refunded('1', eur('800.00'))];
    expect(told(program, events)).toEqual([
      [['claim-1', 'booked', null]],
      [['claim-2', 'waits', 'the budget has no room for it']],
      [
        ['refund-1', 'booked', null],
        ['claim-2', 'booked', null],
      ],
    ]);
  });

  test('a claim that waits and is undone will not be booked any more', () => {
    const program = aProgram({ budget: eur('10.00') });
    expect(told(program, [at('2', '600.00', '10'), undone('c-2')]).at(-1)).toEqual([
      ['claim-2', 'nothing', 'the claim was undone'],
      ['undo-c-2', 'nothing', 'nothing of the claim stands'],
    ]);
  });

  test('a refund that is known before its line waits for it', () => {
    expect(told(aProgram(), [refunded('1', eur('40.00')), taken('1', '100.00')])).toEqual([
      [['refund-1', 'waits', 'its line has not earned anything']],
      [
        ['claim-1', 'booked', null],
        ['refund-1', 'booked', null],
      ],
    ]);
  });

  test('an early refund in another currency holds no claim up', () => {
    const wrong = refunded('1', { amount: '40.00', currency: 'USD' });
    expect(told(aProgram(), [wrong, taken('1', '100.00')]).at(-1)).toEqual([
      ['claim-1', 'booked', null],
      ['refund-1', 'nothing', 'a refund is stated in the currency of its sale, or as whole'],
    ]);
  });

  test('what cannot be calculated changes nothing, also behind others that wait', () => {
    const program = aProgram({ budget: eur('10.00') });
    const open = openProgram();
    takeEvent(open, [program], at('1', '600.00', '08'));
    const wrong = [
      taken('2', { amount: '5.00', currency: 'USD' }),
      taken('3', '5.00', { soldOn: '2025-12-31' }),
    ];
    for (const event of wrong) expect(() => takeEvent(open, [program], event)).toThrow(RangeError);
    expect(open.waiting.map(({ event }) => event)).toEqual(['claim-1']);
    expect(open.taken).toEqual(new Set(['claim-1']));
  });

  test('a claim that waits earns what was decided, though its program is corrected meanwhile', () => {
    const decided = aProgram({ budget: eur('100.00') });
    const open = openProgram();
    for (const event of [at('1', '1600.00', '08'), at('2', '600.00', '10')])
      takeEvent(open, [decided], event);
    const corrected = { ...decided, rules: [rule({ percent: '9' })] };
    const { lines } = takeEvent(open, [corrected], refunded('1', eur('800.00')));
    expect(lines.map(({ line, amount }) => [line, amount.amount])).toEqual([
      ['1', '-40.00'],
      ['2', '30.00'],
    ]);
  });

  test('whether a claim would earn the same by other versions is told after what came before it, and changes nothing', () => {
    const program = aProgram({ caps: [{ per: 'period', amount: eur('60.00') }] });
    const open = openProgram();
    takeEvent(open, [program], taken('1', '1000.00'));
    const { event, claim } = taken('2', '1000.00') as Extract<ClaimEvent, { kind: 'claim' }>;
    const alike = (changes: Parameters<typeof aProgram>[0]) =>
      earnsAlike(open, { event, claim, versions: [program] }, [{ ...program, ...changes }]);
    expect(alike({ title: 'Another title', budget: eur('1.00') })).toBe(true);
    // Of the period's cap only 10.00 are left, by either rate.
    expect(alike({ rules: [rule({ percent: '9' })] })).toBe(true);
    expect(alike({ rules: [rule({ percent: '0.5' })] })).toBe(false);
    expect(alike({ caps: [] })).toBe(false);
    expect(takeEvent(open, [program], { kind: 'claim', event, claim }).lines).toMatchObject([
      { minor: 1000n },
    ]);
  });

  test('a line that falls under no rule is told so', () => {
    const program = aProgram({ rules: [rule({ percent: '5' }, { skus: ['OTHER'] })] });
    const { lines } = calculate([program], [taken('1', '100.00')]);
    expect(lines).toMatchObject([{ kind: 'accrual', amount: eur('0.00') }]);
    expect(lines[0]?.trace.steps).toEqual([
      {
        does: 'no_rule',
        arithmetic: 'none is about EP-PRO, 2026-02-10, Gold, EMEA',
        result: '0.00 EUR',
      },
    ]);
  });

  test('a true-up names the bonus and the accelerator by which it is rated', () => {
    const program = aProgram({
      bonuses: [{ ...ANY, bonus: 'launch', gives: { percent: '1' } }],
      accelerators: [{ accelerator: 'fast', by: 'units', from: '1', factor: '2' }],
      rules: [
        rule({
          ...{ by: 'volume', retroactive: true },
          steps: [
            { from: '0', below: '100', rate: { percent: '2' } },
            { from: '100', below: null, rate: { percent: '3' } },
          ],
        }),
      ],
    });
    const { lines } = calculate([program], [taken('1', '60.00'), taken('2', '60.00')]);
    expect(lines.find(({ kind }) => kind === 'true_up')?.trace.rules).toEqual(['standard', 'launch', 'fast']);
  });
});

describe('a refund in another money', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' });
  const given = (money: Given['money'], usdNow: string, programNow: string): Given => ({
    money,
    rates: { given: { usd: usdNow, record: 'rates:1' }, program: { usd: programNow, record: 'rates:2' } },
  });
  // 1,000.00 USD at 1.25 USD for a EUR are 800.00 EUR, of which 5 % are 40.00 EUR.
  const sale = taken('1', usd('1000.00'), {
    exchange: { from: { usd: '1', record: 'rates:a' }, to: { usd: '1.25', record: 'rates:b' } },
  });
  const whole = { ...refunded('1', 'whole'), given: given(usd('1000.00'), '1', '1.00') };

  test('takes back what the line had earned; what the rates of its day make of it is told apart', () => {
    const { lines } = calculate([aProgram()], [sale, whole]);
    expect(lines.map(({ minor, exchange }) => [minor, exchange])).toEqual([
      [4000n, 0n],
      [-4000n, -1000n],
    ]);
    expect(lines.flatMap((line) => postingsOf(line)).map(({ account, minor }) => [account, minor])).toEqual([
      ['expense', 4000n],
      ['payable', -4000n],
      ['expense', -5000n],
      ['payable', 4000n],
      ['exchange_difference', 1000n],
    ]);
    expect(lines[1]?.trace.steps.at(-1)).toMatchObject({ does: 'exchange_difference', result: '-10.00 EUR' });
  });

  test('in parts ends at exactly zero, whatever the rates', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 50, max: 200 })), {
          maxLength: 4,
        }),
        (parts) => {
          const refunds = parts.map(
            ([amount, rate], index): ClaimEvent => ({
              ...{ kind: 'refund', event: `r${index}`, line: '1', on: '2026-03-01' },
              refunded: usd(`${amount}.37`),
              given: given(usd(`${amount}.37`), '1', String(rate / 100)),
            }),
          );
          const { lines } = calculate([aProgram()], [sale, ...refunds, whole]);
          expect(lines.reduce((sum, { minor }) => sum + minor, 0n)).toBe(0n);
          for (const line of lines)
            expect(postingsOf(line).reduce((sum, { minor }) => sum + minor, 0n)).toBe(0n);
        },
      ),
    );
  });
});
