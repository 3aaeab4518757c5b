import { expect, test } from '@jest/globals';
import type { ClaimFields } from '../../sandbox/channel/generator/claim/claim.ts';
import { readPrograms } from '../../sandbox/channel/generator/claim/programs.ts';
import type { Partner } from '../../sandbox/channel/generator/records.ts';
import { secondCalculation } from '../../scripts/bench/claims/second-calculation.ts';

test('the second calculation meets the cases that were worked out by hand', () => {
  const partner = { id: '7501', region: 'EMEA' } as Partner;
  const due = secondCalculation({
    ...{ programs: readPrograms(), partners: [partner], funds: [], ratesCsv: 'date,currency,usd\n' },
  });
  const sold = (claim_id: string, amount: string, change: Partial<ClaimFields> = {}): ClaimFields => ({
    ...{ claim_id, source_partner_id: '7501', program: 'volume-rebate-2026', public_sector: false },
    ...{
      sold_on: '2026-10-05',
      lines: [{ sku: 'NET-STD', quantity: '1', amount: { amount, currency: 'EUR' } }],
    },
    ...change,
  });
  // 2 %, and 3 % for all of the quarter from 100,000.00 on: the last claim brings a true-up of 1,000.00.
  const earned = ['60000.00', '39999.99', '0.01'].map((amount, at) =>
    due.granted(sold(`C-${at}`, amount), [0]),
  );
  expect(earned).toEqual([120_000, 80_000, 100_000]);
  // Another quarter begins anew.
  expect(due.granted(sold('C-4', '100.00', { sold_on: '2026-09-30' }), [0])).toBe(200);
});
