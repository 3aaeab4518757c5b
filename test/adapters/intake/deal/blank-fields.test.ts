import { describe, expect, test } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import { parseDealTable } from '../../../../adapters/intake/deal/any-table.ts';
import { parseDealsJson } from '../../../../adapters/intake/deal/json.ts';
import { parseDealLines } from '../../../../adapters/intake/deal/lines.ts';
import type { DealPart } from '../../../../adapters/intake/deal/part.ts';
import { UNSTATED } from '../../../../domain/reading/source-format.ts';

/** A form that sends all its fields sends the blank ones, too; none of them may take the place of one that says something. */
const NOW = new Date('2026-11-27T12:00:00Z');
const BLANKS = [null, '', '  ', '\u00a0', '\u200b', '\ufeff'];
/** Our own name, other names for it, what stands there, and what is read. */
const FIELDS: [own: string, others: string[], value: string, read: [string, unknown]][] = [
  ['deal_id', ['id', 'external_id', 'registration_id'], 'D-7', ['externalId', 'D-7']],
  ['source_partner_id', ['partner_id'], '7001', ['source_partner_id', '7001']],
  [
    'customer_name',
    ['customer', 'company', 'end_customer', 'account_name'],
    'Heron AG',
    ['customer_name', 'Heron AG'],
  ],
  ['opportunity_name', ['opportunity', 'deal_name'], 'Crane', ['opportunity_name', 'Crane']],
  [
    'estimated_value',
    ['amount', 'value', 'deal_value', 'deal_amount', 'estimated_amount', 'Amount (EUR)', 'amount_eur'],
    '5000.00',
    ['stated_value', { amount: '5000.00', currency: 'EUR' }],
  ],
  ['expected_close_date', ['close_date'], '2027-03-31', ['expected_close_date', '2027-03-31']],
  [
    'primary_contact_email',
    ['contact_email', 'email'],
    'it@heron.example',
    ['primary_contact_email', 'it@heron.example'],
  ],
  ['partner_notes', ['notes'], 'By rail', ['partner_notes', 'By rail']],
  [
    'submission_timestamp',
    ['submitted_at'],
    '2026-11-20T08:00:00Z',
    ['submission_timestamp', '2026-11-20T08:00:00.000Z'],
  ],
  ['competitor', ['competitors', 'main_competitor'], 'Tern AG', ['competitor', 'Tern AG']],
];

function readOf(parts: readonly DealPart[], field: string): unknown {
  const [part] = parts;
  if (!part?.ok) return part?.faults;
  return field === 'externalId'
    ? part.parsed.externalId
    : part.parsed.stated.submission[field as keyof (typeof part.parsed.stated)['submission']];
}

const cases = FIELDS.flatMap(([own, others, value, read]) =>
  others.flatMap((other) =>
    BLANKS.flatMap((blank) =>
      [
        [own, other],
        [other, own],
      ].map((order) => ({ own, other, blank, order, value, read })),
    ),
  ),
);

/** A whole registration in which `own` is blank and `other` says something. */
function fieldsOf({ own, other, blank, order, value }: (typeof cases)[number]): [string, unknown][] {
  const rest = Object.entries({ deal_id: 'D-1', currency: 'EUR', customer_name: 'Tern AG' }).filter(
    ([name]) => name !== own,
  );
  return [...order.map((name): [string, unknown] => [name, name === own ? blank : value]), ...rest].filter(
    ([name]) => name !== 'currency' || !/eur/i.test(other),
  );
}

describe.each(FIELDS.map(([own]) => own))('a blank %s', (own) => {
  const of = cases.filter((one) => one.own === own);

  test('leaves what another name for it holds: JSON, a list, JSON lines', () => {
    for (const one of of) {
      const [field, want] = one.read;
      const record = Object.fromEntries(fieldsOf(one));
      const bytes = Buffer.from(JSON.stringify(record));
      const said = `${one.order.join(' ')} ${JSON.stringify(one.blank)}`;
      expect([said, readOf(parseDealsJson(bytes, NOW, UNSTATED), field)]).toEqual([said, want]);
      expect([said, readOf(parseDealsJson(Buffer.from(`[${bytes}]`), NOW, UNSTATED), field)]).toEqual([
        said,
        want,
      ]);
      expect([said, readOf(parseDealLines(bytes, NOW, UNSTATED), field)]).toEqual([said, want]);
    }
  });

  test('leaves it in its row of a CSV and of a workbook, though other rows have it in our own column', async () => {
    for (const one of of.filter(({ blank }) => blank !== null)) {
      const [field, want] = one.read;
      const fields = fieldsOf(one);
      const headings = fields.map(([name]) => name);
      const cells = fields.map(([, cell]) => String(cell));
      // The next row is the other way round.
      const other = fields.map(([name, cell]) =>
        name === one.own ? one.value : name === one.other ? '' : name === 'deal_id' ? 'D-2' : String(cell),
      );
      if (one.own === 'deal_id') other[headings.indexOf('deal_id')] = 'D-8';
      const rows = [headings, cells, other];
      const csv = Buffer.from(rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\r\n'));
      const xlsx = await writeXlsx({ sheets: [{ name: 'Deals', rows }] });
      for (const body of [csv, Buffer.from(xlsx)])
        expect(readOf(await parseDealTable(body, NOW, UNSTATED), field)).toEqual(want);
    }
  });
});

test('of two names that hold something, our own goes first, and the other is named', () => {
  const body = Buffer.from(
    '{"deal_id":1,"amount":"7000.00","estimated_value":"5000.00","value":"","currency":"EUR"}',
  );
  const [part] = parseDealsJson(body, NOW, UNSTATED);
  if (!part?.ok) throw new Error('refused');
  expect(part.parsed.stated.submission.stated_value?.amount).toBe('5000.00');
  expect(part.parsed.unread).toEqual(['amount']);
});

test('a blank field of ours settles nothing between two others that differ', () => {
  for (const text of [
    '{"deal_id":1,"amount":"5000.00","value":"6000.00","estimated_value":"","currency":"EUR"}',
    '{"deal_id":1,"estimated_value":"","amount":"5000.00","value":"6000.00","currency":"EUR"}',
    '{"deal_id":1,"estimated_value":{"amount":"","currency":""},"amount":"5000.00","value":"6000.00","currency":"EUR"}',
  ]) {
    const [part] = parseDealsJson(Buffer.from(text), NOW, UNSTATED);
    expect(part?.ok === false && part.faults.map(({ code }) => code)).toEqual(['amount_ambiguous']);
  }
});
