import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { claimStake, decideClaim } from '../../../domain/claim/decide-claim.ts';
import type { ClaimEvidence } from '../../../domain/claim/evidence.ts';
import { missingFor } from '../../../domain/claim/missing.ts';
import type { ClaimPolicy } from '../../../domain/claim/policy.ts';
import { refusalsOf } from '../../../domain/claim/refusals.ts';
import { decideAgain } from '../../../domain/deciders.ts';
import type { ReadValue } from '../../../domain/documents/document-reading.ts';
import { canonicalText } from '../../../domain/evidence.ts';
import { calculate } from '../../../domain/incentives/calculate.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { aProgram, rule } from '../incentives/made.ts';
import { type Changes, evidence, invoice, read } from './checks/made-evidence.ts';

const POLICY: ClaimPolicy = { automaticFrom: 0.9, readFrom: 0.9, ocrFrom: 0.97 };
/** With the rates of the day on which it is looked at. */
const RATES = [...evidence().rates, { currency: 'EUR', date: '2026-10-19', usd: '1.08' }];
const claimed = (changes: Changes = {}) => evidence({ rates: RATES, ...changes });
const decided = (changes: Changes = {}) => decideClaim(claimed(changes), POLICY);
const rules = ({ objections }: ReturnType<typeof decideClaim>) => objections.map(({ rule }) => rule);

/** The invoice, each value of its line read so. */
function readSo(how: ReadValue['how'], confidence: number) {
  const one = invoice();
  const so = (value: ReadValue | null) => value && { ...value, how, confidence };
  const [line] = one.lines;
  if (!line) throw new Error('the invoice has a line');
  return { ...one, lines: [{ ...line, quantity: so(line.quantity), amount: so(line.amount) }] };
}

test('a claim that its invoice shows and nothing speaks against is paid without a person', () => {
  const { decision, accrual, objections } = decided();
  expect(objections).toEqual([]);
  expect(decision).toMatchObject({ decider: 'claim@1', outcome: 'automatic', confidence: 0.99 });
  expect(decision.fields).toMatchObject({ validation: 'Auto-Approved', automated_review: true });
  expect(accrual?.lines.map(({ line }) => line)).toEqual(['claim:files:C_1#1']);
  expect(decision.fields.field_mapping).toContainEqual(
    expect.objectContaining({ field: 'amount', stated: '4200.00', read: '4200.00', agrees: true }),
  );
});

describe('goes to a person', () => {
  test.each<[string, Changes, string]>([
    ['what only a model read', { readings: [readSo('model', 1)] }, 'claim.unproved'],
    ['what was recognised below its threshold', { readings: [readSo('ocr', 0.96)] }, 'claim.unproved'],
    ['what only the partner states', { readings: [] }, 'claim.unproved'],
    [
      'another amount than the invoice shows',
      { lines: [{ amount: { amount: '4300.00', currency: 'EUR' } }] },
      'claim.amount_differs',
    ],
    ['a sale of a day without an agreement', { agreement: null }, 'claim.agreement'],
    [
      'a document that could not be read',
      { unread: [{ document: 'b'.repeat(64), code: 'encrypted' }] },
      'claim.document_unread',
    ],
    [
      'a partner who expects more',
      { stated: { total: { amount: '9999.00', currency: 'EUR' } } },
      'claim.total',
    ],
    ['what cannot be told in USD', { rates: [] }, 'claim.worth'],
    ['an unclear program', { program: null, versions: [], candidates: ['a', 'b'] }, 'claim.program'],
    ['a partner who is not active', { partner: { active: false } }, 'claim.partner'],
  ])('%s', (_, changes, rule) => {
    const one = decided(changes);
    expect(one.decision.outcome).toBe('review');
    expect(one.decision.fields.validation).toBe('Requires Review');
    expect(rules(one)).toContain(rule);
  });
});

describe('a file of sales to several customers, none of them a public body as the partner says', () => {
  const body = aProgram({ notPayable: { publicSector: true, countries: [] } });
  const sold = (customer: string, at: number) => ({ quantity: `${at + 10}`, customer });
  const reported = (...customers: string[]) =>
    decided({
      ...{ program: { version: 'v1', body }, stated: { customerName: null } },
      lines: customers.map((_, at) => ({ quantity: `${at + 10}` })),
      readings: [invoice({ customer: '' }, customers.map(sold), { kind: 'point_of_sale_file' })],
    }).objections.flatMap(({ rule, line }) => (rule === 'claim.public_sector' ? [line] : []));

  test('is believed of each row whose customer does not sound like one', () => {
    expect(reported('Nordwind Logistik GmbH', 'Albrecht Stahl AG')).toEqual([]);
    expect(reported('Nordwind Logistik GmbH', 'Landratsamt Freising')).toEqual(['2']);
  });

  test('is not believed of rows that name no customer', () => {
    expect(reported('Nordwind Logistik GmbH', '')).toEqual(['2']);
  });
});

test('true-ups of earlier claims that it brings about count for its ceiling, its stake and what it may book', () => {
  const alone = decided();
  expect(alone.decision.outcome).toBe('automatic');
  // What it earns is below what the program pays without a person, so it may book that much.
  expect(alone.upTo).toEqual({ amount: '909.09', currency: 'EUR' });
  const lifting = decided({ lifted: { amount: '5000.00', currency: 'EUR' } });
  expect(lifting.decision.outcome).toBe('review');
  expect(rules(lifting)).toContain('claim.ceiling');
  expect(lifting.upTo).toEqual({ amount: '5210.00', currency: 'EUR' });
  expect(lifting.stakeUsd).toBe('5731.00');
  // They are no part of what the claim itself earns.
  expect(lifting.decision.fields.earned).toEqual(alone.decision.fields.earned);
});

test('is rejected where a rule rejects each line, with what would make it payable', () => {
  const one = decided({ submittedOn: '2027-06-01' });
  expect(one.decision.outcome).toBe('rejected');
  expect(rules(one)).toContain('claim.late');
  expect(one.accrual).toBeNull();
});

test('of who is paid, and of their consent, the partner is asked before anything is rejected', () => {
  const body = aProgram({ payee: 'person', money: 'person', splits: [] });
  const program = { version: 'v1', body };
  const named = [{ person: 't_1', share: '1', consent: null }];
  for (const [persons, asked] of [
    [[], 'persons'],
    [named, 'consent'],
  ] as const) {
    const one = decided({ program, stated: { persons: [...persons] } });
    expect(one.decision).toMatchObject({ outcome: 'review', fields: { missing: [asked] } });
    expect(one.accrual).toBeNull();
    const late = decided({ program, stated: { persons: [...persons] }, submittedOn: '2027-06-01' });
    expect(late.decision).toMatchObject({ outcome: 'rejected', fields: { missing: [] } });
  }
});

test('what is asked where it is decided blind does not tell whether a rule turns it down', () => {
  const asked = (submittedOn: string) => {
    const whole = claimed({ submittedOn, readings: [] });
    return missingFor(whole, decideClaim(whole, POLICY).decision.fields.lines);
  };
  expect(decided({ submittedOn: '2027-06-01', readings: [] }).decision.outcome).toBe('rejected');
  expect(asked('2027-06-01')).toEqual(['document.invoice']);
  expect(asked('2027-06-01')).toEqual(asked('2026-10-20'));
});

test('is not rejected by itself where the facts are in doubt', () => {
  const one = decided({ submittedOn: '2027-06-01', lines: [{ quantity: '12' }] });
  expect(one.decision.outcome).toBe('review');
  expect(rules(one)).toEqual(expect.arrayContaining(['claim.late', 'claim.quantity_differs']));
});

test('a line that a rule rejects is left out of what is paid, and a person confirms the rest', () => {
  const { program } = claimed();
  if (!program) throw new Error('the claim has a program');
  const { eligibility } = program.body;
  const body = { ...program.body, eligibility: { ...eligibility, skus: ['EP-*'] } };
  const lines = [{}, { line: '2', sku: 'NET-STD', quantity: '1' }];
  const one = decided({ lines, program: { ...program, body }, versions: [{ ...program, body }] });
  const verdicts = one.decision.fields.lines.map(({ line, verdict }) => [line, verdict]);
  expect(verdicts).toEqual([
    ['1', expect.not.stringMatching('rejected')],
    ['2', 'rejected'],
  ]);
  expect(one.decision.outcome).toBe('review');
  expect(one.accrual?.lines).toHaveLength(1);
});

test('what a reviewer pays is accrued as they say, and nothing else', () => {
  const edited = [{ line: '1', quantity: '8', amount: { amount: '3000.00', currency: 'EUR' } }];
  const one = decided({ edited, lines: [{}, { line: '2' }] });
  expect(one.accrual?.lines).toEqual([
    expect.objectContaining({ quantity: 8, amount: { amount: '3000.00', currency: 'EUR' } }),
  ]);
});

test('edits of edits are asked about as the first ones are: each amount is an objection of its own', () => {
  const paying = (amount: string) => {
    const edited = [{ line: '1', quantity: null, amount: { amount, currency: 'EUR' } }];
    const ceiling = decided({ edited }).objections.find(({ rule }) => rule === 'claim.ceiling');
    return ceiling?.source;
  };
  expect(paying('50000.00')).toBeDefined();
  expect(paying('50000.00')).not.toBe(paying('900000.00'));
});

test('naming a request for funds whose time was extended gives a sale no more time', () => {
  const request = {
    ...{ record: 'prm:FundRequest/1', partnerId: '7001', approved: true, extended: true },
    ...{ amount: { amount: '9000.00', currency: 'EUR' }, approvedOn: '2026-09-01', activityOn: null },
  };
  const late = (type: ReturnType<typeof aProgram>['type']) => {
    const body = aProgram({ type, submit: { withinDays: 45, extensionDays: 30 } });
    return rules(
      decided({
        ...{ program: { version: 'v1', body }, request, stated: { request: 'FR-1' } },
        ...{ submittedOn: '2026-12-10' },
      }),
    );
  };
  expect(late('spiff')).toContain('claim.late');
  expect(late('mdf')).not.toContain('claim.late');
});

test('a request for funds in another currency caps by what it is worth in that of the program, and without a rate nothing is paid', () => {
  const body = aProgram({
    type: 'mdf',
    rules: [rule({ percent: '50' })],
    caps: [{ per: 'request', amount: null }],
  });
  const program = { version: 'v1', body };
  const request = {
    ...{ record: 'prm:FundRequest/1', partnerId: '7001', approved: true, extended: false },
    ...{ amount: { amount: '150000', currency: 'JPY' }, approvedOn: '2026-09-01', activityOn: null },
  };
  const yen = { currency: 'JPY', date: '2026-10-12', usd: '0.0066' };
  const asked = { program, request, stated: { request: 'FR-1' } };
  const one = decided({ ...asked, rates: [...RATES, yen] });
  expect(one.accrual?.request?.approved).toEqual({ amount: '900.00', currency: 'EUR' });
  expect(one.decision.fields.earned).toEqual({ amount: '900.00', currency: 'EUR' });
  expect(decided(asked).accrual).toBeNull();
});

test.each(['-4200.00', '0.00'])(
  'a line of %s on a document proves no sale, and is no amount of one',
  (amount) => {
    const one = decided({ lines: [{ amount: null }], readings: [invoice({}, [{ amount }])] });
    expect(one.decision.outcome).toBe('review');
    expect(one.accrual).toBeNull();
    expect(one.decision.fields.missing).toContain('amount');
  },
);

test('of a line that a yes does not pay its partner hears, whether a rule rejects it or nobody knows its amount', () => {
  const one = decided({ lines: [{}, { line: '2', sku: 'NET-STD', amount: null }] });
  expect(one.accrual?.lines).toHaveLength(1);
  expect(refusalsOf(one)).toEqual([
    { sku: 'EP-PRO', rejected: false, rules: ['claim.confidence'] },
    { sku: 'NET-STD', rejected: true, rules: expect.arrayContaining(['claim.unproved']) },
  ]);
});

/** Anything that may be so or otherwise about a claim. */
const anything = fc.record<Changes>(
  {
    agreement: fc.constantFrom(null, 'PA-1'),
    submittedOn: fc.constantFrom('2026-10-01', '2026-10-20', '2026-11-26', '2026-11-27', '2027-05-05'),
    rates: fc.constantFrom([], RATES),
    readings: fc.subarray([invoice(), readSo('ocr', 0.99), readSo('model', 1), invoice({ currency: 'USD' })]),
    unread: fc.constantFrom([], [{ document: 'c'.repeat(64), code: 'broken' }]),
    partner: fc.record(
      {
        active: fc.boolean(),
        tier: fc.constantFrom(null, 'Platinum', 'Gold', 'Bronze'),
        region: fc.constantFrom(null, 'EMEA', 'APAC'),
        certifications: fc.constantFrom(null, [], ['Endpoint']),
      },
      { requiredKeys: [] },
    ),
    stated: fc.record(
      {
        total: fc.constantFrom(
          null,
          { amount: '1.00', currency: 'EUR' },
          { amount: '5000.00', currency: 'USD' },
        ),
        publicSector: fc.constantFrom(null, true, false),
        country: fc.constantFrom(null, 'DE', 'NO'),
      },
      { requiredKeys: [] },
    ),
    lines: fc
      .array(
        fc.record(
          {
            sku: fc.constantFrom('EP-PRO', 'ANL-CORE'),
            quantity: fc.constantFrom('1', '10', '12', '5000'),
            amount: fc.constantFrom(
              null,
              { amount: '4200.00', currency: 'EUR' },
              { amount: '4200.00', currency: 'JPY' },
            ),
          },
          { requiredKeys: [] },
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((lines) => lines.map((line, at) => ({ ...line, line: String(at + 1) }))),
  },
  { requiredKeys: [] },
);

describe('whatever is known of a claim', () => {
  test('it is never approved with an open finding, nor for a line that nothing shows', () => {
    fc.assert(
      fc.property(anything, (changes) => {
        const { decision, objections, accrual } = decided(changes);
        if (decision.outcome !== 'automatic') return;
        expect(objections).toEqual([]);
        for (const { proof, verdict, amount, line } of decision.fields.lines) {
          expect([proof, verdict]).toEqual([expect.stringMatching(/^(record|document)$/), 'payable']);
          expect(accrual?.lines.find((one) => one.line.endsWith(`#${line}`))?.amount).toEqual(amount);
        }
        expect(Number(decision.amounts[0]?.amount)).toBeLessThanOrEqual(1000);
      }),
      { numRuns: 300 },
    );
  });

  test('what it would pay is what the program calculates for the lines that are paid, and never above what is at stake', () => {
    fc.assert(
      fc.property(anything, (changes) => {
        const whole: ClaimEvidence = claimed(changes);
        const { decision, accrual, stakeUsd } = decideClaim(whole, POLICY);
        expect(stakeUsd).toBe(claimStake(whole, POLICY));
        if (accrual === null || decision.fields.earned === null) return;
        const programs = whole.versions.map(({ body }) => ({ ...body, budget: null }));
        const { lines } = calculate(programs, [{ kind: 'claim', event: 'e', claim: accrual }]);
        const total = lines.reduce((sum, { minor }) => sum + minor, 0n);
        expect(decision.fields.earned.amount.replace('.', '')).toBe(String(total).padStart(3, '0'));
        const usd = decision.amounts[0]?.amount;
        if (usd !== undefined && stakeUsd !== null) expect(Number(usd)).toBeLessThanOrEqual(Number(stakeUsd));
      }),
      { numRuns: 200 },
    );
  });

  test('it is decided again to the byte', () => {
    fc.assert(
      fc.property(anything, (changes) => {
        const whole = claimed(changes);
        const kept = JSON.parse(canonicalText(whole)) as JsonObject;
        const again = decideAgain('claim@1', kept, POLICY as unknown as JsonObject);
        expect(canonicalText(again)).toBe(canonicalText(decideClaim(whole, POLICY).decision));
      }),
      { numRuns: 100 },
    );
  });
});

test('a value is set beside what is read, with its place', () => {
  expect(read('1').place).toMatchObject({ page: 1 });
  const [first] = decided().decision.fields.field_mapping;
  expect(first).toMatchObject({ field: 'sku', at: 'page 1, 72 pt from the left, 144 pt from the top' });
});
