import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseDealTable } from '../../../adapters/intake/deal/any-table.ts';
import { formOfFile } from '../../../adapters/intake/file-forms.ts';
import { readInThread } from '../../../adapters/intake/read-in-thread.ts';
import { readTable } from '../../../adapters/tables/read-table.ts';
import { UNSTATED } from '../../../domain/reading/source-format.ts';

/** Files that Excel, Outlook and Apache POI themselves have written (test/data/SOURCES.md). */
const NOW = new Date('2026-11-27T12:00:00Z');
const file = (...names: string[]) => readFileSync(join(import.meta.dirname, '../../data', ...names));

async function tableOf(name: string, ...headings: string[]) {
  const read = await readTable(
    file('office', name),
    {},
    {
      known: (heading) => headings.includes(heading),
      isId: (heading) => heading === headings[0],
    },
  );
  if ('fault' in read) throw new Error(read.fault.code);
  const { table } = read;
  return { headings: table.headings, rows: table.rows.map(({ cells }) => cells) };
}

describe('a workbook that Excel has written', () => {
  test('is read by its values: shared formulas, shares, days and instants', async () => {
    const { headings, rows } = await tableOf('columnar.xlsx', 'Record Number', 'date', 'Percent Done');
    expect(headings).toEqual([
      ...['Record Number', 'Square of the Record Number', 'Description of the Row', 'Percent Done'],
      ...['Percent Increment', 'date', 'datetime', 'time'],
    ]);
    expect(rows).toHaveLength(11);
    expect(rows[3]?.slice(0, 7)).toEqual([
      ...['3', '9', 'This is row            3 of           10', '0.3', '0.666666666666667'],
      ...['1960-03-22', '1960-01-01T00:16:40'],
    ]);
  });

  test('is read without the readings that stand beside Japanese names', async () => {
    const { rows } = await tableOf('phonetic.xlsx', '豊田', '豊田車会社');
    expect(rows[0]?.slice(0, 3)).toEqual(['2', '日本オラクル', 'オラクル日本会社']);
    expect(rows[6]?.slice(1, 3)).toEqual(['本田', '本田車株式会社']);
  });

  test('is read as Strict Open XML, too', async () => {
    const { headings, rows } = await tableOf('strict.xlsx', 'cb=1', 'cb=sum');
    expect([headings, rows]).toEqual([['cb=1', 'cb=10', 'cb=2', 'cb=sum'], [['1', '10', '2', '13']]]);
  });

  test('of which nothing is a registration is refused as a whole, with its repair', async () => {
    const [part, ...more] = await parseDealTable(file('office', 'columnar.xlsx'), NOW, UNSTATED);
    expect(more).toEqual([]);
    expect(part?.ok === false && part.faults[0]).toMatchObject({ fix: expect.any(String) });
  });
});

test('a workbook that Apache POI has written is read with the ids, currencies and days of its formats', async () => {
  const parts = await parseDealTable(file('workbooks', 'poi.xlsx'), NOW, UNSTATED);
  const read = parts.map((part) => {
    if (!part.ok) return part.faults[0].code;
    const { customer_name, stated_value, expected_close_date, primary_contact_email } =
      part.parsed.stated.submission;
    const value = `${stated_value?.amount} ${stated_value?.currency}`;
    return [part.parsed.externalId, customer_name, value, expected_close_date, primary_contact_email];
  });
  expect(read).toEqual([
    ['004711', 'Müritz Käserei GmbH', '45000.50 EUR', '2027-03-31', 'it@mueritz.example'],
    ['004712', 'Żółw Systemy Sp. z o.o.', '1250.00 EUR', '2027-04-30', 'it@zolw.example'],
    ['004713', '北海道物流株式会社', '98000.00 EUR', '2027-06-30', 'it@hokkaido.example'],
  ]);
});

describe('a mail that Outlook has saved', () => {
  /** As the worker reads what lies in the inbox: in its thread. */
  async function mail(name: string) {
    const form = formOfFile(name)?.form;
    if (form !== 'application/vnd.ms-outlook') throw new Error('no mail');
    const job = await readInThread('text', {
      ...{ body: file('office', name), now: NOW, format: UNSTATED, form, servers: [] },
    });
    if ('code' in job) throw new Error(job.code);
    return job.answer;
  }

  test('is read from its RTF, where it has no other words', async () => {
    const read = await mail('rtf.msg');
    if (!('free' in read)) throw new Error('refused');
    expect(read.free).toMatchObject({ sender: 'msoe@microsoft.com', subject: 'Microsoft Outlook Express 6' });
    expect(read.free.text).toContain('La réponse à vos attentes en matière de messagerie');
  });

  test('is read as forwarded, with who wrote it', async () => {
    const read = await mail('forwarded.msg');
    if (!('free' in read)) throw new Error('refused');
    expect(read.free).toMatchObject({ sender: 'paul@metajure.com', subject: 'FW: Testing' });
    expect(read.free.text).toContain('Original Body');
  });

  test('is read with the mail and the file that are attached to it', async () => {
    const read = await mail('attached.msg');
    if (!('free' in read)) throw new Error('refused');
    expect(read.free.text).toContain('Test email with 1 msg attachment, 1 pdf');
    expect(read.free.text).toContain('Subject: Test Attachment');
    expect(read.free.attachments.map(({ type }) => type)).toHaveLength(1);
  });

  test('of a sender without an address is refused, with its repair', async () => {
    expect(await mail('big5.msg')).toMatchObject({
      fault: { code: 'malformed_mail', fix: expect.any(String) },
    });
  });
});
