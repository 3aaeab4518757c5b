import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { receive } from '../../../adapters/intake/receive.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { checkInput } from '../../../cli/deal/check.ts';
import { printCheck } from '../../../cli/deal/check-text.ts';
import { keptReading, readingRows } from '../../../cli/deal/reading-text.ts';
import { openTerminal } from '../../../cli/terminal.ts';
import { formPdf, textPdf } from '../../adapters/documents/pdf-files.ts';
import { deal, describeRig } from '../../server/rig.ts';

const rig = describeRig();

const accounts = [{ id: '9', name: 'Hansewerft Rostock GmbH', domain: 'hansewerft.example' }];
const crm = { candidates: async () => ({ accounts, opportunities: [] }) };
const check = (
  body: Buffer,
  form: 'application/pdf' | 'application/json' | 'text/plain',
  partnerId?: string,
) =>
  checkInput({ ...rig.intake, prm: rig.ports.prm }, crm, {
    ...{ source: 'files', form, body },
    ...(partnerId === undefined ? {} : { partnerId }),
  });

describe('checking before submitting', () => {
  test('says what is read from where, what is missing and what may fill it, and writes nothing', async () => {
    await receive(rig.intake, {
      lifecycle: 'deal',
      source: 'files',
      form: 'application/json',
      body: Buffer.from(JSON.stringify(deal({ opportunity_name: 'Data platform' }))),
    });
    const before = await rig.sql('select count(*)::int as cases from cases');
    const form = formPdf({ customer_name: 'Hansewerft Rostock GmbH', opportunity: 'Data platform' });
    const parts = await check(form, 'application/pdf', '7001');
    expect(parts).toMatchObject([
      {
        would: 'submit',
        partner: '7001',
        provenance: 'extracted',
        fields: { customer_name: 'Hansewerft Rostock GmbH', stated_value: null },
        sources: { customer_name: { where: 'text', line: 1, rule: 'label' } },
        missing: ['stated_value', 'expected_close_date', 'primary_contact_email'],
        filled: [
          { field: 'primary_contact_email', value: 'einkauf@hansewerft.example', because: 'same_customer' },
          {
            field: 'stated_value',
            value: { amount: '25000.00', currency: 'EUR' },
            because: 'same_opportunity',
          },
          { field: 'expected_close_date' },
        ],
        known: accounts,
        problems: [],
      },
    ]);
    expect(await rig.sql('select count(*)::int as cases from cases')).toEqual(before);
  });

  test('says why a document would be rejected, and leaves no dead letter', async () => {
    const parts = await check(textPdf(['Lunch menu']), 'application/pdf');
    expect(parts).toMatchObject([{ would: 'reject', problems: [{ code: 'no_registration' }] }]);
    expect(await rig.sql('select * from dead_letters')).toEqual([]);
  });

  test('takes the partner that is named for a record that names none', async () => {
    const body = Buffer.from(JSON.stringify(deal({ source_partner_id: undefined })));
    expect(await check(body, 'application/json', '7004')).toMatchObject([{ partner: '7004', problems: [] }]);
    expect(await check(body, 'application/json')).toMatchObject([
      { partner: 'unknown', problems: [{ code: 'partner_missing' }] },
    ]);
  });

  test('is said in words', async () => {
    const text = readFileSync('sandbox/channel/by-hand/inbox/09-thames.eml', 'utf8')
      .split('\n\n')
      .slice(1)
      .join('\n\n');
    const parts = await check(Buffer.from(text), 'text/plain');
    const said: string[] = [];
    printCheck({ ...openTerminal(false), width: 100, say: (line = '') => said.push(line) }, parts);
    const page = said.join('\n');
    expect(page).toContain('1: would be submitted, read from free text: a person confirms each field');
    expect(page).toMatch(/customer_name +Brightwater Council \(line \d+, label\)/);
    expect(page).toMatch(/estimated_value +GBP 64,000 \(line \d+, label\)/);
    expect(page).toMatch(/partner +7004/);
  });
});

test('a reviewer sees where the fields of a mail stood and what its documents lack, without names of people', async () => {
  const nda = textPdf(['Non-disclosure agreement between ACME GmbH and TVN Ltd', 'Signed: Maria Okafor']);
  const mail = [
    'From: someone@tvn.example',
    'Message-ID: <reading@tvn.example>',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Customer: ACME GmbH',
    'Contact: maria.okafor@acme.example',
    '--b',
    'Content-Type: application/pdf; name="nda.pdf"',
    'Content-Disposition: attachment; filename="nda.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    nda.toString('base64'),
    '--b--',
  ];
  const [received] = await rig.received({
    source: 'email',
    form: 'message/rfc822',
    body: Buffer.from(mail.join('\r\n')),
  });
  if (received?.kind !== 'submitted') throw new Error('it is a registration');
  const reading = await transact(rig.intake.store, (tx) => keptReading(tx, received.case));
  expect(readingRows(reading)).toEqual([
    ['customer_name', 'line 1, label'],
    ['primary_contact_email', 'line 2, label'],
    [
      'nda.pdf',
      'nda; ACME GmbH and TVN Ltd; signature line filled in; missing: date, term months, governing law',
    ],
  ]);
  expect(JSON.stringify(reading)).not.toMatch(/okafor/i);
});
