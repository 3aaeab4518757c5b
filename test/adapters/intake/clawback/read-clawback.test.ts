import { expect, test } from '@jest/globals';
import { readClawback } from '../../../../adapters/intake/clawback/read-clawback.ts';
import { UNSTATED } from '../../../../domain/reading/source-format.ts';

const REFUND = {
  ...{ clawback_id: 'R-1', claim: 'C-1', line: '1', refunded_on: '2026-10-01' },
  refunded: { amount: '100.00', currency: 'EUR' },
};

const read = (change: object) => readClawback({ ...REFUND, ...change }, Buffer.alloc(0), UNSTATED);

test('a refund of one line', () => {
  expect(read({})).toMatchObject({
    ok: true,
    parsed: {
      externalId: 'R-1',
      stated: { cause: 'refund', claim: 'C-1', line: '1', refunded: REFUND.refunded, on: '2026-10-01' },
    },
  });
});

test.each<[string, object, string, string]>([
  ['no currency', { refunded: '100.00' }, 'currency_missing', 'refunded'],
  ['an amount of zero', { refunded: { amount: '0.00', currency: 'EUR' } }, 'amount_malformed', 'refunded'],
  ['an amount below zero', { refunded: { amount: '-5', currency: 'EUR' } }, 'amount_negative', 'refunded'],
  [
    'more digits than any amount has',
    { refunded: { amount: '1'.repeat(13), currency: 'EUR' } },
    'amount_too_large',
    'refunded',
  ],
  ['no sale', { claim: null }, 'missing_id', 'claim'],
  ['no day of the calendar', { refunded_on: '2026-02-30' }, 'date_malformed', 'refunded_on'],
  [
    'an invoice number with characters that cannot be shown',
    { invoice_number: 'RE\u0007-1' },
    'id_characters',
    'invoice_number',
  ],
  ['a field that is not known', { cause: 'registration' }, 'unknown_field', 'cause'],
])('is refused with %s', (_, change, code, field) => {
  expect(read(change)).toMatchObject({ ok: false, faults: [{ code, field }] });
});
