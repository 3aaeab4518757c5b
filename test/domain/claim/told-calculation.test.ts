import { beforeAll, expect, test } from '@jest/globals';
import { renderNotice } from '../../../adapters/notify/catalogue.ts';
import { type Catalogues, loadCatalogues } from '../../../adapters/notify/read-catalogues.ts';
import { bookedCalculation } from '../../../domain/claim/booked-calculation.ts';
import { calculate } from '../../../domain/incentives/calculate.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { aClaim, aLine, aProgram, eur } from '../incentives/made.ts';

let catalogues: Catalogues;
beforeAll(async () => {
  catalogues = await loadCatalogues('policy/messages');
});

test('a claim that only a bundle pays is told with its calculation, although no rule is about its lines', () => {
  const skus = ['BKP-PRO', 'MON-STD'];
  const program = aProgram({ rules: [], bundles: [{ bundle: 'resilience', skus, perBundle: eur('40.00') }] });
  const lines = skus.map((sku) => aLine(sku, '100.00', { sku, sale: 'S-1' }));
  const claim = aClaim('C-1', lines);
  const { lines: booked } = calculate([program], [{ kind: 'claim', event: 'C-1/accrue', claim }]);
  const { total, calculation } = bookedCalculation('EUR', lines, booked);
  const values = {
    partner: 'Alster',
    program: 'Resilience',
    reference: 'C-1',
    time_zone: 'UTC',
    total,
    calculation,
  };
  const { text } = renderNotice(catalogues, 'claim.approved', 'en', values as unknown as JsonObject);
  expect(text).toContain('EUR 40.00 were credited');
  expect(text).toContain('Bundle: 1 × 40.00 EUR = 40.00 EUR');
});
