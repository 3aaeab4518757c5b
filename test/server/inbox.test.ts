import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { retryDeadLetter } from '../../adapters/intake/retry.ts';
import { letterDetails, listDeadLetters } from '../../adapters/store/dead-letters.ts';
import { statement } from '../../adapters/store/statement.ts';
import { type Inbox, MOST_FILE, watch, watchedInbox } from '../../server/inbox.ts';
import { textPdf } from '../adapters/documents/pdf-files.ts';
import { deal, describeRig } from './rig.ts';

const rig = describeRig();
let folder: string;
let inbox: Inbox;
let errors: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inbox-'));
  errors = [];
  inbox = watchedInbox(rig.intake, folder, (error) => errors.push(error));
});
afterEach(() => {
  expect(errors).toEqual([]);
  rmSync(folder, { recursive: true });
});

const zipOf = (files: Record<string, string>) =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]))),
  );
const put = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
const list = (under: string) =>
  readdirSync(join(folder, under))
    .filter((name) => !/\.(?:reading|result\.csv)$/.test(name))
    .map((name) => name.replace(/^[0-9a-f-]+-/, ''));
const twice = async () => [...(await inbox.look()), ...(await inbox.look())];
const letters = async () => Number((await rig.sql('select count(*) as n from dead_letters'))[0]?.n);
const caseCount = async (externalId: unknown) =>
  (await rig.sql('select case_id from cases where source = $1 and external_id = $2', ['files', externalId]))
    .length;

describe('the watched folder', () => {
  test('takes JSON, CSV and e-mail in, and moves them away', async () => {
    const one = deal();
    put('one.json', JSON.stringify(one));
    put('two.CSV', `deal_id,customer_name\n${String(deal().deal_id)},A\n${String(deal().deal_id)},B\n`);
    put('three.eml', 'From: a@b.example\r\nMessage-ID: <inbox-three@b.example>\r\n\r\nCustomer: Acme\r\n');
    put('half.csv.part', 'deal_id');
    put('.hidden.json', '{}');
    expect((await twice()).map(({ file, outcome }) => [file, outcome])).toEqual([
      ['one.json', 'done'],
      ['three.eml', 'done'],
      ['two.CSV', 'done'],
    ]);
    expect(list('done').sort()).toEqual(['one.json', 'three.eml', 'two.CSV']);
    expect(readdirSync(folder).sort()).toEqual(['.hidden.json', 'done', 'half.csv.part']);
    expect(await caseCount(one.deal_id)).toBe(1);
    const [mail] = await rig.sql(`select intake_id from deliveries where source = 'email'`);
    expect(await rig.settled(mail?.intake_id)).toMatchObject([{ kind: 'submitted' }]);
    expect(await rig.sql(`select partner_id from cases where source = 'email'`)).toEqual([
      { partner_id: null },
    ]);
  });

  test('has a folder for each lifecycle, with a sample of its own', async () => {
    const [own, sample] = [deal(), deal()];
    mkdirSync(join(folder, 'deal', 'sample'), { recursive: true });
    mkdirSync(join(folder, 'nothing'));
    put('deal/own.json', JSON.stringify(own));
    put('deal/sample/sample.json', JSON.stringify(sample));
    put('nothing/lost.json', JSON.stringify(deal()));
    const taken = { lifecycle: 'deal', outcome: 'done', codes: [] };
    expect(await twice()).toEqual([
      { ...taken, file: 'own.json' },
      { ...taken, file: 'sample.json' },
    ]);
    expect([list('deal/done'), list('deal/sample/done')]).toEqual([['own.json'], ['sample.json']]);
    const rows = await rig.sql(
      'select external_id, lifecycle, sample from cases where external_id = any ($1) order by sample',
      [[own.deal_id, sample.deal_id]],
    );
    expect(rows).toEqual([
      { external_id: own.deal_id, lifecycle: 'deal', sample: false },
      { external_id: sample.deal_id, lifecycle: 'deal', sample: true },
    ]);
  });

  test('keeps text and PDF for a worker to read; what holds no registration is a dead letter', async () => {
    put('four.txt', 'Customer: Acme\nPartner id 7001');
    put('five.pdf', textPdf(['Customer: Acme', 'Partner id 7001']));
    put('menu.txt', 'Lunch: soup');
    expect((await twice()).map(({ file, outcome, codes }) => [file, outcome, ...codes])).toEqual([
      ['five.pdf', 'done'],
      ['four.txt', 'done'],
      ['menu.txt', 'done'],
    ]);
    const intakes = await rig.sql(`select intake_id from deliveries where form <> 'message/rfc822'`);
    const became = await Promise.all(intakes.map((row) => rig.settled(row.intake_id)));
    const outcomes = became.flat().map((one) => (one.kind === 'refused' ? one.problem.code : one.kind));
    expect(outcomes.sort()).toEqual(['no_registration', 'submitted', 'submitted']);
  });

  test('waits until a file has stopped growing', async () => {
    const body = JSON.stringify(deal());
    put('slow.json', body.slice(0, 20));
    expect(await inbox.look()).toEqual([]);
    appendFileSync(join(folder, 'slow.json'), body.slice(20));
    expect(await inbox.look()).toEqual([]);
    expect(await inbox.look()).toMatchObject([{ file: 'slow.json', outcome: 'done' }]);
  });

  test('moves a file with a bad part to failed, keeps that part and takes the others in', async () => {
    const before = await letters();
    const id = String(deal().deal_id);
    put('mixed.csv', `deal_id,customer_name,amount\n${id},A,5\nx-1,B,-5\n`);
    expect(await twice()).toMatchObject([
      { file: 'mixed.csv', outcome: 'failed', codes: ['amount_negative'] },
    ]);
    expect(list('failed')).toEqual(['mixed.csv']);
    expect([await caseCount(id), await letters()]).toEqual([1, before + 1]);
  });

  test('has a dead letter with its fix for what is not read, and takes an archive as its files', async () => {
    const [one, two] = [deal(), deal()];
    put('brief.odt', 'no text');
    put('screen.heic', Buffer.from([1, 2, 3]));
    put('broken.zip', 'PK\u0003\u0004');
    put(
      'pack.zip',
      zipOf({ 'a/one.json': JSON.stringify(one), 'two.json': JSON.stringify(two), 'x.exe.txt': 'Lunch' }),
    );
    put('mixed.zip', zipOf({ 'three.json': '{', 'four.bin': 'x' }));
    expect((await twice()).map(({ file, outcome, codes }) => [file, outcome, ...codes])).toEqual([
      ['brief.odt', 'failed', 'unsupported_file'],
      ['broken.zip', 'failed', 'zip_broken'],
      ['mixed.zip', 'failed', 'malformed_json', 'unsupported_file'],
      ['pack.zip', 'done'],
      ['screen.heic', 'failed', 'unsupported_file'],
    ]);
    expect([await caseCount(one.deal_id), await caseCount(two.deal_id)]).toEqual([1, 1]);
    const waiting = await listDeadLetters(statement(rig.intake.store), { retried: false });
    const about = await letterDetails(
      statement(rig.intake.store),
      rig.intake.vault,
      waiting.map(({ id }) => id),
    );
    expect([...about.values()].map(({ file }) => file)).toEqual(
      expect.arrayContaining([
        'brief.odt',
        'screen.heic',
        'broken.zip',
        'mixed.zip/three.json',
        'mixed.zip/four.bin',
      ]),
    );
  });

  test('says beside a file which rows became which cases, and which did not, however long it is', async () => {
    const ids = Array.from({ length: 150 }, () => String(deal().deal_id));
    const rows = ids.map((id, index) => `${id},Row ${index} AG,${index === 140 ? -5 : 5},EUR`);
    put('short.csv', `deal_id,customer_name,amount,currency\n${ids[0]}-s,A AG,5,EUR\nx-2,B AG,-5,EUR\n`);
    put('long.csv', `deal_id,customer_name,amount,currency\n${rows.join('\n')}\n`);
    expect((await twice()).map(({ file, outcome }) => [file, outcome])).toEqual([
      ['long.csv', 'done'],
      ['short.csv', 'failed'],
    ]);
    const [long] = await rig.sql(
      `select intake_id from deliveries where form = 'text/csv' order by delivery_id desc limit 1`,
    );
    await rig.settled(long?.intake_id);
    await inbox.look();
    expect(list('done')).toEqual([]);
    expect(list('failed').sort()).toEqual(['long.csv', 'short.csv']);
    const result = (name: string) => {
      const file =
        readdirSync(join(folder, 'failed')).find((one) => one.endsWith(`${name}.result.csv`)) ?? '';
      return readFileSync(join(folder, 'failed', file), 'utf8')
        .trim()
        .split('\r\n');
    };
    expect(result('short.csv')).toEqual([
      'row,state,case,revision,dead_letter,problem,what_to_do',
      expect.stringMatching(/^2,accepted,deal:files:.+,1,,,$/),
      expect.stringMatching(/^3,rejected,,,[0-9a-f-]{36},estimated_value: /),
    ]);
    expect(result('long.csv').filter((line) => line.includes('rejected'))).toEqual([
      expect.stringMatching(/^142,rejected,/),
    ]);
    const letters = await listDeadLetters(statement(rig.intake.store), { retried: false });
    const about = await letterDetails(
      statement(rig.intake.store),
      rig.intake.vault,
      letters.map(({ id }) => id),
    );
    expect([...about.values()]).toContainEqual(
      expect.objectContaining({ file: 'long.csv', row: 142, customer: 'Row 140 AG' }),
    );
  });

  test('takes a value that goes back as a change, and the same file once more as none', async () => {
    const id = String(deal().deal_id);
    const file = (amount: number) =>
      put('aba.csv', `deal_id,customer_name,amount,currency\n${id},Zwergtaucher AG,${amount},EUR\n`);
    for (const amount of [120, 210, 120, 120]) {
      file(amount);
      await twice();
    }
    const revisions = await rig.sql(
      `select revision, canonical->'submission'->'stated_value'->>'amount' as amount from submissions
        where case_id like '%' || $1 || '%' order by revision`,
      [id.replaceAll('-', '~2d')],
    );
    expect(revisions.map(({ amount }) => amount)).toEqual(['120.00', '210.00', '120.00']);
  });

  test('taking the same files in again, as after a crash before they were moved, changes nothing', async () => {
    const body = deal();
    const files = () => {
      put('again.json', JSON.stringify(body));
      put('bad.json', '{');
    };
    files();
    await twice();
    const rows = await rig.sql('select count(*) as n from submissions');
    const before = await letters();
    files();
    expect((await twice()).map((each) => each.outcome)).toEqual(['done', 'failed']);
    expect([await rig.sql('select count(*) as n from submissions'), await letters()]).toEqual([rows, before]);
  });

  test('refuses an enormous file by its size alone', async () => {
    const before = await letters();
    put('huge.csv', '');
    truncateSync(join(folder, 'huge.csv'), MOST_FILE + 1);
    expect(await twice()).toMatchObject([{ file: 'huge.csv', outcome: 'failed', codes: ['too_large'] }]);
    expect(await letters()).toBe(before + 1);
    rmSync(join(folder, 'failed'), { recursive: true });
  });

  test.each([
    ['letters', `${'l'.repeat(250)}.txt`],
    ['characters of several bytes', `${'長'.repeat(83)}.txt`],
  ])('moves away what has the longest name that a file can have, in %s', async (_of, name) => {
    expect(Buffer.byteLength(name)).toBeGreaterThan(250);
    put(name, `Partner id 7001\nCustomer: ${name.length} AG`);
    expect((await twice()).map(({ outcome }) => outcome)).toEqual(['done']);
    expect(readdirSync(folder)).not.toContain(name);
  });

  test('follows no links', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'secret.json'), JSON.stringify(deal()));
    symlinkSync(join(outside, 'secret.json'), join(folder, 'link.json'));
    expect(await twice()).toEqual([]);
    rmSync(outside, { recursive: true });
  });

  test('marks what lies under sample/ as sample', async () => {
    const body = deal();
    mkdirSync(join(folder, 'sample'));
    put('sample/one.json', JSON.stringify(body));
    await twice();
    expect(await rig.sql('select sample from cases where external_id = $1', [body.deal_id])).toEqual([
      { sample: true },
    ]);
    expect(list('sample/done')).toEqual(['one.json']);
  });

  test('is looked at until told to stop', async () => {
    const ending = new AbortController();
    put('watched.json', JSON.stringify(deal()));
    const taken = await new Promise<string>((resolve) => {
      void watch(inbox, ({ file }) => resolve(file), ending.signal);
    });
    ending.abort();
    expect(taken).toBe('watched.json');
  });
});

test('a file that cannot be taken in stays, and holds up no other', async () => {
  const broken = {
    ...rig.intake.vault,
    tokenOf(text: string) {
      if (text.startsWith('message/rfc822')) throw new Error('broken');
      return rig.intake.vault.tokenOf(text);
    },
  };
  const failing = watchedInbox({ ...rig.intake, vault: broken }, folder, (error) =>
    errors.push((error as Error).message),
  );
  const body = deal();
  put('a.eml', 'From: a@b.example\r\n\r\nhello');
  put('b.json', JSON.stringify(body));
  await failing.look();
  expect(await failing.look()).toMatchObject([{ file: 'b.json', outcome: 'done' }]);
  expect(errors.splice(0)).toEqual(['broken']);
  expect(readdirSync(folder)).toContain('a.eml');
});

test('reads its tables as its settings.yaml states them, by the names of the files', async () => {
  const [one, other] = [deal(), deal()];
  const row = ({ deal_id }: Record<string, unknown>) => `deal_id;Betrag\n${deal_id};45.000\n`;
  put('settings.yaml', '"acme-*.csv": { currency: CHF, decimal: "," }\n"*.csv": { currency: EUR }\n');
  put('acme-1.csv', row(one));
  put('other.csv', row(other));
  expect((await twice()).map(({ file, outcome }) => [file, outcome])).toEqual([
    ['acme-1.csv', 'done'],
    ['other.csv', 'done'],
  ]);
  expect(readdirSync(folder).sort()).toEqual(['done', 'settings.yaml']);
  for (const { intake_id } of await rig.sql(`select intake_id from deliveries where source = 'files'`))
    await rig.settled(intake_id);
  const statedOf = async (id: unknown) =>
    (await rig.sql(`select summary->'stated_value' as value from cases where external_id = $1`, [id]))[0]
      ?.value;
  expect(await statedOf(one.deal_id)).toEqual({ amount: '45000.00', currency: 'CHF' });
  // Nothing states its decimals: it is asked about, and keeps what is stated of it.
  expect(await statedOf(other.deal_id)).toBeUndefined();
  const [letter] = await listDeadLetters(statement(rig.intake.store), { limit: 1 });
  expect(letter?.problem.code).toBe('amount_ambiguous');
  const again = await retryDeadLetter(rig.intake, letter?.id ?? '', { number: { mark: ',', places: 0 } });
  for (const one of again ?? []) if (one.kind === 'reading') await rig.settled(one.intake);
  expect(await statedOf(other.deal_id)).toEqual({ amount: '45000.00', currency: 'EUR' });

  put('settings.yaml', '"*.csv": { currncy: EUR }\n');
  put('third.csv', row(deal()));
  expect((await twice()).map(({ codes }) => codes)).toEqual([['settings_unreadable']]);
  rmSync(join(folder, 'settings.yaml'));
});
