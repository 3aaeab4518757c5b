import { describe, expect, test } from '@jest/globals';
import { checkClaim } from '../../../../domain/claim/checks/check-claim.ts';
import type { PastLine } from '../../../../domain/claim/checks/past-claims.ts';
import { CHECK_RULES } from '../../../../domain/claim/checks/rules.ts';
import { covers } from '../../../../domain/claim/checks/territory.ts';
import { decideClaim } from '../../../../domain/claim/decide-claim.ts';
import { incentiveClaim, type RatedLine } from '../../../../domain/claim/incentive-claim.ts';
import { proveLines } from '../../../../domain/claim/prove-lines.ts';
import { aProgram } from '../../incentives/made.ts';
import { facts, pastLinesOf } from './made.ts';
import { type Changes, evidence, invoice } from './made-evidence.ts';

const POLICY = { automaticFrom: 0.9, readFrom: 0.9, ocrFrom: 0.95 };
const rules = (changes: Changes) => checkClaim(evidence(changes)).map(({ rule }) => rule);
const deal = (changes: object = {}, line: object = {}) => ({
  deal: {
    ...{ record: 'prm:Deal/1', partnerId: '7001', customer: 'Nordwind Logistik GmbH', status: 'Approved' },
    lines: [
      {
        ...{ record: 'crm:OpportunityLineItem/1', sku: 'EP-PRO', quantity: '10', soldOn: '2026-10-12' },
        ...{ amount: { amount: '4200.00', currency: 'EUR' }, ...line },
      },
    ],
    ...changes,
  },
});
const mdf = (changes: Parameters<typeof aProgram>[0] = {}) => {
  const body = aProgram({ type: 'mdf', submit: { withinDays: 60, extensionDays: 30 }, ...changes });
  return { program: { version: 'v1', body }, versions: [{ version: 'v1', body }] };
};

test('a claim that its invoice and its deal show has nothing against it', () => {
  expect(checkClaim(evidence())).toEqual([]);
  expect(checkClaim(evidence(deal()))).toEqual([]);
});

describe('what is stated against what is shown', () => {
  test.each<[string, Changes]>([
    ['quantity_differs', { lines: [{ quantity: '12' }] }],
    ['amount_differs', { lines: [{ amount: { amount: '4300.00', currency: 'EUR' } }] }],
    ['currency_differs', { lines: [{ amount: { amount: '4200.00', currency: 'USD' } }] }],
    ['day_differs', { stated: { soldOn: '2026-10-02' } }],
    ['sku_differs', { lines: [{ sku: 'BKP-PRO' }] }],
    ['invoice_differs', { stated: { invoiceNumber: 'RE-2026/0816' } }],
    ['customer_differs', { stated: { customerName: 'Kestrel Freight Ltd' } }],
    ['vendor_differs', { readings: [invoice({ seller: 'Osprey Freight Ltd' })] }],
    ['quantity_differs', { ...deal({}, { quantity: '8' }), lines: [{}] }],
    ['customer_differs', deal({ customer: 'Kestrel Freight Ltd' })],
    ['sku_differs', deal({}, { sku: 'NET-STD' })],
  ])('%s', (rule, changes) => {
    expect(rules(changes)).toEqual([`claim.${rule}`]);
  });

  test('says both values and the place', () => {
    const [finding] = checkClaim(evidence({ lines: [{ quantity: '12' }] }));
    expect(finding).toMatchObject({
      text: '12 was claimed, and the document (page 1, 72 pt from the left, 144 pt from the top) shows 10',
      ...{ source: 'document:aaaaaaaaaaaa', value: '10', line: '1' },
    });
  });

  test('spelling, width and rounding marks are no difference', () => {
    expect(rules({ stated: { invoiceNumber: 're 2026-815', customerName: 'NORDWIND LOGISTIK' } })).toEqual(
      [],
    );
    expect(
      rules({ lines: [{ sku: 'ep pro', quantity: '10', amount: { amount: '4200', currency: 'EUR' } }] }),
    ).toEqual([]);
  });

  test('the day of delivery or of the invoice is the day of the sale', () => {
    expect(rules({ readings: [invoice({ invoicedOn: '2026-10-15', deliveredOn: '2026-10-12' })] })).toEqual(
      [],
    );
  });

  test('a line is proved by the invoice whose number is written in another way', () => {
    const proof = (invoiceNumber: string) =>
      proveLines(evidence({ stated: { invoiceNumber } }), POLICY).map((line) => line.proof);
    expect(proof('re 2026-815')).toEqual(['document']);
    expect(proof('RE-2026/0816')).toEqual(['none']);
  });

  test('of several rows of a product the one that agrees counts', () => {
    expect(rules({ readings: [invoice({}, [{ quantity: '3', amount: '1260.00' }, {}])] })).toEqual([]);
  });

  test('a customer whom neither a record nor the invoice names is unproved', () => {
    expect(rules({ readings: [invoice({ customer: '' })] })).toEqual(['claim.unproved']);
    expect(rules({ readings: [invoice({ customer: '' })], ...deal() })).toEqual([]);
  });

  test('the same sale in two lines of one claim', () => {
    expect(rules({ lines: [{}, {}] })).toContain('claim.duplicate_line');
    const both = [{ invoiceNumber: 'A-1' }, { invoiceNumber: 'A-2' }];
    const pos = invoice({ invoiceNumber: '' }, both, { kind: 'point_of_sale_file' });
    const body = aProgram({ proof: { documents: ['point_of_sale_file'], vendors: [], logo: false } });
    expect(
      rules({
        lines: both,
        stated: { invoiceNumber: null },
        readings: [pos],
        program: { version: 'v', body },
      }),
    ).toEqual([]);
  });
});

describe('proof', () => {
  const wants = (...documents: ReturnType<typeof aProgram>['proof']['documents']) => ({
    program: { version: 'v1', body: aProgram({ proof: { documents, vendors: [], logo: false } }) },
  });

  test('each document that the program wants', () => {
    const findings = checkClaim(evidence(wants('invoice', 'proof_of_delivery')));
    expect(findings).toMatchObject([
      { rule: 'claim.proof_missing', value: 'proof_of_delivery', remedy: 'The proof of delivery' },
    ]);
  });

  test('of the future, or from long before the activity', () => {
    expect(rules({ readings: [invoice({ invoicedOn: '2026-10-21', deliveredOn: '2026-10-12' })] })).toEqual([
      'claim.proof_date',
    ]);
    const early = invoice({
      invoicedOn: '2026-03-01',
      customer: 'Alster Systemhaus GmbH',
      seller: 'Hanse Messebau GmbH',
    });
    expect(rules({ ...mdf(), stated: { vendor: 'Hanse Messebau GmbH' }, readings: [early] })).toEqual([
      'claim.proof_date',
    ]);
  });

  test('what the reader of a document found is told with its place', () => {
    const place = { page: 2, box: { left: 10, top: 20, width: 5, height: 5 } };
    const findings = [
      { rule: 'document.arithmetic' as const, text: 'The lines come to 10.00, and the net is 12.00', place },
    ];
    expect(checkClaim(evidence({ readings: [invoice({}, [{}], { findings })] }))).toMatchObject([
      { rule: 'claim.document', value: 'document.arithmetic', text: expect.stringContaining('(page 2, ') },
    ]);
  });
});

describe('market development funds', () => {
  const bill = invoice({
    customer: 'Alster Systemhaus GmbH',
    seller: 'Hanse Messebau GmbH',
    invoicedOn: '2026-10-15',
  });
  const activity = { stated: { vendor: 'HANSE MESSEBAU', customerName: null }, readings: [bill] };

  test('the vendor’s invoice to the partner proves it, on another day than the activity', () => {
    expect(rules({ ...mdf(), ...activity })).toEqual([]);
  });

  test('an approved vendor is one in whatever letters its invoice names it', () => {
    const body = aProgram({
      type: 'mdf',
      proof: { documents: ['invoice'], vendors: ['Hanse Messebau GmbH'], logo: false },
    });
    const shown = evidence({ program: { version: 'v1', body }, versions: [{ version: 'v1', body }] });
    const seller = (name: string) =>
      incentiveClaim(shown, [{ ...proveLines(shown, POLICY)[0], seller: name } as RatedLine]).lines[0]
        ?.vendor;
    expect(seller('HANSE  MESSEBAU G.m.b.H.')).toBe('Hanse Messebau GmbH');
    expect(seller('Hanse Messe GmbH')).toBe('Hanse Messe GmbH');
  });

  test('another vendor than the one that was named', () => {
    expect(rules({ ...mdf(), ...activity, stated: { vendor: 'Atelier Lumen SARL' } })).toEqual([
      'claim.vendor_differs',
    ]);
  });

  test('how the logo is used a person looks at', () => {
    const proof = { documents: ['invoice' as const], vendors: [], logo: true };
    expect(rules({ ...mdf({ proof }), ...activity })).toEqual(['claim.logo']);
  });
});

describe('the request for funds', () => {
  const bill = invoice({
    customer: 'Alster Systemhaus GmbH',
    seller: 'Hanse Messebau GmbH',
    invoicedOn: '2026-10-15',
  });
  const request = {
    ...{ record: 'prm:MDF_Request__co/9', partnerId: '7001', approved: true, approvedOn: '2026-09-01' },
    ...{ amount: { amount: '1000.00', currency: 'EUR' }, activityOn: '2026-10-12', extended: false },
  };
  const drawing = (
    changes: Changes = {},
    usd: string | null = '500.00',
    used = { open: '0', granted: '0' },
  ) => {
    const claim = evidence({
      ...mdf(),
      stated: { vendor: null, request: '9' },
      readings: [bill],
      request,
      ...changes,
    });
    const { facts } = claim.past;
    return checkClaim({ ...claim, past: { ...claim.past, facts: { ...facts, usd }, funds: used } }).map(
      ({ rule, value }) => (value === undefined ? rule : `${rule} ${value}`),
    );
  };

  test('covers the claim, to the last cent and but for what rates differ by', () => {
    expect(drawing()).toEqual([]);
    expect(drawing({}, '1100.00')).toEqual([]);
    expect(drawing({}, '300.00', { open: '300.00', granted: '500.00' })).toEqual([]);
  });

  test('does not, with what other claims ask for and were granted', () => {
    expect(drawing({}, '1200.00')).toEqual(['claim.funds 1200.00']);
    expect(drawing({}, '500.00', { open: '400.00', granted: '300.00' })).toEqual(['claim.funds 1200.00']);
  });

  test('is not approved, or was after the activity', () => {
    expect(drawing({ request: { ...request, approved: false } })).toEqual(['claim.funds']);
    expect(drawing({ request: { ...request, approvedOn: '2026-10-13' } })).toEqual([
      'claim.funds 2026-10-13',
    ]);
  });

  test('is not known, is another partner’s, or says no amount', () => {
    expect(drawing({ request: null })).toEqual(['claim.funds_unknown']);
    expect(drawing({ request: { ...request, partnerId: '7002' } })).toEqual(['claim.funds_unknown']);
    expect(drawing({ request: { ...request, amount: null } })).toEqual(['claim.funds_unknown']);
    expect(drawing({}, null)).toEqual(['claim.funds_unknown']);
  });

  test('is what the calculation draws on, with its extension; another partner’s is not', () => {
    const drawnOn = (changes: Partial<typeof request>) =>
      incentiveClaim(evidence({ ...mdf(), request: { ...request, ...changes } }), []);
    expect(drawnOn({ extended: true })).toMatchObject({
      extended: true,
      request: { record: request.record, approved: request.amount },
    });
    expect(drawnOn({ partnerId: '7002', extended: true })).toMatchObject({ extended: false, request: null });
    expect(drawnOn({ approved: false })).toMatchObject({ request: null });
  });

  test('an activity that its registration told otherwise', () => {
    const prefilled = {
      case: 'deal:impartner:101',
      activityOn: '2026-10-12',
      amount: { amount: '4200.00', currency: 'EUR' },
    };
    expect(drawing({ prefilled })).toEqual([]);
    expect(drawing({ prefilled: { ...prefilled, activityOn: '2026-10-02' } })).toEqual([
      'claim.prefilled 2026-10-02',
    ]);
    expect(drawing({ prefilled: { ...prefilled, amount: { amount: '3900.00', currency: 'EUR' } } })).toEqual([
      'claim.prefilled 3900.00 EUR',
    ]);
    expect(drawing({ prefilled: { ...prefilled, activityOn: null, amount: null } })).toEqual([]);
  });
});

describe('territory', () => {
  test.each([
    ['DE', null, false],
    ['JP', null, true],
    ['AT', ['DACH'], false],
    ['FR', ['DACH', 'Benelux'], true],
    ['FR', ['Deutschland', 'Frankreich'], false],
    ['GB', ['United Kingdom'], false],
    ['JP', ['Tokyo and around'], false],
    ['BR', ['LATAM'], false],
    ['ZA', ['EMEA'], false],
    ['AU', ['EMEA'], true],
  ])('a customer in %s, territories %j: off %s', (country, territories, off) => {
    expect(rules({ stated: { country }, partner: { territories } })).toEqual(off ? ['claim.territory'] : []);
  });

  test('a place that nobody can draw covers nothing for certain', () => {
    expect(covers('Greater Springfield', 'US')).toBeNull();
    expect(covers('Europe', 'DE')).toBeNull();
    expect(covers('us', 'US')).toBe(true);
  });
});

test('a note that a partner may read names no other partner and none of its business', () => {
  const { past: own, ...claim } = evidence();
  const other = facts({
    ...own.facts,
    case: 'claim:files:SENTINEL',
    partner: 'SENTINEL-PARTNER',
    customer: 'Nordwind Logistik GmbH',
    lines: [{ invoice: 'RE-2026/0815' }],
  });
  const lines = (['other', 'distributor', 'reseller', 'sibling'] as const).map((by) => ({
    ...(pastLinesOf(own.facts, other)[0] as PastLine),
    ...{ by, shares: ['invoice' as const], amount: { amount: '66666.00', currency: 'EUR' } },
  }));
  for (const line of lines) {
    const { decision } = decideClaim({ ...claim, past: { ...own, lines: [line] } }, POLICY);
    expect(decision.outcome).toBe('review');
    expect(decision.reasons.some(({ text }) => text.includes('SENTINEL-PARTNER'))).toBe(true);
    expect(JSON.stringify(decision.fields)).not.toMatch(/sentinel|66666/i);
  }
});

test('whatever is found has a name for people, a sentence and a source', () => {
  const found = checkClaim(
    evidence({
      ...mdf({ proof: { documents: ['invoice', 'attendee_list'], vendors: [], logo: true } }),
      ...{
        stated: { country: 'JP', customerName: 'Kestrel Freight Ltd' },
        lines: [{ quantity: '1' }, { sku: 'X' }, { sku: 'X' }],
      },
    }),
  );
  expect(found.length).toBeGreaterThan(5);
  for (const { rule, text, source } of found) {
    expect(Object.keys(CHECK_RULES)).toContain(rule.replace('claim.', ''));
    expect(text).toMatch(/^\S.{10,}[^.]$/);
    expect(source).toMatch(/^\S+$/);
  }
});
