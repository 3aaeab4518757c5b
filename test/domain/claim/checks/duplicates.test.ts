import { describe, expect, test } from '@jest/globals';
import { duplicateFindings } from '../../../../domain/claim/checks/duplicates.ts';
import { grantedSince } from '../../../../domain/claim/checks/granted-since.ts';
import type { PastLine } from '../../../../domain/claim/checks/past-claims.ts';
import { facts, past, pastLinesOf, type Stated } from './made.ts';

const PROGRAM = { program: 'endpoint-launch-spiff', alongside: ['rebate'] as const };

/** What is found of a claim beside one that was granted before. */
function found(own: Stated, other: Stated, more: Partial<PastLine> = {}) {
  const claim = facts(own);
  const before = facts({ case: 'claim:files:C_0', submittedOn: '2026-10-14', ...other });
  const program = { ...PROGRAM, alongside: [...PROGRAM.alongside] };
  return duplicateFindings(past(claim, pastLinesOf(claim, before, more)), program);
}
const rules = (...args: Parameters<typeof found>) =>
  found(...args).map(({ rule, weight }) => `${rule} ${weight}`);

const hash = 'a'.repeat(64);

test('what was granted since a claim was looked at is told, and not what was seen', () => {
  const files = [{ hash, looks: [], camera: null }];
  const claim = facts({ files });
  const other = (name: string, standing: 'open' | 'granted') =>
    pastLinesOf(claim, facts({ files, case: `claim:files:${name}` }), { standing, before: true });
  const program = { ...PROGRAM, alongside: [...PROGRAM.alongside] };
  const since = (then: PastLine[], now: PastLine[]) =>
    grantedSince(past(claim, then), now, program).map(({ rule, source }) => `${rule} ${source}`);
  const told = ['claim.duplicate_file claim:files:C_0#1'];
  expect(since([], other('C_0', 'granted'))).toEqual(told);
  expect(since(other('C_0', 'open'), other('C_0', 'granted'))).toEqual(told);
  expect(since(other('C_0', 'granted'), other('C_0', 'granted'))).toEqual([]);
  expect(since([], other('C_0', 'open'))).toEqual([]);
});

// Patterns as reports on duplicate payments and on audits of channel claims tell them.
describe('one sale claimed twice', () => {
  test('the same document again', () => {
    expect(
      rules({ files: [{ hash, looks: [], camera: null }] }, { files: [{ hash, looks: [], camera: null }] }),
    ).toEqual(['claim.duplicate_file reject']);
  });

  test('the same invoice, its number written in another way', () => {
    const own = { lines: [{ invoice: 'RE-2026/0815' }] };
    expect(rules(own, { lines: [{ invoice: '2026-815' }] })).toEqual(['claim.duplicate_invoice reject']);
  });

  test('the same invoice with another customer’s name on the claim', () => {
    const own = { lines: [{ invoice: 'INV-10234' }], customer: 'Lindhorst Energie AG' };
    expect(rules(own, { lines: [{ invoice: 'INV-10234' }] })).toEqual(['claim.duplicate_invoice reject']);
  });

  test('the same invoice months later and with another amount: a person looks', () => {
    const own = { lines: [{ invoice: 'INV-10234', soldOn: '2026-12-01', amount: '5100.00' }] };
    expect(rules(own, { lines: [{ invoice: 'INV-10234' }] })).toEqual(['claim.duplicate_invoice review']);
  });

  test('a letter hung on the number of the invoice', () => {
    const own = { lines: [{ invoice: 'INV-10234A', soldOn: '2026-11-10' }] };
    expect(rules(own, { lines: [{ invoice: 'INV-10234' }] })).toEqual(['claim.duplicate_invoice review']);
  });

  test('the same line of the deal', () => {
    const sale = 'crm:OpportunityLineItem/1';
    expect(rules({ lines: [{ sale }] }, { lines: [{ sale }] })).toEqual(['claim.duplicate_sale reject']);
  });

  test('the same details two days later under another number', () => {
    const own = { lines: [{ invoice: '88-120', soldOn: '2026-10-14', amount: '4200.01' }] };
    expect(rules(own, { lines: [{ invoice: '77-001' }] })).toEqual(['claim.duplicate_fields review']);
  });

  test('net the one time, with tax the other', () => {
    expect(rules({ lines: [{ amount: '4998.00' }] }, {})).toEqual(['claim.duplicate_fields review']);
  });

  test('in another currency', () => {
    const own = { lines: [{ amount: '3589.74', currency: 'EUR', usd: '4220.00' }] };
    expect(rules(own, {})).toEqual(['claim.duplicate_currency review']);
  });

  test('a photograph of the same paper', () => {
    expect(rules({}, { lines: [{ soldOn: '2026-10-20' }] }, { shares: ['image'] })).toEqual([
      'claim.duplicate_image review',
    ]);
  });

  test('in another program: allowed where the program says so, else a person looks', () => {
    const other = {
      program: 'volume-rebate-2026',
      type: 'rebate' as const,
      lines: [{ invoice: 'INV-1001' }],
    };
    expect(rules({ lines: [{ invoice: 'INV-1001' }] }, other)).toEqual([]);
    const bonus = { ...other, program: 'growth-regions-bonus', type: 'bonus' as const };
    expect(rules({ lines: [{ invoice: 'INV-1001' }] }, bonus)).toEqual(['claim.duplicate_program review']);
  });
});

describe('several partners and one sale', () => {
  const invoice = { lines: [{ invoice: 'INV-10234' }] };

  test('distributor and reseller', () => {
    expect(rules({ ...invoice, parent: '9001' }, { ...invoice, partner: '9001' })).toEqual([
      'claim.hierarchy review',
    ]);
    expect(rules(invoice, { ...invoice, partner: '7005' }, { by: 'reseller' })).toEqual([
      'claim.hierarchy review',
    ]);
  });

  test('siblings and strangers', () => {
    expect(rules(invoice, { ...invoice, partner: '7005' }, { by: 'sibling' })).toEqual([
      'claim.duplicate_partner review',
    ]);
    expect(rules(invoice, { ...invoice, partner: '8008' })).toEqual(['claim.duplicate_partner review']);
  });

  test('what may name another partner or its business is for staff only, and nothing else names it', () => {
    const sentinel = {
      partner: 'SENTINEL-PARTNER',
      case: 'claim:files:SENTINEL-CASE',
      customer: 'Sentinel Customer AG',
    };
    const all = (['distributor', 'reseller', 'sibling', 'other'] as const).flatMap((by) =>
      (['file', 'invoice', 'image', 'sale'] as const).flatMap((shared) => {
        const sale = shared === 'sale' ? 'crm:OpportunityLineItem/1' : null;
        const lines = [{ sale, ...(shared === 'invoice' ? { invoice: 'INV-10234' } : {}) }];
        const own = { lines, customer: 'Sentinel Customer AG' };
        return found(own, { ...sentinel, lines }, { by, shares: [shared as 'file'] });
      }),
    );
    expect(all).toHaveLength(16);
    expect(all.every(({ staffOnly }) => staffOnly)).toBe(true);
    const shown = all.map(({ rule, remedy, line }) => ({ rule, remedy, line }));
    expect(JSON.stringify(shown)).not.toMatch(/sentinel/i);
  });

  test('two sellers may use one number', () => {
    const own = { sellers: ['DE111'], lines: [{ invoice: '1001', amount: '300.00', quantity: '1' }] };
    const other = {
      sellers: ['FR222'],
      partner: '8008',
      customer: 'Osprey Freight Ltd',
      lines: [{ invoice: '1001' }],
    };
    expect(rules(own, other)).toEqual([]);
  });
});

describe('two sales', () => {
  test('the same customer buys the same again later in the month', () => {
    expect(
      rules({ lines: [{ invoice: '10240', soldOn: '2026-10-28' }] }, { lines: [{ invoice: '10234' }] }),
    ).toEqual([]);
  });

  test('two customers buy the same on one day, invoiced one after the other', () => {
    const own = { lines: [{ invoice: 'INV-10235' }], customer: 'Kestrel Freight Ltd' };
    expect(rules(own, { lines: [{ invoice: 'INV-10234' }] })).toEqual([]);
  });

  test('one invoice, two products, each claimed for itself', () => {
    const own = {
      lines: [{ invoice: 'INV-10234', sku: 'EP-STD' }],
      files: [{ hash, looks: [], camera: null }],
    };
    expect(
      rules(own, { lines: [{ invoice: 'INV-10234' }], files: [{ hash, looks: [], camera: null }] }),
    ).toEqual([]);
  });

  test('two lines of the deal, however alike', () => {
    const sale = (id: string) => ({ lines: [{ sale: `crm:OpportunityLineItem/${id}` }] });
    expect(rules(sale('1'), sale('2'))).toEqual([]);
  });

  test('rows of a point-of-sale file that name no customer, each with its invoice', () => {
    const own = { customer: null, lines: [{ quantity: '1', invoice: '50012' }] };
    expect(rules(own, { customer: null, lines: [{ quantity: '1', invoice: '50011' }] })).toEqual([]);
  });

  test('of two partners the same figures, and no customer is named', () => {
    expect(rules({ customer: null }, { customer: null, partner: '8008' })).toEqual([]);
    expect(rules({ customer: null }, { customer: null })).toEqual(['claim.duplicate_fields review']);
  });

  test('another quantity', () => {
    expect(rules({ lines: [{ quantity: '12' }] }, {})).toEqual([]);
  });
});

describe('which of two', () => {
  const invoice = { lines: [{ invoice: 'INV-10234' }] };

  test('what came later and is not granted speaks against nothing', () => {
    expect(rules(invoice, invoice, { before: false, standing: 'open' })).toEqual([]);
  });

  test('what came later and was granted does', () => {
    expect(rules(invoice, invoice, { before: false })).toEqual(['claim.duplicate_invoice reject']);
  });

  test('beside one that waits a person decides', () => {
    expect(rules(invoice, invoice, { standing: 'open' })).toEqual(['claim.duplicate_invoice review']);
  });

  test('of several the gravest is named, once a line', () => {
    const own = facts({ lines: [{ invoice: 'INV-10234', amount: '4200.00' }] });
    const open = pastLinesOf(own, facts({ case: 'claim:files:A', ...invoice }), { standing: 'open' });
    const granted = pastLinesOf(own, facts({ case: 'claim:files:B', ...invoice }));
    const findings = duplicateFindings(past(own, [...open, ...granted]), null);
    expect(findings.map(({ source, weight }) => ({ source, weight }))).toEqual([
      { source: 'claim:files:B#1', weight: 'reject' },
    ]);
  });
});
