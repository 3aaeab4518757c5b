import { describe, expect, test } from '@jest/globals';
import { checkClaim } from '../../../../domain/claim/checks/check-claim.ts';
import type { DocumentLine, LineField } from '../../../../domain/documents/document-reading.ts';
import { evidence, invoice } from './made-evidence.ts';

type Row = Partial<Record<LineField, string>>;
const SALE: Row = { soldOn: '2026-10-12', invoiceNumber: 'RE-2026/0815' };
const BACK: Row = { soldOn: '2026-10-15', quantity: '-10', amount: '-4200.00' };

/** Lines that a return speaks against. */
function returned(rows: Row[], lines: Parameters<typeof evidence>[0] = {}): (string | null)[] {
  const file = invoice({}, rows, { kind: 'point_of_sale_file' });
  const found = checkClaim(evidence({ readings: [file], ...lines }));
  return found.filter(({ rule }) => rule === 'claim.returned').map(({ line }) => line);
}

describe('what the documents show to have come back', () => {
  test.each<[string, Row[], string[]]>([
    ['nothing', [SALE], []],
    ['the same invoice', [SALE, { ...BACK, invoiceNumber: 'RE-2026/0815' }], ['1']],
    ['the same invoice, written otherwise', [SALE, { ...BACK, invoiceNumber: 're 2026 815' }], ['1']],
    ['a credit note with a number of its own', [SALE, { ...BACK, invoiceNumber: 'GS-1' }], ['1']],
    ['no invoice at all', [SALE, BACK], ['1']],
    ['a part of it', [SALE, { ...BACK, quantity: '-3', amount: '-1260.00' }], ['1']],
    ['an amount only', [SALE, { ...BACK, quantity: '10' }], ['1']],
    ['the product, written otherwise', [SALE, { ...BACK, sku: 'ep pro' }], ['1']],
    ['another product', [SALE, { ...BACK, sku: 'ARC-STD' }], []],
    [
      'another sale of the same file',
      [SALE, { invoiceNumber: 'RE-2026/0999' }, { ...BACK, invoiceNumber: 'RE-2026/0999' }],
      [],
    ],
  ])('%s', (_, rows, lines) => {
    expect(returned(rows)).toEqual(lines);
  });

  test('speaks against the line with its figures where several are of the product, else against all of them', () => {
    const lines = [{}, { quantity: '4', amount: { amount: '1680.00', currency: 'EUR' } }];
    const rows = [SALE, { ...SALE, quantity: '4', amount: '1680.00' }];
    const two = (back: Row) => returned([...rows, { ...back, invoiceNumber: 'GS-1' }], { lines });
    expect(two({ ...BACK, quantity: '-4', amount: '-1680.00' })).toEqual(['2']);
    expect(two({ ...BACK, quantity: '-1', amount: '-420.00' })).toEqual(['1', '2']);
  });

  test('is told with its place, for a person to decide', () => {
    const rows = [SALE, BACK];
    const [found] = checkClaim(evidence({ readings: [invoice({}, rows)] })).filter(
      ({ rule }) => rule === 'claim.returned',
    );
    expect(found).toMatchObject({
      weight: 'review',
      text: expect.stringContaining('10 of this product came back'),
    });
    const back = invoice({}, rows).lines[1] as DocumentLine;
    expect(back.quantity?.value).toBe('-10');
  });
});
