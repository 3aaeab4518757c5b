import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
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

const put = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
const list = (under: string) =>
  readdirSync(join(folder, under)).map((name) => name.replace(/^[0-9a-f-]+-/, ''));
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
    put('readme.md', 'not for us');
    put('.hidden.json', '{}');
    expect((await twice()).map(({ file, outcome }) => [file, outcome])).toEqual([
      ['one.json', 'done'],
      ['three.eml', 'done'],
      ['two.CSV', 'done'],
    ]);
    expect(list('done').sort()).toEqual(['one.json', 'three.eml', 'two.CSV']);
    expect(readdirSync(folder).sort()).toEqual(['.hidden.json', 'done', 'readme.md']);
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
