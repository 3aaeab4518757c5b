import { describe, expect, test } from '@jest/globals';
import { knownAccountsOf, type PastRegistration, proposeFill } from '../../../domain/deal/fill-in.ts';
import type { DealSubmission } from '../../../domain/deal/registration.ts';

const submission: DealSubmission = {
  source_partner_id: '7001',
  submission_timestamp: '2026-11-20T10:00:00Z',
  customer_name: 'ACME GmbH',
  opportunity_name: 'Backup',
  stated_value: null,
  expected_close_date: null,
  primary_contact_email: null,
  partner_notes: null,
  program: 'standard',
  provenance: 'extracted',
  territories: [],
  product_families: [],
  non_standard_discount: false,
};
const past = (
  id: string,
  change: Partial<PastRegistration['fields']> = {},
  partnerId = '7001',
): PastRegistration => ({
  case: id,
  partnerId,
  submittedAt: `2026-0${id}-01T00:00:00Z`,
  fields: {
    customer_name: 'Acme',
    opportunity_name: 'Backup',
    stated_value: { amount: `${id}000`, currency: 'EUR' },
    expected_close_date: '2026-12-01',
    primary_contact_email: `${id}@acme.example`,
    partner_notes: 'old',
    ...change,
  },
});

describe('what a registration lacks', () => {
  test("is proposed from the partner's newest registration of the customer, with its source", () => {
    expect(proposeFill(submission, [past('1'), past('3'), past('2')], [])).toEqual([
      {
        field: 'primary_contact_email',
        value: '3@acme.example',
        from: 'registration:3',
        because: 'same_customer',
      },
      {
        field: 'stated_value',
        value: { amount: '3000', currency: 'EUR' },
        from: 'registration:3',
        because: 'same_opportunity',
      },
      {
        field: 'expected_close_date',
        value: '2026-12-01',
        from: 'registration:3',
        because: 'same_opportunity',
      },
    ]);
  });

  test('of another opportunity proposes the contact alone, and of another partner nothing', () => {
    const fills = proposeFill(submission, [past('1', { opportunity_name: 'Network' })], []);
    expect(fills.map(({ field }) => field)).toEqual(['primary_contact_email']);
    expect(proposeFill(submission, [past('1', {}, '7002')], [])).toEqual([]);
  });

  test("names the customer by its contact's domain, where one account alone has it", () => {
    const unnamed = { ...submission, customer_name: null, primary_contact_email: 'jo@acme.example' };
    const account = { id: '9', name: 'ACME Holding SE', domain: 'acme.example' };
    expect(proposeFill(unnamed, [past('1')], [account])).toMatchObject([
      { field: 'customer_name', value: 'ACME Holding SE', from: 'crm:Account/9' },
    ]);
    expect(proposeFill(unnamed, [past('1')], [account, { ...account, id: '8' }])).toEqual([]);
    expect(proposeFill(unnamed, [past('1')], [])).toMatchObject([{ value: 'Acme', from: 'registration:1' }]);
    expect(proposeFill(unnamed, [past('1')], [account], (host) => host === 'acme.example')).toEqual([]);
  });

  test('leaves alone what it states', () => {
    const whole = { ...submission, ...past('1').fields, partner_notes: null };
    expect(proposeFill(whole, [past('3')], [{ id: '9', name: 'Other', domain: 'acme.example' }])).toEqual([]);
  });

  test('is checked against the accounts that the customer is', () => {
    const accounts = [
      { id: '1', name: 'Acme AG', domain: null },
      { id: '2', name: 'Other', domain: 'acme.example' },
      { id: '3', name: 'Third', domain: 'third.example' },
    ];
    const known = knownAccountsOf({ ...submission, primary_contact_email: 'jo@acme.example' }, accounts);
    expect(known.map(({ id }) => id)).toEqual(['1', '2']);
  });
});
