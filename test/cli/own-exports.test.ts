import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { crmFiles, opportunityColumns } from '../../adapters/crm/files.ts';
import { exportRows } from '../../adapters/export-rows.ts';
import { partnerColumns } from '../../adapters/prm/files.ts';
import { everyProblem } from '../../cli/init/every-problem.ts';
import { dailyRates } from '../../installation/rates.ts';

let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'qd-exports-'));
  put('partners.csv', 'id,name,tier,region\n1,Nordlicht GmbH,Gold,EMEA\n2,Lumiere,Silver,EMEA\n');
  put('accounts.json', '[{"id":"A1","name":"Hansewerft","website":"https://hansewerft.example"}]');
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const put = (name: string, text: string) => writeFileSync(join(data, name), text);
const found = async () =>
  (await everyProblem(data, join(data, 'state'), new Date('2026-11-20T12:00:00Z'))).problems;

describe('what is checked of exports of one’s own', () => {
  test('a column that is not there is said once, and not for each of its rows', async () => {
    put('partners.csv', 'Number,name,tier,region\n1,A,Gold,EMEA\n2,B,Gold,EMEA\n3,C,Gold,EMEA\n');
    const told = (await found()).filter(({ column }) => column === 'id');
    expect(told.map(({ row, found: what }) => [row, what.startsWith('no such column')])).toEqual([
      [null, true],
    ]);
  });

  test.each([
    ['Salesforce', 'Account ID,Account Name,Created Date', 'Account ID,Account Name,Partner Level,Region'],
    ['HubSpot', 'Record ID,Company name,Create Date', 'Record ID,Company name,Level,Region'],
    ['Dynamics', 'Account Number,Account Name,Created On', 'Account Number,Account Name,Tier,Region'],
  ])('columns are known as %s exports them', async (_vendor, accounts, partners) => {
    rmSync(join(data, 'accounts.json'));
    put('accounts.csv', `${accounts}\nA1,Hansewerft,2024-02-03\n`);
    put('partners.csv', `${partners}\n1,Nordlicht GmbH,Gold,EMEA\n`);
    expect(await found()).toEqual([]);
  });

  test('a German and a French spreadsheet are read as they are, in Windows-1252, with their dates, numbers and words for yes', async () => {
    const latin = (name: string, ...lines: string[]) =>
      writeFileSync(join(data, name), Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1'));
    rmSync(join(data, 'accounts.json'));
    latin(
      'partners.csv',
      'Händlernummer;Händler;Einstufung;Vertriebsregion;Mailadresse;Aktiv (J/N);Zuständig;Zertifiziert;Bisher genehmigt;Erfolgsquote',
      '00417;Küstenwerk Systeme GmbH;Gold;EMEA;deals@kuestenwerk.example;J;p-hk;nein;38;0,55',
    );
    latin(
      'accounts.csv',
      'Code client;Raison sociale;Site internet;Adresse;CP;Ville;Pays;Créé le',
      'C1;Électricité de la Côte SARL;https://www.cote.example;1 rue du Port;56100;Lorient;France;11.06.2024',
    );
    latin(
      'opportunities.csv',
      'Chancen-Nr.;Kunden-Nr.;Bezeichnung;Verkaufsphase;Geändert am;Händlernummer',
      'O1;C1;Verlängerung;Gewonnen;08.11.2026;00417',
    );
    latin(
      'people.csv',
      'Kürzel;Name;Rolle;E-Mail;Zeitzone;Vorgesetzter',
      'p-hk;Heike Kramer;Channel Manager;hk@a.example;Europe/Berlin;p-ad',
      'p-ad;Ada Dirks;Admin;ad@a.example;Europe/Berlin;',
    );
    latin('rates.csv', 'Datum;Währung;USD', '20.11.2026;EUR;1,0842', '19.11.2026;EUR;1,0');
    expect(await found()).toEqual([]);
    const rows = async (name: string) => {
      const read = await exportRows(join(data, name));
      return 'rows' in read ? read.rows : read;
    };
    expect(await rows('accounts.csv')).toMatchObject([{ id: 'C1', createdat: '2024-06-11' }]);
    const [partner] = (await rows('partners.csv')) as Record<string, unknown>[];
    expect(partnerColumns.parse(partner)).toMatchObject({ active: true, certified: false, winrate: 0.55 });
    expect(opportunityColumns.parse(((await rows('opportunities.csv')) as unknown[])[0])).toMatchObject({
      modifiedat: '2026-11-08T00:00:00.000Z',
    });
    const { opportunities } = await crmFiles({ folder: data, out: join(data, 'out') }).candidates(
      { domain: 'cote.example', name: 'x' },
      { timeoutMs: 10_000, mayWait: true },
    );
    // `Gewonnen` is closed.
    expect(opportunities).toEqual([]);
    expect(dailyRates(join(data, 'rates.csv'))()).toEqual([
      { date: '2026-11-20', currency: 'EUR', usd: '1.0842' },
      { date: '2026-11-19', currency: 'EUR', usd: '1.0' },
    ]);
  });

  test.each([
    [
      'a day with two readings',
      'accounts.csv',
      'id,name,created_at\nA1,Hansewerft,03/04/2026\n',
      'created_at 03/04/2026',
    ],
    [
      'a rate with two readings',
      'rates.csv',
      'date;currency;usd\n2026-11-20;EUR;1,084\n',
      'can be 1.084 or 1084',
    ],
    [
      'a day of a rate with two readings',
      'rates.csv',
      'date,currency,usd\n03/04/2026,EUR,1.08\n',
      'can be 2026-04-03 or 2026-03-04',
    ],
  ])('%s is asked about, and never guessed', async (_, file, text, said) => {
    if (file === 'accounts.csv') rmSync(join(data, 'accounts.json'));
    put(file, text);
    const wrong = (await found()).filter(({ level }) => level === 'wrong');
    expect(wrong).toHaveLength(1);
    expect([wrong[0]?.column, wrong[0]?.found].join(' ')).toContain(said);
  });

  test('columns that nobody knows are told together, one that is nearly ours by itself', async () => {
    put('partners.csv', 'id,name,tier,region,phone,joined,languag\n1,A,Gold,EMEA,1,2,de\n');
    const told = (await found()).map(({ column, found: what }) => [column, what]);
    expect(told).toContainEqual(['languag', 'a column that is not read']);
    expect(told).toContainEqual([null, '2 columns that are not read: phone, joined']);
  });

  test('nothing is said of good ones', async () => expect(await found()).toEqual([]));

  test.each([
    ['a missing export', () => rmSync(join(data, 'partners.csv')), 'partners.csv – – no such file'],
    [
      'a row without a name',
      () => put('partners.csv', 'id,name,tier,region\n1,,Gold,EMEA\n'),
      'partners.csv 2 name nothing',
    ],
    ['a file that is no JSON', () => put('accounts.json', '{'), 'accounts.json'],
    ['a rate that is no number', () => put('rates.csv', 'date,currency,usd\n2026-01-01,EUR,one\n'), 'line 2'],
    ['no row', () => put('partners.csv', 'id,name,tier,region\n'), 'partners.csv – – no row'],
    [
      'an id that stands twice',
      () => put('partners.csv', 'id,name,tier,region\n1,A,Gold,EMEA\n1,B,Gold,EMEA\n'),
      'row 2 has this one',
    ],
    [
      'another column for one that is needed',
      () => put('partners.csv', 'id,label,tier,region\n1,A,Gold,EMEA\n'),
      'a column name: the company',
    ],
    [
      'a deal of nobody',
      () => put('deals.csv', 'id,partner_id,status\nD1,9,Approved\n'),
      'an id in partners.csv',
    ],
    [
      'a status that is none',
      () => put('deals.csv', 'id,partner_id,status\nD1,1,Perhaps\n'),
      'Draft, Submitted, Incomplete',
    ],
    ['a person id', () => put('people.csv', 'id,name,role\nk.vogt,K. Vogt,admin\n'), 'like p-k-vogt'],
    ['a role', () => put('people.csv', 'id,name,role\np-kv,K. Vogt,boss\n'), 'channel_manager, partner_ops'],
  ])('%s is wrong', async (_, spoil, said) => {
    spoil();
    const told = (await found()).map(({ level, file, row, column, found: what, accepted }) =>
      [level, file, row ?? '–', column ?? '–', what, accepted].join(' '),
    );
    expect(told.filter((one) => one.startsWith('wrong') && one.includes(said))).toHaveLength(1);
  });

  test('everything that is wrong stands in one table, with ids that lost their zeros', async () => {
    put(
      'partners.csv',
      'id,name,tier,region,win_rate,manager\n00012,A,Gold,EMEA,high,p-kv\n00013,B,Premier,EMEA,0.5,k.vogt\n',
    );
    put('people.csv', 'id,name,role\np-kv,K. Vogt,admin\n');
    put(
      'opportunities.csv',
      'id,account_id,name,stage,modified_at,partner_id\nO1,A1,Deal,Won,2026-11-01,12\nO2,A9,Deal,Won,soon,13\n',
    );
    put('deals.csv', 'id,partner_id,status,worth,amount\nD1,12,Genehmigt,5,\n');
    const problems = await found();
    const told = problems.map((one) => [one.level, one.file, one.row, one.column, one.found].join(' '));
    expect(told).toEqual([
      'wrong deals.csv 2 partner_id 12',
      'wrong opportunities.csv 2 partner_id 12',
      'wrong opportunities.csv 3 modified_at soon',
      'wrong opportunities.csv 3 account_id A9',
      'wrong opportunities.csv 3 partner_id 13',
      'wrong partners.csv 2 win_rate high',
      'wrong partners.csv 3 manager k.vogt',
      'warning deals.csv  worth a column that is not read',
      'warning partners.csv 3 tier Premier',
    ]);
    expect(problems[0]?.accepted).toBe('00012 of partners.csv: keep ids as text, with their zeros');
  });

  test('one cause of many rows is told once', async () => {
    const rows = Array.from({ length: 120 }, (_, n) => `D${n},0${n % 2},Approved\n`);
    put('partners.csv', 'id,name,tier,region\n00000,A,Gold,EMEA\n00001,B,Gold,EMEA\n');
    put('deals.csv', `id,partner_id,status\n${rows.join('')}`);
    const told = await found();
    expect(told.map(({ row, found: what }) => [row, what])).toEqual([
      [null, '117 more like these'],
      [2, '00'],
      [3, '01'],
      [4, '00'],
    ]);
  });
});
