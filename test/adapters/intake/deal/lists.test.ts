import { describe, expect, test } from '@jest/globals';
import type { DealPart } from '../../../../adapters/intake/deal/part.ts';
import { NDJSON, STATED_FILE, WORKBOOK } from '../../../../adapters/intake/parse.ts';
import { partsAtOnce } from '../../../../adapters/intake/parts-at-once.ts';
import type { RowsForm } from '../../../../adapters/intake/quick.ts';
import { JOBS } from '../../../../adapters/intake/reading-jobs.ts';
import { firstStage } from '../../../../adapters/intake/stages.ts';
import {
  restatedFile,
  type StatedFormat,
  statedIn,
  TABLE_FORMS,
  withStated,
} from '../../../../adapters/intake/stated-file.ts';
import { UNSTATED } from '../../../../domain/reading/source-format.ts';

const now = new Date('2026-11-27T12:00:00Z');
async function read(form: RowsForm, body: string | Uint8Array, format = UNSTATED) {
  const parts = await JOBS.rows({ form, body: Buffer.from(body as string), now, format });
  return parts.map((part) =>
    part.ok
      ? [
          part.place?.item ?? part.place?.row,
          part.parsed.externalId,
          part.parsed.stated.submission.stated_value?.amount,
        ]
      : [part.place?.item ?? part.place?.row ?? null, part.faults[0].code, part.place?.customer ?? null],
  );
}
const item = (id: string, amount: string | number, customer = `Kunde ${id}`) => ({
  deal_id: id,
  customer_name: customer,
  amount,
  currency: 'EUR',
});

describe.each<[string, RowsForm, (items: unknown[]) => string]>([
  ['a JSON array', 'application/json', (items) => JSON.stringify(items)],
  ['JSON lines', NDJSON, (items) => items.map((each) => JSON.stringify(each)).join('\r\n')],
])('%s', (_, form, written) => {
  test('is a registration in each item; a bad one is kept alone, with its place and customer, and loses no other', async () => {
    const items = [
      item('1', '5.00'),
      item('2', '-5'),
      'text',
      item('4', '45,50'),
      { customer_name: 'No id' },
    ];
    expect(await read(form, written(items))).toEqual([
      [1, '1', '5.00'],
      [2, 'amount_negative', 'Kunde 2'],
      [3, 'not_a_registration', null],
      [4, '4', '45.50'],
      [5, 'missing_id', 'No id'],
    ]);
    const parts = await JOBS.rows({ form, body: Buffer.from(written(items)), now, format: UNSTATED });
    const [, bad] = parts;
    if (bad?.ok !== false) throw new Error('the second item is read');
    expect(bad.form).toBe('application/json');
    expect(JSON.parse(Buffer.from(bad.body).toString())).toEqual(item('2', '-5'));
  });
  test('has one format of numbers, and is asked about once where no item tells it', async () => {
    expect(await read(form, written([item('1', '45.000'), item('2', '1.250,50')]))).toEqual([
      [1, '1', '45000.00'],
      [2, '2', '1250.50'],
    ]);
    expect(await read(form, written([item('1', '45.000'), item('2', '12.500')]))).toEqual([
      [null, 'amount_ambiguous', null],
    ]);
  });
  test('of one id and two customers takes neither; of one customer both, as versions', async () => {
    const two = [item('1', '5.00', 'A'), item('1', '6.00', 'B')];
    expect((await read(form, written(two))).map(([, code]) => code)).toEqual(['id_twice', 'id_twice']);
    const versions = [item('1', '5.00', 'A'), item('1', '6.00', 'a')];
    expect((await read(form, written(versions))).map(([, id]) => id)).toEqual(['1', '1']);
  });
  test('without an item is refused', async () => {
    expect(await read(form, written([]))).toEqual([[null, 'not_a_registration', null]]);
  });
});

test('a line that is no JSON is one bad line', async () => {
  const lines = [
    JSON.stringify(item('1', '5.00')),
    '{"deal_id": "2", ',
    '',
    JSON.stringify(item('3', '7.00')),
  ];
  expect(await read(NDJSON, lines.join('\n'))).toEqual([
    [1, '1', '5.00'],
    [2, 'malformed_json', null],
    [3, '3', '7.00'],
  ]);
});

test.each(TABLE_FORMS)('%s is taken wherever files are, and read in rows', (form) => {
  const intake = { now: () => now, formatOf: () => UNSTATED };
  const long = Buffer.from(`deal_id,customer_name\n${'1,A\n'.repeat(500)}`);
  for (const one of [form, STATED_FILE] as const) {
    expect(firstStage(one)).toBe('rows');
    const at = {
      lifecycle: 'deal',
      source: 'files',
      form: one,
      body: form === 'application/json' ? Buffer.alloc(300_000) : long,
    } as const;
    expect(partsAtOnce(intake, at)).toBeNull();
  }
});

describe('what is stated of a file', () => {
  const file = 'deal_id;Betrag;Abschluss\n1;45.000;03/04/2027\n2;12.500;05/06/2027\n';
  test('settles what its rows leave open, and is kept with it', async () => {
    expect((await read('text/csv', file))[0]?.[1]).toMatch(/_ambiguous$/);
    const { form, body } = withStated('text/csv', Buffer.from(file), {
      number: { mark: ',', places: 0 },
      dates: 'day_first',
      currency: 'EUR',
    });
    const parts = await JOBS.rows({ form, body, now, format: UNSTATED });
    expect(parts.map((part) => part.ok && part.parsed.stated.submission)).toMatchObject([
      { stated_value: { amount: '45000.00', currency: 'EUR' }, expected_close_date: '2027-04-03' },
      { stated_value: { amount: '12500.00', currency: 'EUR' }, expected_close_date: '2027-06-05' },
    ]);
    expect(statedIn(body, UNSTATED)?.form).toBe('text/csv');
    const [first] = parts;
    expect(first?.ok && first.parsed.notes).toEqual([
      'Read Betrag as estimated_value, Abschluss as expected_close_date.',
    ]);
  });
  test('names an encoding or a sheet, for what kind of table it is', async () => {
    const latin1 = Buffer.from('deal_id;customer_name\n1;Crème\n', 'latin1');
    expect(await read('text/csv', latin1)).toEqual([[null, 'encoding_ambiguous', null]]);
    const stated = withStated('text/csv', latin1, { encoding: 'windows-1252' });
    expect(await read(stated.form, stated.body)).toEqual([[2, '1', undefined]]);
    const wrong = withStated(WORKBOOK, latin1, { encoding: 'euc-jp' });
    expect(await read(wrong.form, wrong.body)).toEqual([[null, 'encoding_wrong', null]]);
  });
  test('is kept with what is refused of it, whole or a row, and more can be stated of that', async () => {
    const again = async (part: DealPart | undefined, more: StatedFormat = {}) => {
      if (part?.ok !== false || !part.form) throw new Error('it is kept with its form');
      const kept = restatedFile(part.form, part.body, more);
      return kept && JOBS.rows({ form: kept.form, body: kept.body, now, format: UNSTATED });
    };
    const rows = withStated(
      'text/csv',
      Buffer.from('deal_id;Betrag;Mail\n1;45;nobody\n2;12,50;a@b.example\n'),
      {
        currency: 'CHF',
        encoding: 'windows-1252',
      },
    );
    const [bad] = await JOBS.rows({ ...rows, now, format: UNSTATED });
    expect(bad?.ok === false && Buffer.from(bad.body).toString()).toContain('"currency":"CHF"');
    if (bad?.ok === false)
      bad.body = Buffer.from(Buffer.from(bad.body).toString().replace('nobody', 'a@b.example'));
    expect(await again(bad)).toMatchObject([
      {
        ok: true,
        parsed: { stated: { submission: { stated_value: { amount: '45.00', currency: 'CHF' } } } },
      },
    ]);

    const open = withStated('text/csv', Buffer.from(file), { currency: 'EUR' });
    const [whole] = await JOBS.rows({ ...open, now, format: UNSTATED });
    expect(whole?.ok).toBe(false);
    expect(await again(whole, { number: { mark: ',', places: 0 }, dates: 'day_first' })).toMatchObject([
      {
        ok: true,
        parsed: { stated: { submission: { stated_value: { amount: '45000.00', currency: 'EUR' } } } },
      },
      { ok: true },
    ]);
    expect(restatedFile('text/plain', Buffer.from('x'), { currency: 'EUR' })).toBeNull();
  });
  test('is never taken from a body that says it otherwise', () => {
    for (const body of [
      '',
      '{}',
      '{"form":"text/csv"}',
      '{"form":"text/html"}\nx',
      '{"form":"text/csv","sheet":7}\nx',
      '[]\nx',
    ])
      expect(statedIn(Buffer.from(body), UNSTATED)).toBeNull();
  });
});

test('a refused row of a settled file can be read again alone', async () => {
  const file =
    'deal_id;amount;currency;close_date;contact_email\n1;45.000;EUR;03/04/2027;nobody\n2;1.250,50;EUR;31/03/2027;a@b.example\n';
  const [bad] = await JOBS.rows({ form: 'text/csv', body: Buffer.from(file), now, format: UNSTATED });
  if (bad?.ok !== false) throw new Error('the first row is read');
  const mended = Buffer.from(bad.body).toString().replace('nobody', 'a@b.example');
  expect(
    await JOBS.rows({ form: 'text/csv', body: Buffer.from(mended), now, format: UNSTATED }),
  ).toMatchObject([
    {
      ok: true,
      parsed: {
        stated: { submission: { stated_value: { amount: '45000.00' }, expected_close_date: '2027-04-03' } },
      },
    },
  ]);
});

test('an item that is refused alone is read again with the numbers and dates of its list', async () => {
  const list = JSON.stringify([
    { deal_id: '1', amount: '45.000', currency: 'EUR', close_date: '03/04/2027', contact_email: 'nobody' },
    { deal_id: '2', amount: '1.250,50', currency: 'EUR', close_date: '31/03/2027' },
  ]);
  const [bad] = await JOBS.rows({ form: 'application/json', body: Buffer.from(list), now, format: UNSTATED });
  if (bad?.ok !== false || bad.form !== STATED_FILE)
    throw new Error('the first item is kept with what its list tells');
  const body = Buffer.from(Buffer.from(bad.body).toString().replace('nobody', 'a@b.example'));
  expect(await JOBS.rows({ form: bad.form, body, now, format: UNSTATED })).toMatchObject([
    {
      ok: true,
      parsed: {
        stated: { submission: { stated_value: { amount: '45000.00' }, expected_close_date: '2027-04-03' } },
      },
    },
  ]);
});

test('an item that is refused of a list of which something is stated is kept alone, under all of it', async () => {
  const items = [
    { deal_id: '1', amount: '45.000', close_date: '03/04/2027', contact_email: 'nobody' },
    { deal_id: '2', amount: '12.500', close_date: '05/06/2027' },
  ];
  const stated = { number: { mark: ',', places: 0 }, dates: 'day_first', currency: 'EUR' } as const;
  for (const form of ['application/json', NDJSON] as const) {
    const text = form === NDJSON ? items.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(items);
    const whole = withStated(form, Buffer.from(text), stated);
    const [bad, good] = await JOBS.rows({ ...whole, now, format: UNSTATED });
    if (bad?.ok !== false || bad.form !== STATED_FILE) throw new Error('the first item is kept');
    expect(good?.ok).toBe(true);
    const kept = Buffer.from(bad.body).toString();
    expect(kept).not.toContain('12.500');
    const body = Buffer.from(kept.replace('nobody', 'a@b.example'));
    expect(await JOBS.rows({ form: bad.form, body, now, format: UNSTATED })).toMatchObject([
      {
        ok: true,
        parsed: {
          stated: {
            submission: {
              stated_value: { amount: '45000.00', currency: 'EUR' },
              expected_close_date: '2027-04-03',
            },
          },
        },
      },
    ]);
  }
});

describe('two columns of equal standing', () => {
  const fault = async (file: string) => {
    const [part] = await JOBS.rows({ form: 'text/csv', body: Buffer.from(file), now, format: UNSTATED });
    return part?.ok === false ? part.faults[0] : null;
  };
  test.each([
    ['deal_id', 'Record ID', 'Registration Number', '1', '7'],
    ['source_partner_id', 'Reseller ID', 'Partner Number', '7001', '9'],
    ['customer_name', 'Customer', 'End Customer', 'A AG', 'B AG'],
  ])('for %s are asked about once, by their headings', async (field, one, other, a, b) => {
    const head = field === 'deal_id' ? '' : 'deal_id;';
    const id = field === 'deal_id' ? '' : 'X;';
    const file = `${head}${one};${other}\n${id}${a};${b}\n`;
    const found = await fault(file);
    expect(found).toMatchObject({ code: 'field_ambiguous', field });
    expect(found?.title).toContain(one);
    expect(found?.title).toContain(other);
    expect(await fault(file.replace(b, a))).toBeNull();
    expect(await fault(file.replace(b, ''))).toBeNull();
  });
  test('in JSON refuse the record where they are its id or partner', async () => {
    const code = async (record: object) => {
      const body = Buffer.from(JSON.stringify(record));
      const [part] = await JOBS.rows({ form: 'application/json', body, now, format: UNSTATED });
      return part?.ok === false ? part.faults[0].code : null;
    };
    expect(await code({ id: '1', external_id: '2' })).toBe('field_ambiguous');
    expect(await code({ id: '1', external_id: 1 })).toBeNull();
    expect(await code({ id: '1', external_id: '2', deal_id: '3' })).toBeNull();
    const amounts = { amount: '5.00', deal_value: '6.00', currency: 'EUR' };
    expect(await code({ deal_id: '3', ...amounts })).toBe('amount_ambiguous');
    expect(await code({ id: '1', external_id: '2', ...amounts, deal_id: '3' })).toBe('amount_ambiguous');
  });
});
