import { expect, test } from '@jest/globals';
import { readSales } from '../../../domain/invoice/point-of-sale.ts';

/** What is read of a column of amounts and of one of quantities. */
function read(cells: readonly string[], { typed = false, currency = 'EUR' } = {}) {
  const rows = cells.map((cell, at) => ({
    at: at + 2,
    cells: ['FW-100', cell, cell],
    ...(typed && { typed: new Set([1, 2]) }),
  }));
  const headings = ['SKU', 'Quantity', `Amount (${currency})`];
  const content = readSales({
    ...{ sheet: null, name: null, headingAt: 1, headings, rows },
    ...{ aside: [], notes: [] },
  });
  const of = (field: 'amount' | 'quantity') => content?.lines.map((line) => line[field]?.value ?? null);
  return { amounts: of('amount'), quantities: of('quantity') };
}

test('a number that a spreadsheet holds has one reading, however many decimals it has', () => {
  const { amounts, quantities } = read(['12.345', '-7', '1000'], { typed: true });
  expect(amounts).toEqual(['12.345', '-7.00', '1000.00']);
  expect(quantities).toEqual(['12.345', '-7', '1000']);
});

test.each([
  ['another cell shows that it has too many decimals', ['33.333', '12.50'], 'EUR', [null, '12.50']],
  ['another cell shows that it is one of thousands', ['33.333', '12,50'], 'EUR', ['33333.00', '12.50']],
  ['no cell tells', ['33.333', '7'], 'EUR', [null, '7.00']],
  ['its currency has no decimals', ['33,333', '7'], 'JPY', ['33333', '7']],
])('33.333 in a text is read by its column: %s', (_, cells, currency, amounts) => {
  expect(read(cells, { currency }).amounts).toEqual(amounts);
});
