import { describe, expect, test } from '@jest/globals';
import { parseDealJson } from '../../../../adapters/intake/deal/json.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const data = {
  deal_id: 'MC-0417',
  source_partner_id: '7003',
  customer_name: 'Bodegas Duero SA',
  estimated_value: { amount: '36400.00', currency: 'EUR' },
  submission_timestamp: '2026-11-20T10:20:00Z',
};

describe('an event', () => {
  test('deal.submitted and deal.created carry the same registration, and so does the bare record', () => {
    const submitted = parseDealJson(bytes({ type: 'deal.submitted', data }), NOW);
    expect(submitted).toMatchObject({ ok: true, parsed: { externalId: 'MC-0417' } });
    expect(parseDealJson(bytes({ type: 'deal.created', data }), NOW)).toEqual(submitted);
    expect(parseDealJson(bytes(data), NOW)).toEqual(submitted);
  });

  test.each(['partner.updated', 'dealer.created', 'ping', ''])('%j is not about deals', (type) => {
    expect(parseDealJson(bytes({ type, data }), NOW)).toBeNull();
  });
});
