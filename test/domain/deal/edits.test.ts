import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAmount } from '../../../adapters/intake/deal/amount.ts';
import { readCloseDate } from '../../../adapters/intake/deal/dates.ts';
import { readEmail, readText } from '../../../adapters/intake/texts.ts';
import { dealEditsProblem } from '../../../domain/deal/edits.ts';
import type { Json } from '../../../domain/json.ts';

/** An edit is written with a point. */
const POINT = { number: { mark: '.', places: 4 }, currency: null } as const;
const NOW = new Date('2026-11-27T12:00:00Z');

const shown = (value: Json, found: { faults: never[]; problems: never[] }) =>
  readText('customer_name', value as string, found) === (value as string).trim();

/** Whether intake takes a value as it is, without a fault and without a character replaced. */
const TAKEN: Record<string, (value: Json, found: { faults: never[]; problems: never[] }) => boolean> = {
  customer_name: (value, found) => shown(value, found),
  opportunity_name: (value, found) => shown(value, found),
  stated_value: (value, found) =>
    readAmount(value as { amount: string; currency: string }, found, {
      ...{ format: POINT, besides: [], twice: false },
    }) !== null,
  expected_close_date: (value, found) => readCloseDate(value as string, NOW, found) === value,
  primary_contact_email: (value, found) =>
    readEmail('primary_contact_email', value as string, found) === value,
};

describe('an override', () => {
  test.each([
    ['stated_value', { amount: '5', currency: 'ZZZ' }],
    ['stated_value', { amount: '5', currency: 'XAU' }],
    ['stated_value', { amount: '5', currency: 'usd' }],
    ['stated_value', { amount: '5.555', currency: 'USD' }],
    ['stated_value', { amount: '5.5', currency: 'JPY' }],
    ['stated_value', { amount: '1000000000000', currency: 'USD' }],
    ['expected_close_date', '9999-12-31'],
    ['expected_close_date', '0001-01-01'],
    ['expected_close_date', '2027-02-30'],
    ['customer_name', 'Acme\u202eGmbH'],
    ['customer_name', 'Ac\u200bme'],
    ['customer_name', 'Acme\r\nBcc: other@evil.example'],
    ['opportunity_name', '\u001b[31mred'],
    ['opportunity_name', 'two\u2028lines'],
    ['primary_contact_email', 'a@b.example, c@d.example'],
    ['primary_contact_email', 'Name <a@b.example>'],
    ['primary_contact_email', 'a\u200b@b.example'],
  ])('cannot write what intake would refuse or change: %s %j', (field, value) => {
    expect(dealEditsProblem({ [field]: value as Json })).toContain(`the field ${field} must be`);
  });

  test.each([
    ['stated_value', { amount: '30000.00', currency: 'EUR' }],
    ['stated_value', { amount: '3000000', currency: 'JPY' }],
    ['stated_value', { amount: '1.234', currency: 'KWD' }],
    ['expected_close_date', '2027-01-31'],
    ['customer_name', 'Müller & Söhne GmbH'],
    ['customer_name', '株式会社サンプル'],
    ['primary_contact_email', 'it@müller.example'],
  ])('can write %s %j', (field, value) => {
    expect(dealEditsProblem({ [field]: value as Json })).toBeNull();
  });

  test('takes nothing that intake does not take', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^\d{1,5}-\d\d-\d\d$/),
      fc.stringMatching(/^[^@\s]{1,4}@[^@\s]{1,4}\.[^@\s]{1,4}$/),
    );
    const money = fc.record({
      amount: fc.stringMatching(/^\d{1,14}(\.\d{1,5})?$/),
      currency: fc.oneof(fc.stringMatching(/^[A-Z]{3}$/), fc.constantFrom('USD', 'JPY', 'KWD', 'XXX', 'XTS')),
    });
    const edit = fc.constantFrom(...Object.keys(TAKEN)).chain((field) => {
      const value: fc.Arbitrary<Json> = field === 'stated_value' ? money : texts;
      return value.map((one) => ({ field, value: one }));
    });
    fc.assert(
      fc.property(edit, ({ field, value }) => {
        if (dealEditsProblem({ [field]: value }) !== null) return;
        expect(TAKEN[field]?.(value, { faults: [], problems: [] })).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
