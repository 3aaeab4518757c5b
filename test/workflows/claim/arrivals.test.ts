import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { linesOfClaim } from '../../../adapters/store/accounts/booked-lines.ts';
import { claimOf } from '../../../adapters/store/claim/claims.ts';
import { decisionOf } from '../../../adapters/store/rerun.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { caseId } from '../../../domain/identity.ts';
import { pdfOf } from '../../adapters/documents/pdf-files.ts';
import { runCli } from '../../cli/run-cli.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { historyText } from '../history-text.ts';
import { fileOf, newClaim, offer, toldOf, withInvoice, withPdf } from './cases.ts';
import { describeServer } from './server.ts';

/** How claims arrive: once, doubled, late, out of order, at the same moment, and long. */

const here = describeInstallation();
const server = describeServer(here);
beforeAll(() => offer(here).then(() => undefined));

const db = () => statement(here.store);
const handle = (id: string) => here.env.client.workflow.getHandle(id);
const completed = (id: string) => here.until(id, ({ status }) => status === 'completed');
const booked = async (id: string) => (await linesOfClaim(db(), id)).map(({ amount }) => amount.amount);
const shell = () => ({
  ...here.environment,
  TEMPORAL_ADDRESS: process.env.QD_TEST_TEMPORAL ?? '',
  QUARTERDECK_TASK_QUEUE: here.taskQueue,
});
const idOf = ({ claim_id }: { claim_id: string }) =>
  caseId({ lifecycle: 'claim', source: 'portal', externalId: claim_id, sequence: 1 });

test('by a signed webhook with its invoice as PDF it is accrued; doubled and late it is not paid again', async () => {
  const claim = { ...withPdf(newClaim(here)), version: '2' };
  const id = idOf(claim);
  const delivery = randomUUID();
  const accepted = { status: 202, body: { state: 'accepted', case: id, revision: 1 } };
  // The sender's own repeat comes before the first was answered.
  const both = await Promise.all([server.webhook(claim, delivery), server.webhook(claim, delivery)]);
  expect(both).toMatchObject([accepted, accepted]);
  expect(await completed(id)).toMatchObject({ outcome: 'Approved', segment: 'Platinum/EMEA/spiff' });
  expect(await booked(id)).toEqual(['50.00']);
  const { decision } = (await decisionOf(db(), id)) ?? {};
  expect(decision).toMatchObject({
    outcome: 'automatic',
    fields: { lines: [{ proof: 'document', from: expect.stringMatching(/^document:/) }] },
  });
  const page = await runCli(['claims', 'show', id, '--html'], shell());
  expect(page).toMatchObject({ code: 0, stderr: '' });
  expect(page.stdout).toMatch(/data:image\/png;base64,[A-Za-z0-9+/]{1000}/);
  for (const shown of ['Auto-Approved', '✓ agrees', '✓ payable', 'may be paid from', 'class="mark"'])
    expect(page.stdout).toContain(shown);

  // What the page says was read from its words, and no payload holds the page.
  expect(JSON.stringify(decision?.fields.field_mapping)).toContain('text_layer');
  expect(await historyText(handle(id))).not.toContain(claim.documents[0]?.content.slice(0, 200));

  expect(await server.webhook(claim, delivery)).toMatchObject(accepted);
  expect(await server.webhook(claim)).toMatchObject(accepted);
  const more = claim.lines.map((line) => ({ ...line, quantity: '100' }));
  expect(await server.webhook({ ...claim, version: '1', lines: more })).toMatchObject({
    body: { state: 'outdated', case: id },
  });
  expect(await server.webhook({ ...claim, version: '3', lines: more })).toMatchObject({
    status: 202,
    body: { case: id },
  });
  expect(await here.row(id)).toMatchObject({ status: 'completed', outcome: 'Approved' });
  expect((await handle(id).describe()).status.name).toBe('COMPLETED');
  expect(await booked(id)).toEqual(['50.00']);
  expect(toldOf(here, claim)).toHaveLength(1);
});

test('an older version that comes after a newer one changes nothing of an open claim, and begins none after a rejected one', async () => {
  const claim = newClaim(here);
  const id = idOf(claim);
  await server.webhook({ ...claim, version: '3' });
  await here.until(id, ({ status }) => status === 'waiting_for_partner');
  const late = { ...withPdf(claim), version: '2', persons: [] };
  expect(await server.webhook(late)).toMatchObject({ body: { state: 'outdated', case: id, revision: 1 } });
  expect(await here.row(id)).toMatchObject({ status: 'waiting_for_partner', revision: 1 });
  expect(await server.webhook({ ...withPdf(claim), version: '4' })).toMatchObject({
    body: { state: 'accepted', case: id, revision: 2 },
  });
  await completed(id);
  expect(await booked(id)).toEqual(['50.00']);

  const right = newClaim(here);
  const wrong = { ...right, lines: right.lines.map((line) => ({ ...line, sku: 'ARC-STD' })) };
  const rejected = idOf(right);
  await server.webhook({ ...withInvoice(wrong), version: '2' });
  expect(await completed(rejected)).toMatchObject({ outcome: 'Rejected' });
  expect(await server.webhook({ ...withInvoice(right), version: '1' })).toMatchObject({
    body: { state: 'outdated', case: rejected },
  });
  expect(await server.webhook({ ...withInvoice(right), version: '3' })).toMatchObject({
    body: { state: 'accepted', case: `${rejected}~2`, revision: 1 },
  });
});

test('of more than 256 kB with three documents it is read by a worker, and no payload holds any of them', async () => {
  const claim = newClaim(here);
  const [xml] = withInvoice(claim).documents;
  const [pdf] = withPdf(claim).documents;
  const folder = mkdtempSync(join(tmpdir(), 'qd-long-'));
  const path = join(folder, 'claim.json');
  writeFileSync(path, JSON.stringify({ ...claim, documents: [xml, pdf, fileOf(deliveryNote(300_000))] }));
  const said = await runCli(
    ['cases', 'submit', path, '--lifecycle', 'claim', '--wait', '--json', '--as', 'olga'],
    shell(),
  );
  rmSync(folder, { recursive: true });
  expect(said).toMatchObject({ code: 0 });
  const [{ case: id }] = JSON.parse(said.stdout) as [{ case: string }];
  const { status } = await here.until(id, (row) => row.status !== 'running', 60_000);
  if (status === 'waiting_for_decision') await here.decide(id, 'p-ben', { action: 'approve' });
  await here.until(id, ({ status }) => status === 'completed', 60_000);
  expect(await booked(id)).toEqual(['50.00']);
  expect(await claimOf(db(), id)).toMatchObject({ status: 'Accrued' });
  const { rows } = await db().query<{ read: boolean; plain: boolean }>(
    `select reading is not null as read, position('%PDF'::bytea in bytes) > 0 as plain
      from claim_documents where case_id = $1`,
    [id],
  );
  expect(rows).toEqual(Array(3).fill({ read: true, plain: false }));
  const history = await historyText(handle(id));
  for (const document of [xml, pdf]) expect(history).not.toContain(document?.content.slice(0, 200));
  expect(history.length).toBeLessThan(200_000);
});

/** A page of words with a scan of so many bytes behind it. */
function deliveryNote(bytes: number): Buffer {
  const words = 'BT /F1 11 Tf 56 780 Td (Proof of delivery: ten seats were delivered.) Tj ET';
  const stream = (content: Buffer) =>
    Buffer.concat([
      Buffer.from(`<< /Length ${content.length} >>\nstream\n`),
      content,
      Buffer.from('\nendstream'),
    ]);
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>',
    stream(Buffer.from(words)),
    stream(randomBytes(bytes)),
  ]);
}
