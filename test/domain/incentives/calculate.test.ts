import { describe, expect, test } from '@jest/globals';
import { calculate } from '../../../domain/incentives/calculate.ts';
import type { ClaimEvent } from '../../../domain/incentives/claim.ts';
import type { IncentiveProgram } from '../../../domain/incentives/program.ts';
import { plainWords } from '../../../domain/incentives/trace.ts';
import { ANY, aClaim, aLine, aProgram, eur, refunded, rule, taken, undone } from './made.ts';

const booked = (program: IncentiveProgram | IncentiveProgram[], events: ClaimEvent[]) =>
  calculate([program].flat(), events).lines.map(({ kind, line, amount }) => [kind, line, amount.amount]);

/** Sum of what a kind of line books for an event. */
const sumOf = (program: IncentiveProgram, events: ClaimEvent[], event: string, kind?: string) =>
  calculate([program], events)
    .lines.filter((line) => line.event === event && (kind === undefined || line.kind === kind))
    .reduce((sum, { minor }) => sum + minor, 0n);

const REBATE = aProgram({
  rules: [
    rule({
      by: 'volume',
      retroactive: true,
      steps: [
        { from: '0', below: '100000.00', rate: { percent: '2' } },
        { from: '100000.00', below: null, rate: { percent: '3' } },
      ],
    }),
  ],
});

describe('the hand-computed cases', () => {
  const sales = [taken('1', '60000.00'), taken('2', '39999.99'), taken('3', '0.01')];

  test('a rebate of 2 %, 3 % retroactive from 100,000.00: 1,200.00, 800.00, 0.00 and a true-up of 1,000.00', () => {
    expect(booked(REBATE, sales)).toEqual([
      ['accrual', '1', '1200.00'],
      ['accrual', '2', '800.00'],
      ['accrual', '3', '0.00'],
      ['true_up', '1', '600.00'],
      ['true_up', '2', '400.00'],
    ]);
    expect(sumOf(REBATE, sales, 'claim-3', 'true_up')).toBe(1_000_00n);
  });

  test('the refund of the 0.01 takes the true-up of 1,000.00 back', () => {
    const events = [...sales, refunded('3', 'whole')];
    expect(sumOf(REBATE, events, 'refund-3', 'true_up')).toBe(-1_000_00n);
    expect(sumOf(REBATE, events, 'refund-3')).toBe(-1_000_00n);
  });

  test.each([
    ['100.00', 'EUR', ['33.34', '33.33', '33.33']],
    ['1000', 'JPY', ['334', '333', '333']],
  ])('%s %s by three persons', (amount, currency, shares) => {
    const program = aProgram({
      ...{ currency, payee: 'person', splits: [], money: 'person', papers: ['tax_form'] },
      rules: [rule({ percent: '100' })],
    });
    const persons = ['a', 'b', 'c'].map((person) => ({ person, share: '1', consent: 'prm:Consent/1' }));
    const { lines } = calculate([program], [taken('1', { amount, currency }, {}, { persons })]);
    expect(lines.map((line) => [line.payee, line.amount.amount])).toEqual(
      ['a', 'b', 'c'].map((person, at) => [person, shares[at]]),
    );
  });
});

describe('tiers', () => {
  const marginal = aProgram({
    rules: [
      rule({
        by: 'volume',
        retroactive: false,
        steps: [
          { from: '0', below: '1000', rate: { percent: '2' } },
          { from: '1000', below: null, rate: { percent: '10' } },
        ],
      }),
    ],
  });

  test('that are not retroactive rate each part of a line by where it lies', () => {
    expect(booked(marginal, [taken('1', '900.00'), taken('2', '200.00'), taken('3', '50.00')])).toEqual([
      ['accrual', '1', '18.00'],
      ['accrual', '2', '12.00'],
      ['accrual', '3', '5.00'],
    ]);
  });

  test('by units begin with the unit that is named', () => {
    const program = aProgram({
      rules: [
        rule({
          by: 'units',
          retroactive: false,
          steps: [
            { from: '1', below: '10', rate: { perUnit: eur('5.00') } },
            { from: '10', below: null, rate: { perUnit: eur('7.00') } },
          ],
        }),
      ],
    });
    expect(
      booked(program, [taken('1', '1.00', { quantity: 9 }), taken('2', '1.00', { quantity: 2 })]),
    ).toEqual([
      ['accrual', '1', '45.00'],
      ['accrual', '2', '14.00'],
    ]);
  });

  test('are reached at exactly their threshold, and count each partner, period and rule alone', () => {
    const other = { soldOn: '2026-04-01' };
    expect(sumOf(REBATE, [taken('1', '100000.00')], 'claim-1')).toBe(3_000_00n);
    expect(sumOf(REBATE, [taken('1', '99999.99'), taken('2', '0.01', other)], 'claim-2')).toBe(0n);
    expect(
      sumOf(REBATE, [taken('1', '99999.99'), taken('2', '10.00', {}, { partner: '7002' })], 'claim-2'),
    ).toBe(20n);
  });

  test('a version that begins in the middle of a period rates its own sales only', () => {
    const later = aProgram({ effectiveFrom: '2026-02-01', rules: [rule({ percent: '10' })] });
    const events = [
      taken('1', '100.00', { soldOn: '2026-01-31' }),
      taken('2', '100.00', { soldOn: '2026-02-01' }),
    ];
    expect(booked([later, aProgram()], events)).toEqual([
      ['accrual', '1', '5.00'],
      ['accrual', '2', '10.00'],
    ]);
  });

  test('a version without tiers that are retroactive counts for those of the one before, in whichever order', () => {
    const flat = aProgram({ effectiveFrom: '2026-02-01' });
    const before = taken('1', '60000.00', { soldOn: '2026-01-31' });
    const after = taken('2', '50000.00', { soldOn: '2026-02-10' });
    expect(booked([REBATE, flat], [before, after])).toEqual([
      ['accrual', '1', '1200.00'],
      ['accrual', '2', '2500.00'],
      ['true_up', '1', '600.00'],
    ]);
    expect(booked([REBATE, flat], [after, before])).toEqual([
      ['accrual', '2', '2500.00'],
      ['accrual', '1', '1800.00'],
    ]);
    expect(booked([REBATE, flat], [before, after, refunded('2', 'whole')]).slice(3)).toEqual([
      ['refund', '2', '-2500.00'],
      ['true_up', '1', '-600.00'],
    ]);
  });
});

describe('bonuses, bundles and accelerators', () => {
  test('a bonus is added before the one rounding', () => {
    const program = aProgram({
      rules: [rule({ percent: '1.5' })],
      bonuses: [{ ...ANY, bonus: 'apac', regions: ['EMEA'], gives: { percent: '1' } }],
    });
    // 0.255 + 0.17 = 0.425; rounded apart it would be 0.26 + 0.17.
    expect(booked(program, [taken('1', '17.00')])).toEqual([['accrual', '1', '0.43']]);
  });

  test('an accelerator counts from the line on by which it is reached', () => {
    const program = aProgram({
      accelerators: [
        { accelerator: 'fast', by: 'volume', from: '200', factor: '1.5' },
        { accelerator: 'faster', by: 'volume', from: '400', factor: '2' },
      ],
    });
    expect(
      booked(
        program,
        ['1', '2', '3'].map((line) => taken(line, '150.00')),
      ).map(([, , amount]) => amount),
    ).toEqual(['7.50', '11.25', '15.00']);
  });

  const bundled = aProgram({
    rules: [],
    bundles: [{ bundle: 'trio', skus: ['A', 'B', 'C'], perBundle: eur('40.00') }],
  });
  const sale: ClaimEvent = {
    kind: 'claim',
    event: 'claim-1',
    claim: aClaim(
      'c1',
      [
        ['A', 3],
        ['B', 2],
        ['C', 2],
      ].map(([sku, quantity]) =>
        aLine(`1${sku}`, '300.00', { sku: sku as string, quantity: quantity as number, sale: 'S-1' }),
      ),
    ),
  };

  /** Their lines fall under no rule and say so with 0.00. */
  const paid = (events: ClaimEvent[]) => booked(bundled, events).filter(([kind]) => kind !== 'accrual');

  test('a bundle is paid as often as a sale holds all of it', () => {
    expect(paid([sale])).toEqual([['bundle', 'trio of S-1 in c1', '80.00']]);
    const apart = ['A', 'B', 'C'].map((sku) => taken(sku, '10.00', { sku }));
    expect(paid(apart)).toEqual([]);
  });

  test('a bundle that is broken by a refund is taken back', () => {
    expect(paid([sale, refunded('1B', eur('150.00'), 'r1'), refunded('1C', 'whole', 'r2')])).toEqual([
      ['bundle', 'trio of S-1 in c1', '80.00'],
      ['bundle', 'trio of S-1 in c1', '-40.00'],
      ['bundle', 'trio of S-1 in c1', '-40.00'],
    ]);
  });
});

describe('caps', () => {
  test('are applied in their order, and what is cut is said', () => {
    const program = aProgram({
      caps: [
        { per: 'claim', amount: eur('60.00') },
        { per: 'period', amount: eur('100.00') },
        { per: 'program', amount: eur('110.00') },
      ],
    });
    const events = [
      taken('1', '2000.00'),
      taken('2', '2000.00'),
      taken('3', '2000.00', { soldOn: '2026-05-01' }),
    ];
    expect(booked(program, events).map(([, , amount]) => amount)).toEqual(['60.00', '40.00', '10.00']);
    expect(calculate([program], events).lines[1]?.trace).toMatchObject({
      rules: ['standard', 'cap per claim', 'cap per period'],
      steps: expect.arrayContaining([
        {
          does: 'cap',
          arithmetic: '60.00 EUR, of 100.00 per period 40.00 are left',
          result: '40.00 EUR',
        },
      ]),
    });
  });

  test('what a refund gives back is free for later claims, and is not paid to the line that was cut', () => {
    const program = aProgram({ caps: [{ per: 'period', amount: eur('60.00') }] });
    const events = [
      taken('1', '1000.00'),
      taken('2', '1000.00'),
      refunded('1', 'whole'),
      taken('3', '1000.00'),
    ];
    expect(booked(program, events).map(([, line, amount]) => [line, amount])).toEqual([
      ['1', '50.00'],
      ['2', '10.00'],
      ['1', '-50.00'],
      ['3', '50.00'],
    ]);
  });

  test('a request for funds is never exceeded, over all claims that draw on it', () => {
    const program = aProgram({
      type: 'mdf',
      rules: [rule({ percent: '50' })],
      caps: [{ per: 'request', amount: null }],
    });
    const request = { record: 'prm:FundRequest/1', approved: eur('700.00') };
    const events = ['1', '2'].map((line) => taken(line, '1000.00', {}, { request }));
    expect(booked(program, events).map(([, , amount]) => amount)).toEqual(['500.00', '200.00']);
  });
});

describe('the budget', () => {
  const program = aProgram({ budget: eur('100.00') });
  const at = (line: string, amount: string, hour: string) =>
    taken(line, amount, {}, { completeAt: `2026-02-20T${hour}:00:00Z` });

  test('is a hard stop: what would break it waits whole, and no later claim goes before it', () => {
    const { lines, waiting } = calculate(
      [program],
      [at('1', '1600.00', '08'), at('2', '600.00', '10'), at('3', '100.00', '11')],
    );
    expect(lines.map(({ line }) => line)).toEqual(['1']);
    expect(waiting).toEqual([
      { claim: 'c-2', completeAt: '2026-02-20T10:00:00Z' },
      { claim: 'c-3', completeAt: '2026-02-20T11:00:00Z' },
    ]);
  });

  test('what was complete first goes first, in whichever order it arrives; a refund makes room', () => {
    const events = [
      at('1', '1600.00', '08'),
      at('3', '700.00', '11'),
      at('2', '600.00', '10'),
      refunded('1', eur('800.00')),
    ];
    const { lines, waiting } = calculate([program], events);
    expect(lines.map(({ kind, line, amount }) => [kind, line, amount.amount])).toEqual([
      ['accrual', '1', '80.00'],
      ['refund', '1', '-40.00'],
      ['accrual', '2', '30.00'],
    ]);
    expect(waiting.map(({ claim }) => claim)).toEqual(['c-3']);
  });

  test('a line that waits is not taken a second time by another event', () => {
    const { claim } = at('2', '600.00', '10') as Extract<ClaimEvent, { kind: 'claim' }>;
    const more = { ...claim, lines: [...claim.lines, aLine('4', '200.00')] };
    const { lines, unchanged } = calculate(
      [program],
      [
        at('1', '1600.00', '08'),
        { kind: 'claim', event: 'first', claim },
        { kind: 'claim', event: 'same', claim },
        { kind: 'claim', event: 'more', claim: more },
        refunded('1', 'whole'),
      ],
    );
    expect(lines.slice(2).map(({ event, line, amount }) => [event, line, amount.amount])).toEqual([
      ['first', '2', '30.00'],
      ['more', '4', '10.00'],
    ]);
    expect(unchanged).toEqual([{ event: 'same', why: 'its lines were taken before, or wait' }]);
  });

  test('a claim that waits and is undone is never taken', () => {
    const events = [at('1', '1600.00', '08'), at('2', '600.00', '10'), undone('c-2'), undone('c-1')];
    expect(calculate([program], events)).toMatchObject({
      waiting: [],
      lines: [{ line: '1' }, { line: '1' }],
    });
  });
});

describe('what comes back', () => {
  test('a refund takes the rate of its line, whatever tier counts today', () => {
    const marginal = aProgram({
      rules: [
        rule({
          by: 'volume',
          retroactive: false,
          steps: [
            { from: '0', below: '1000', rate: { percent: '10' } },
            { from: '1000', below: null, rate: { percent: '15' } },
          ],
        }),
      ],
    });
    const events = [taken('1', '1000.00'), taken('2', '1000.00'), refunded('1', 'whole')];
    expect(booked(marginal, events).at(-1)).toEqual(['refund', '1', '-100.00']);
  });

  test('after the clawback window nothing is taken back by a refund, and everything by an undo', () => {
    const late: ClaimEvent = { kind: 'refund', event: 'r', line: '1', refunded: 'whole', on: '2026-08-10' };
    const last: ClaimEvent = { ...late, on: '2026-08-09' };
    expect(booked(aProgram(), [taken('1', '100.00'), last]).at(-1)).toEqual(['refund', '1', '-5.00']);
    const { lines, unchanged } = calculate([aProgram()], [taken('1', '100.00'), late, undone('c-1')]);
    expect(lines.map(({ amount }) => amount.amount)).toEqual(['5.00', '-5.00']);
    expect(unchanged).toEqual([{ event: 'r', why: 'nothing is taken back after the clawback window' }]);
  });

  test('of a refund that books nothing it is said why, also when it was known before its claim', () => {
    const late: ClaimEvent = {
      kind: 'refund',
      event: 'late',
      line: '1',
      refunded: 'whole',
      on: '2026-08-10',
    };
    const events = [
      late,
      refunded('none', 'whole', 'of-none'),
      taken('1', '100.00'),
      refunded('1', eur('0.01'), 'small'),
      refunded('1', 'whole', 'all'),
      refunded('1', 'whole', 'again'),
    ];
    const { lines, unchanged } = calculate([aProgram()], events);
    expect(lines.map(({ amount }) => amount.amount)).toEqual(['5.00', '-5.00']);
    expect(unchanged).toEqual([
      { event: 'late', why: 'nothing is taken back after the clawback window' },
      { event: 'small', why: 'what it takes back rounds to nothing' },
      { event: 'again', why: 'nothing of the line stands' },
      { event: 'of-none', why: 'its line has not earned anything' },
    ]);
  });

  test('a refund that is known before its claim is taken counts once it is', () => {
    const events = [refunded('1', eur('40.00')), taken('1', '100.00')];
    expect(booked(aProgram(), events).map(([, , amount]) => amount)).toEqual(['5.00', '-2.00']);
  });

  test.each([
    ['in another currency', { amount: '10.00', currency: 'USD' }, 'a refund is stated in EUR'],
    ['of a negative amount', eur('-10.00'), 'a refund is an amount above 0'],
    ['of nothing', eur('0.00'), 'a refund is an amount above 0'],
  ])('a refund %s is refused', (_, amount, message) => {
    expect(() => calculate([aProgram()], [taken('1', '100.00'), refunded('1', amount)])).toThrow(message);
  });

  test('a line in a currency without a rate is refused', () => {
    expect(() => calculate([aProgram()], [taken('1', { amount: '10.00', currency: 'USD' })])).toThrow(
      'line 1 is in USD and has no rate',
    );
  });
});

/** Faults reported against commission software that is in use, by where they were reported. */
describe('faults of others', () => {
  const sums = (program: IncentiveProgram, events: ClaimEvent[]) => {
    const by = new Map<string, bigint>();
    for (const { payee, minor } of calculate([program], events).lines)
      by.set(payee, (by.get(payee) ?? 0n) + minor);
    return Object.fromEntries(by);
  };

  test('OCA/commission 55 and 555: a refund is not paid a second time', () => {
    expect(booked(aProgram(), [taken('1', '200.00'), refunded('1', 'whole')])).toEqual([
      ['accrual', '1', '10.00'],
      ['refund', '1', '-10.00'],
    ]);
  });

  test('OCA/commission 51: a refund does not lose who was paid', () => {
    const program = aProgram({
      splits: [
        { to: 'partner', percent: '90' },
        { to: 'distributor', percent: '10' },
      ],
    });
    expect(sums(program, [taken('1', '333.33'), refunded('1', eur('111.11'))])).toEqual({
      7001: 1000n,
      7555: 111n,
    });
    expect(sums(program, [taken('1', '333.33'), refunded('1', 'whole')])).toEqual({ 7001: 0n, 7555: 0n });
  });

  test('OCA/commission 503 and 607: the refund of what never earned anything takes nothing back', () => {
    const { lines, unchanged } = calculate([aProgram()], [refunded('1', 'whole')]);
    expect(lines).toEqual([]);
    expect(unchanged).toEqual([{ event: 'refund-1', why: 'its line has not earned anything' }]);
  });

  test('adempiere/adempiere 1628: a credit note lowers the volume that decides the tier', () => {
    const events = [taken('1', '99000.00'), refunded('1', eur('2000.00')), taken('2', '2000.00')];
    expect(booked(REBATE, events).at(-1)).toEqual(['accrual', '2', '40.00']);
  });

  test('frappe/erpnext 57502: what comes back comes from the partner of the sale', () => {
    const events = [
      taken('1', '100.00', {}, { partner: '7002' }),
      taken('2', '100.00'),
      refunded('1', 'whole'),
    ];
    expect(sums(aProgram(), events)).toEqual({ 7001: 500n, 7002: 0n });
  });

  test('dubinc/dub 2777: what was refunded whole is not touched by a later tier', () => {
    const events = [taken('1', '60000.00'), refunded('1', 'whole'), taken('2', '100000.00')];
    expect(
      booked(REBATE, events)
        .filter(([, line]) => line === '1')
        .map(([, , amount]) => amount),
    ).toEqual(['1200.00', '-1200.00']);
  });

  test('dubinc/dub 2832: the same event again books nothing', () => {
    const { lines, unchanged } = calculate([aProgram()], [taken('1', '100.00'), taken('1', '100.00')]);
    expect(lines.length).toBe(1);
    expect(unchanged).toEqual([{ event: 'claim-1', why: 'it was taken before' }]);
    const again: ClaimEvent = { ...taken('1', '100.00'), event: 'another' };
    expect(calculate([aProgram()], [taken('1', '100.00'), again]).lines.length).toBe(1);
  });

  test('productdevbook/tezgah 144: the refund of a sale before a change of rates has the rate of that sale', () => {
    const later = aProgram({ effectiveFrom: '2026-02-15', rules: [rule({ percent: '15' })] });
    const first = aProgram({ rules: [rule({ percent: '10' })] });
    const events = [
      taken('1', '50.00'),
      taken('2', '50.00', { soldOn: '2026-02-16' }),
      refunded('1', 'whole'),
    ];
    expect(booked([first, later], events).at(-1)).toEqual(['refund', '1', '-5.00']);
  });

  test('frappe/erpnext 28955: 0.1 + 0.2 is 0.3', () => {
    const program = aProgram({ rules: [rule({ percent: '100' })] });
    expect(sums(program, [taken('1', '0.10'), taken('2', '0.20'), taken('3', '0.30')])).toEqual({
      7001: 60n,
    });
  });
});

test('an amount says how it came about: rule, inputs with record and field, arithmetic, rounding', () => {
  const exchange = {
    from: { usd: '1', record: 'rates:USD/2026-02-10' },
    to: { usd: '1.08', record: 'rates:EUR/2026-02-09' },
  };
  const { lines } = calculate(
    [aProgram()],
    [taken('1', { amount: '1000.00', currency: 'USD' }, { exchange })],
  );
  expect(lines[0]?.amount).toEqual(eur('46.30'));
  expect(lines.slice(0, 1).flatMap(({ trace }) => plainWords(trace))).toEqual([
    'By a-program, version from 2026-01-01, standard.',
    'It rests on amount 1000.00 USD (crm:OpportunityLineItem/1, TotalPrice); quantity 1 (crm:OpportunityLineItem/1, Quantity); sku EP-PRO (crm:OpportunityLineItem/1); soldOn 2026-02-10 (crm:OpportunityLineItem/1); rate 1 USD (rates:USD/2026-02-10); rate 1.08 USD (rates:EUR/2026-02-09).',
    'In the currency of the program: 1000.00 USD × 1 ÷ 1.08 = 925.9259259259… EUR.',
    'Rate: 925.9259259259… EUR × 5 % = 46.2962962962….',
    'Rounded: 46.2962962962… EUR, half away from zero = 46.30 EUR.',
  ]);
  expect(JSON.parse(JSON.stringify(lines[0]?.trace))).toEqual(lines[0]?.trace);
});
