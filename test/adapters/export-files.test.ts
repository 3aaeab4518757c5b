import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCrm } from '../../adapters/crm/index.ts';
import { createPrm } from '../../adapters/prm/index.ts';
import { call, faultOf, ledgered } from './contract.ts';
import { dealsOf } from './prm/records.ts';

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  out = join(folder, 'deep', 'out');
});
afterEach(() => rm(folder, { recursive: true }));

const drop = (name: string, text: string) => writeFile(join(folder, name), text);
const prm = () => createPrm('files', { folder, out });
const crm = () => createCrm('files', { folder, out });

describe('an export', () => {
  test('may name its columns in any spelling, and leave out what it does not know', async () => {
    await drop(
      'partners.csv',
      '\uFEFFID,name,Tier,REGION,time_zone,Win Rate,Certified\n7,"Nord, Co",Gold,EMEA,,0.5,yes\n',
    );
    expect(await prm().partners.read('7', call)).toEqual({
      id: '7',
      name: 'Nord, Co',
      tier: 'Gold',
      region: 'EMEA',
      language: 'en',
      timeZone: 'UTC',
      email: null,
      active: true,
      winRate: 0.5,
      performance: null,
      certified: true,
      approvedRegistrations: null,
      manager: null,
      certifications: null,
      territories: null,
      mdfBalance: null,
      parentPartner: null,
    });
  });

  test('of partners has their own ids, also where the CRM account of each stands before them', async () => {
    await drop(
      'partners.csv',
      'Account ID,Partner ID,Account Name,Partner Name,Tier,Region\n001,7,A,Nord,Gold,EMEA\n',
    );
    expect(await prm().partners.read('7', call)).toMatchObject({ id: '7', name: 'Nord' });
    expect(await prm().partners.read('001', call)).toBeNull();
  });

  test('is read again when it changes', async () => {
    await drop('partners.csv', 'id,name,tier,region\n7,Nord,Gold,EMEA\n');
    const port = prm();
    expect(await port.partners.read('7', call)).toMatchObject({ tier: 'Gold' });
    await drop('partners.csv', 'id,name,tier,region\n7,Nord,Iron,EMEA\n');
    await utimes(join(folder, 'partners.csv'), new Date(), new Date(Date.now() + 5_000));
    expect(await port.partners.read('7', call)).toMatchObject({ tier: 'Iron' });
  });

  test.each([
    ['id,name,tier,region\n7,,Gold,EMEA\n', 'row 2, name'],
    [
      'id,name,tier,region,winRate\n6,A,Gold,EMEA,1\n7,B,Gold,EMEA,half\n',
      'row 3, winrate: is no number like 1234.5',
    ],
    ['id,name,tier\n7,B,Gold\n', 'row 2, region (no such column; there are id, name, tier)'],
    ['id,name,tier,region\n7,"B,Gold,EMEA\n', 'cannot be read'],
  ])('that does not fit names file, row and column: %j', async (text, said) => {
    await drop('partners.csv', text);
    const fault = await faultOf(prm().partners.read('7', call));
    expect(fault).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
    expect(fault.message).toContain(join(folder, 'partners.csv'));
    expect(fault.message).toContain(said);
  });

  describe('has one format of numbers', () => {
    const deals = async (rows: readonly (readonly [string, string])[], settings = {}) => {
      const lines = rows.map(([amount, currency], index) => `${index},7,Submitted,"${amount}",${currency}`);
      await drop('deals.csv', ['id,partner_id,status,amount,currency', ...lines, ''].join('\n'));
      return dealsOf(createPrm('files', { folder, out, ...settings }));
    };
    const statedIn = async (port: Awaited<ReturnType<typeof deals>>, id: string) =>
      (await port.read(id, call))?.fields.stated_value;

    test('which one of its rows shows for all', async () => {
      const port = await deals([
        ['45.000', 'EUR'],
        ['12.500,50', 'EUR'],
        ['1.000', 'KWD'],
      ]);
      expect(await statedIn(port, '0')).toEqual({ amount: '45000.00', currency: 'EUR' });
      expect(await statedIn(port, '1')).toEqual({ amount: '12500.50', currency: 'EUR' });
      expect(await statedIn(port, '2')).toEqual({ amount: '1000.000', currency: 'KWD' });
    });

    test('and is refused with both readings where none does, unless the setting states it', async () => {
      const rows = [
        ['45.000', 'EUR'],
        ['500', 'EUR'],
      ] as const;
      const fault = await faultOf((await deals(rows)).read('0', call));
      expect(fault).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
      expect(fault.message).toMatch(/deals\.csv, row 2, amount: .* as 45\.000 and as 45000\./);
      expect(await statedIn(await deals(rows, { decimal: ',' }), '0')).toMatchObject({ amount: '45000.00' });
    });

    test('and amounts without a currency are in the one that is set, never in a guessed one', async () => {
      const fault = await faultOf((await deals([['45000.00', '']])).read('0', call));
      expect(fault.message).toContain('row 2, amount: The amount names no currency.');
      const port = await deals([['45000.00', '']], { currency: 'CHF' });
      expect(await statedIn(port, '0')).toEqual({ amount: '45000.00', currency: 'CHF' });
    });
  });

  describe('may be a workbook, or text of any encoding and separator', () => {
    const accounts = async (bytes: Uint8Array, settings = {}) => {
      await writeFile(join(folder, 'accounts.csv'), bytes);
      const found = createCrm('files', { folder, out, ...settings }).candidates(
        { domain: 'm.example', name: '' },
        call,
      );
      return (await found).accounts.map(({ id, name }) => [id, name]);
    };
    const latin1 = (text: string) => Buffer.from(text, 'latin1');

    test('with the letters of Windows, which are those that were written', async () => {
      expect(await accounts(latin1('id;name;domain\r\n007;Rhône & Söhne;m.example\r\n'))).toEqual([
        ['007', 'Rhône & Söhne'],
      ]);
      const utf16 = Buffer.from('\ufeffid\tname\tdomain\r\n007\tRhône\tm.example\r\n', 'utf16le');
      expect(await accounts(utf16)).toEqual([['007', 'Rhône']]);
    });

    test('with letters that could be others only where the encoding is stated', async () => {
      const bytes = latin1('id;name;domain\r\n007;Crème;m.example\r\n');
      const fault = await faultOf(accounts(bytes));
      expect(fault).toMatchObject({ kind: 'rejected', code: 'UNREADABLE' });
      expect(fault.message).toContain(
        'can be read as windows-1252 (è) and as windows-1250 (č). State the encoding',
      );
      expect(await accounts(bytes, { encoding: 'windows-1252' })).toEqual([['007', 'Crème']]);
    });

    test('under the headings of a CRM, below the title, without the footer', async () => {
      const text =
        'My Accounts Report;;;\n\nAccount ID;Account Name;Website;Billing City\n007;Acme;m.example;Rostock\n;;;\nTotal;1;;\nCopyright (c) 2026 salesforce.com, inc.;;;\n';
      expect(await accounts(Buffer.from(text))).toEqual([['007', 'Acme']]);
    });

    test('with rows that are not torn', async () => {
      const fault = await faultOf(accounts(Buffer.from('id,name,domain\n1,Müller, Söhne,m.example\n')));
      expect(fault.message).toContain('row 2 has 4 fields and the headings are 3');
    });

    test('whose ids keep the zeros that their format shows', async () => {
      await copyFile(
        join(import.meta.dirname, '../data/workbooks/partners.xlsx'),
        join(folder, 'partners.xlsx'),
      );
      expect(await prm().partners.read('00012', call)).toMatchObject({
        name: 'Nordlicht Systems GmbH',
        tier: 'Gold',
        winRate: 0.61,
        certified: true,
        mdfBalance: { amount: '12500.50', currency: 'EUR' },
      });
      expect(await prm().partners.read('00013', call)).toMatchObject({
        winRate: 0.5,
        mdfBalance: { amount: '45000.00', currency: 'EUR' },
      });
    });
  });

  test('that is missing names the file; one that is optional is empty', async () => {
    expect((await faultOf(prm().partners.read('7', call))).message).toContain(
      `there is no partners.csv or partners.json or partners.xlsx or partners.ods in ${folder}`,
    );
    expect(await dealsOf(prm()).read('7', call)).toBeNull();
    await drop('accounts.json', JSON.stringify([{ id: 1, name: 'Acme', domain: 'www.acme.example' }]));
    expect(await crm().candidates({ domain: 'acme.example', name: '' }, call)).toEqual({
      accounts: [
        {
          id: '1',
          name: 'Acme',
          domain: 'acme.example',
          parentId: null,
          address: null,
          lastTouchAt: null,
          createdAt: null,
        },
      ],
      opportunities: [],
      own: null,
    });
  });
});

describe('a written file', () => {
  const payload = { id: '101', status: 'Approved', AI_Validation_Score: 88 };

  test('says what to load under which key, and a repeat replaces it', async () => {
    const write = dealsOf(prm()).writes.updateDeal;
    const { landed } = await ledgered(write, payload, 'case/prm.updateDeal/1');
    expect(await write.send(payload, 'case/prm.updateDeal/1', call)).toEqual(landed);
    expect(await readdir(out)).toEqual([`${landed.id}.json`]);
    expect(JSON.parse(await readFile(join(out, `${landed.id}.json`), 'utf8'))).toEqual({
      operation: 'updateDeal',
      key: 'case/prm.updateDeal/1',
      payload,
    });
  });

  test('that was half written by a killed process is not taken for the whole', async () => {
    const write = dealsOf(prm()).writes.updateDeal;
    const { landed } = await ledgered(write, payload, 'k');
    await writeFile(join(out, `${landed.id}.json`), '{ "operation": "upd');
    expect(await write.lookup(payload, 'k', call)).toBe('absent');
  });

  test('that cannot be written is an outage and names the folder', async () => {
    await mkdir(join(folder, 'deep'));
    await writeFile(out, 'a file where the folder should be');
    const fault = await faultOf(dealsOf(prm()).writes.updateDeal.send(payload, 'k', call));
    expect(fault.kind).toBe('unavailable');
    expect(fault.message).toContain(`${out}; make it a folder that this process may write`);
  });
});

describe('a blank cell of an export', () => {
  test('leaves what another column for the same holds', async () => {
    for (const [head, row] of [
      ['id,name,Partner Name,tier,Partner Level,region', '7,,Nord,,Gold,EMEA'],
      ['id,Partner Name,name,Partner Level,tier,region', '7,Nord,\u200b,Gold, ,EMEA'],
    ]) {
      await drop('partners.csv', `${head}\n${row}\n8,${'Süd,'.repeat(2)}Silver,Silver,APAC\n`);
      expect(await prm().partners.read('7', call)).toMatchObject({ name: 'Nord', tier: 'Gold' });
    }
    await rm(join(folder, 'partners.csv'));
    await drop(
      'partners.json',
      JSON.stringify([
        { id: '7', name: 'Nord', tier: 'Gold', region: 'EMEA', timeZone: 'Europe/Berlin', time_zone: '' },
      ]),
    );
    expect(await prm().partners.read('7', call)).toMatchObject({ timeZone: 'Europe/Berlin' });
  });
});
