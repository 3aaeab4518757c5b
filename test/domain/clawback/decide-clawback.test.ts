import { expect, test } from '@jest/globals';
import { canTakeBack, decideClawback } from '../../../domain/clawback/decide-clawback.ts';
import type { ClawbackEvidence, PaidLine } from '../../../domain/clawback/evidence.ts';
import { decideAgain } from '../../../domain/deciders.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { eur } from '../incentives/made.ts';

const POLICY = { automaticUpToUsd: '1000' };
const PAID: PaidLine = {
  ...{
    program: 'launch',
    title: 'Launch',
    programType: 'spiff',
    claim: 'claim:files:C_1',
    line: 'claim:files:C_1#1',
  },
  ...{ reference: 'C_1', partner: '7001', sku: 'EP-PRO', amount: eur('4000.00'), soldOn: '2026-09-01' },
  ...{ clawbackDays: 30, automaticUpToUsd: '500', back: eur('50.00'), refundedBefore: false },
};
/** A refund of 1,000.00 EUR of one paid line, within its time. */
const evidence = (
  stated: Partial<ClawbackEvidence['stated']> = {},
  lines: Partial<PaidLine>[] = [{}],
  rates = [{ currency: 'EUR', date: '2026-09-19', usd: '1.10' }],
): ClawbackEvidence => ({
  ...{ schemaVersion: 1, asOf: '2026-09-20T09:00:00.000Z', rates },
  stated: {
    ...{ cause: 'refund', claim: 'C_1', line: '1', invoiceNumber: null, sku: null },
    ...{ refunded: eur('1000.00'), on: '2026-09-15', ...stated },
  },
  lines: lines.map((line) => ({ ...PAID, ...line })),
});

test.each<[string, ClawbackEvidence, string, string[]]>([
  ['a refund of a known line within its time', evidence(), 'automatic', []],
  ['on the last day of its time', evidence({ on: '2026-10-01' }, [{}]), 'review', ['clawback.future']],
  ['the whole claim', evidence({ refunded: 'whole', line: null }, [{}, { line: 'x#2' }]), 'automatic', []],
  [
    'an amount of one of two lines',
    evidence({ line: null }, [{}, { line: 'x#2' }]),
    'review',
    ['clawback.unclear'],
  ],
  ['nothing that was paid', evidence({}, []), 'review', ['clawback.unknown']],
  [
    'an invoice of two programs',
    evidence({ claim: null, invoiceNumber: '1001', refunded: 'whole' }, [
      {},
      { claim: 'claim:files:C_2', line: 'x#1' },
    ]),
    'automatic',
    [],
  ],
  [
    'an invoice number that two partners have',
    evidence({ claim: null, invoiceNumber: '1001', refunded: 'whole' }, [
      {},
      { claim: 'claim:files:D_1', line: 'y#1', partner: '7002' },
    ]),
    'review',
    ['clawback.unclear'],
  ],
  [
    'an id that two claims have',
    evidence({ refunded: 'whole', line: null }, [{}, { claim: 'claim:portal:C_1', line: 'z#1' }]),
    'review',
    ['clawback.unclear'],
  ],
  [
    'a registration that was rolled back',
    evidence({ cause: 'registration' }),
    'review',
    ['clawback.registration'],
  ],
  ['before the sale', evidence({ on: '2026-08-31' }), 'review', ['clawback.early']],
  [
    'another currency',
    evidence({ refunded: { amount: '1', currency: 'USD' } }),
    'review',
    ['clawback.currency'],
  ],
  ['more than was sold', evidence({ refunded: eur('4000.01') }), 'review', ['clawback.more']],
  ['exactly what was sold', evidence({ refunded: eur('4000.00') }), 'automatic', []],
  ['of a claim that waits for budget', evidence({}, [{ waits: true }]), 'review', ['clawback.waits']],
  ['a second time', evidence({}, [{ refundedBefore: true }]), 'review', ['clawback.again']],
  [
    'exactly its limit',
    evidence({}, [{ back: eur('454.55') }], [{ currency: 'EUR', date: '2026-09-19', usd: '1.0999890' }]),
    'automatic',
    [],
  ],
  ['above the limit of the program', evidence({}, [{ back: eur('454.60') }]), 'review', ['clawback.ceiling']],
  [
    'above the limit of the policy',
    evidence({}, [{ back: eur('1000.00'), automaticUpToUsd: '5000' }]),
    'review',
    ['clawback.ceiling'],
  ],
  ['without a rate', evidence({}, [{}], []), 'review', ['clawback.worth']],
])('%s', (_, given, outcome, rules) => {
  const decision = decideClawback(given, POLICY);
  expect([decision.outcome, decision.reasons.map(({ rule }) => rule)]).toEqual([outcome, rules]);
  expect(
    decideAgain(decision.decider, given as unknown as JsonObject, POLICY as unknown as JsonObject),
  ).toEqual(decision);
});

const RATES = [{ currency: 'EUR', date: '2026-10-01', usd: '1.10' }];

test('after its time nothing is taken back, and the day before it is', () => {
  const late = { ...evidence({ on: '2026-10-02' }, [{}], RATES), asOf: '2026-10-02T09:00:00.000Z' };
  expect(decideClawback(late, POLICY)).toMatchObject({
    ...{ outcome: 'rejected', reasons: [{ rule: 'clawback.late' }] },
  });
  const last = { ...evidence({ on: '2026-10-01' }, [{}], RATES), asOf: '2026-10-02T09:00:00.000Z' };
  expect(decideClawback(last, POLICY).outcome).toBe('automatic');
});

test('a day that is to come is looked at by a person, however late it would be', () => {
  const { outcome, reasons } = decideClawback(evidence({ on: '2036-09-15' }), POLICY);
  expect([outcome, reasons.map(({ rule }) => rule)]).toEqual([
    'review',
    ['clawback.late', 'clawback.future'],
  ]);
});

test.each<[string, boolean, ClawbackEvidence]>([
  ['one line', true, evidence()],
  ['all lines of a claim', true, evidence({ refunded: 'whole' }, [{}, { line: 'x#2' }])],
  [
    'the same amount of a line in each of two programs',
    true,
    evidence({ claim: null, invoiceNumber: '1001' }, [{}, { claim: 'claim:files:C_2', line: 'x#1' }]),
  ],
  ['nothing', false, evidence({}, [])],
  ['an amount of one of two lines', false, evidence({ line: null }, [{}, { line: 'x#2' }])],
  ['another currency', false, evidence({ refunded: { amount: '1', currency: 'USD' } })],
  [
    'two partners',
    false,
    evidence({ claim: null, refunded: 'whole' }, [{}, { partner: '7002', claim: 'y' }]),
  ],
  ['two claims of one id', false, evidence({ refunded: 'whole' }, [{}, { claim: 'y' }])],
])('whether a yes can take it back: %s, %s', (_, can, given) => {
  expect(canTakeBack(given)).toBe(can);
});
