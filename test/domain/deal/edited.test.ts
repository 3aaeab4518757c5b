import { expect, test } from '@jest/globals';
import { editedDeal } from '../../../adapters/intake/deal/edited.ts';
import { readDeal } from '../../../adapters/intake/deal/read-deal.ts';

const now = new Date('2026-11-27T12:00:00Z');
const value = (amount: string) => ({ stated_value: { amount, currency: 'EUR' } });
const codes = (deal: { problems: { code: string }[] }) => deal.problems.map(({ code }) => code);

test('an edited field is written as intake writes it, and what was odd about it is looked at anew', () => {
  const stated = { deal_id: '1', source_partner_id: 'p', amount: '45000.00', close_date: '2020-01-01' };
  const read = readDeal(stated, 'structured', now);
  if (!read.ok) throw new Error('refused');
  expect(codes(read.deal)).toEqual(['currency_missing', 'close_date_past']);
  const edited = editedDeal(read.deal, value('45000'), now);
  expect(edited.submission.stated_value).toEqual({ amount: '45000.00', currency: 'EUR' });
  expect(codes(edited)).toEqual(['close_date_past']);
  const zero = editedDeal(edited, { ...value('0'), expected_close_date: '2027-03-31' }, now);
  expect(codes(zero)).toEqual(['amount_zero']);
  expect(zero.submission).toMatchObject({ source_partner_id: 'p', expected_close_date: '2027-03-31' });
  expect(() => editedDeal(read.deal, value('45.000'), now)).toThrow(/stated_value/);
});
