import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { openClaim } from '../../adapters/intake/claim/sealed.ts';
import { type IntakeForm, RECEIVED_MAIL } from '../../adapters/intake/parse.ts';
import { receive } from '../../adapters/intake/receive.ts';
import { transact } from '../../adapters/store/pool.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import type { ReceivedClaim } from '../../domain/claim/received-claim.ts';
import { watchedInbox, watchedMails } from '../../server/inbox.ts';
import { settledAll } from '../environment/settled.ts';
import { describeRig, MAIL_SERVER } from './rig.ts';

const rig = describeRig();
const PARTNER = {
  ...{ id: '7005', name: 'Great Lakes Data Inc', tier: 'Gold', region: 'AMER', language: 'en' },
  ...{ timeZone: 'America/Chicago', email: 'channel@greatlakes.example', active: true, winRate: 0.5 },
  ...{ performance: 0.7, certified: true, approvedRegistrations: 18, manager: 'p-joe' },
};
beforeAll(() => rig.prm.seed({ partners: [PARTNER] }));

const proof = `Authentication-Results: ${MAIL_SERVER}; dmarc=pass header.from=greatlakes.example\r\n`;
let count = 0;

function mail(text: string, { from = PARTNER.email, head = '' } = {}): Buffer {
  count += 1;
  return Buffer.from(
    `${head}From: ${from}\r\nMessage-ID: <claim-${count}@greatlakes.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${text}\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="invoice ${count}.pdf"\r\n\r\n%PDF-1.4 ${count}\r\n--b--\r\n`,
  );
}

async function taken(form: IntakeForm, body: Buffer) {
  const input = { lifecycle: 'claim' as const, source: 'email', form, body };
  return settledAll(rig.intake.store, await receive(rig.intake, input));
}

async function claimOf(caseId: string): Promise<ReceivedClaim> {
  return transact(rig.intake.store, async (tx) =>
    openClaim(tx, rig.intake.vault, (await submissionOf(tx, caseId))?.canonical ?? {}),
  );
}

const TEXT = 'Program: growth-regions-bonus\r\nInvoice: RE-1\r\n4 x ANL-PRO, 9600.00 EUR';

test.each([
  ['whom its server vouches for', PARTNER.email, proof, '7005', []],
  ['whom nobody vouches for', PARTNER.email, '', '7005', ['partner_unconfirmed']],
  ['whom nobody knows', 'thief@elsewhere.example', '', 'unknown', []],
])('a mail of a sender %s is a claim for a person', async (_who, from, head, partnerId, more) => {
  const body = mail(TEXT, { from, head });
  const [first] = await taken(RECEIVED_MAIL, body);
  if (first?.kind !== 'submitted') throw new Error(`it was ${first?.kind}`);
  expect(first.case).toMatch(/^claim:email:/);
  const { claim, problems } = await claimOf(first.case);
  expect(claim).toMatchObject({ partnerId, program: 'growth-regions-bonus', lines: [{ sku: 'ANL-PRO' }] });
  expect(problems.map(({ code }) => code)).toEqual(['by_mail', ...more]);
  expect(claim.documents).toMatchObject([{ type: 'application/pdf' }]);
  expect(await rig.sql('select hash from claim_documents where case_id = $1', [first.case])).toHaveLength(1);
  // The same mail on another way changes nothing.
  expect(await taken(RECEIVED_MAIL, Buffer.concat([Buffer.from('Received: by x\r\n'), body]))).toMatchObject([
    { case: first.case, revision: 1 },
  ]);
});

test('the mail of an asked partner adds its documents and fills gaps, and changes nothing that is stated', async () => {
  const stated = {
    claim_id: 'ASKED',
    source_partner_id: '7005',
    program: 'growth-regions-bonus',
    lines: [{ sku: 'ANL-PRO', quantity: '4' }],
  };
  const [asked] = await taken('application/json', Buffer.from(JSON.stringify(stated)));
  if (asked?.kind !== 'submitted') throw new Error('not submitted');
  await rig.sql(`update cases set status = 'waiting_for_partner' where case_id = $1`, [asked.case]);
  const answer = (from: string) =>
    mail('Program: security-sprint-spiff\r\nDate: 2026-11-20\r\n> Reference: ASKED', { from, head: proof });
  expect(await taken(RECEIVED_MAIL, answer(PARTNER.email))).toMatchObject([
    { case: asked.case, revision: 2 },
  ]);
  const { claim, problems } = await claimOf(asked.case);
  expect(claim).toMatchObject({ program: 'growth-regions-bonus', soldOn: '2026-11-20', documents: [{}] });
  expect(problems.map(({ code }) => code)).toEqual(['answered_by_mail']);
  const [stranger] = await taken(RECEIVED_MAIL, answer('thief@elsewhere.example'));
  expect(stranger).toMatchObject({ kind: 'submitted', case: expect.stringMatching(/^claim:email:/) });
});

test('an archive in the folder of claims is one claim with its documents; one that says nothing is a dead letter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'claims-in-'));
  await mkdir(join(folder, 'claim'));
  const table =
    'claim_id,source_partner_id,program,sku,quantity,amount,currency\nZIP-1,7005,growth-regions-bonus,ANL-PRO,4,9600.00,EUR\n';
  await writeFile(
    join(folder, 'claim', 'good.zip'),
    zipSync({ 'claim.csv': strToU8(table), 'RE-1.pdf': strToU8('%PDF-1.4 a') }),
  );
  await writeFile(join(folder, 'claim', 'bad.zip'), zipSync({ 'RE-2.pdf': strToU8('%PDF-1.4 b') }));
  const inbox = watchedInbox(rig.intake, folder, (error) => {
    throw error;
  });
  await inbox.look();
  await inbox.look();
  const caseId = 'claim:files:ZIP~2d1';
  const settled = async () =>
    (await rig.sql('select 1 from cases where case_id = $1', [caseId])).length === 1;
  while (!(await settled())) await new Promise((done) => setTimeout(done, 100));
  expect((await claimOf(caseId)).claim).toMatchObject({
    partnerId: '7005',
    documents: [{ name: 'RE-1.pdf' }],
  });
  const failed = () => readdir(join(folder, 'claim', 'failed')).catch(() => []);
  while ((await failed()).length === 0) {
    await new Promise((done) => setTimeout(done, 100));
    await inbox.look();
  }
  expect(
    await rig.sql(
      `select problem->>'code' as code from dead_letters where lifecycle = 'claim' and problem->>'code' = 'claim_not_stated'`,
    ),
  ).toHaveLength(1);
});

test('the folder that the mail server writes into has one for each lifecycle', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'claim-mails-'));
  await mkdir(join(folder, 'claim'));
  await writeFile(join(folder, 'claim', '1732.M1.host'), mail(TEXT, { head: proof }));
  const mails = watchedMails(rig.intake, folder, (error) => {
    throw error;
  });
  await mails.look();
  expect(await mails.look()).toMatchObject([{ lifecycle: 'claim', outcome: 'done' }]);
});
