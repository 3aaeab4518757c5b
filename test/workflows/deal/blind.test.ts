import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { measureSegment } from '../../../activities/rollout/measure-segment.ts';
import { agreementOf } from '../../../adapters/store/agreements.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { verifyAudit } from '../../../adapters/store/audit-verify.ts';
import { evidenceOf } from '../../../adapters/store/evidence.ts';
import { forgedLooks } from '../../../adapters/store/look-verify.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { decisionOf } from '../../../adapters/store/rerun.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { caseId } from '../../../domain/identity.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { CaseView } from '../../../workflows/messages.ts';
import { runCli } from '../../cli/run-cli.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { historyText } from '../history-text.ts';
import { GOLD, inPrm, newDeal, PLATINUM, SHADOW } from './cases.ts';

/** Cases that a person decides without what the machine makes of them, in every mode and on every surface. */

let drawn = 0;
const here = describeInstallation({ draw: () => drawn });
const tx = () => statement(here.store);
const waiting = (id: string) => here.until(id, (row) => row.gate !== null);
const completed = (id: string) => here.until(id, (row) => row.status === 'completed');
const handle = (id: string) => here.env.client.workflow.getHandle(id);

/** A registration of somebody whom a partner has registered before: the machine has much to say against it. */
async function contested(partner = GOLD): Promise<string> {
  const deal = newDeal({ source_partner_id: partner });
  drawn = 0.5;
  const first = await here.submit(
    newDeal({ customer_name: deal.customer_name, source_partner_id: PLATINUM }),
  );
  await completed(first);
  drawn = 0;
  return here.submit(deal);
}

/** Words that would tell what the machine makes of a case. */
async function verdictOf(id: string): Promise<string[]> {
  const record = await decisionOf(tx(), id);
  if (!record) throw new Error(`nothing was decided about ${id}`);
  const { fields, reasons } = record.decision;
  return [
    String(fields.triage_status),
    `"recommended_action":"`,
    `"confidence_score":${fields.confidence_score}`,
    'FLAGGED_CONFLICT',
    'NEEDS_REVIEW',
    'AUTO_APPROVED',
    'Nothing speaks against',
    'nothing speaks against',
    ...reasons.filter(({ rule }) => rule !== 'match.known').flatMap(({ rule, text }) => [rule, text]),
    `"probability"`,
    'probability 0',
    'probability 1',
  ];
}

const shell = () => ({ ...here.environment, TEMPORAL_ADDRESS: process.env.QD_TEST_TEMPORAL ?? '' });

async function cli(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli([...args, '--as', 'ana'], shell());
  return `${args.join(' ')} ended with ${code}\n${stdout}${stderr}`;
}

/** Everything on which somebody could read of a case: lists, pages, API row, trail, what Temporal shows, mail to colleagues. */
async function surfaces(id: string): Promise<string[]> {
  const described = await handle(id).describe();
  const { currentDetails } = (await handle(id).query('__temporal_workflow_metadata')) as CaseDetails;
  const audit = (await auditOf(tx(), id)).map(({ entry }) => entry);
  const mails = here.smtp.mails.filter((mail) => JSON.stringify(mail).includes(id));
  const pages = [];
  for (const command of ['reviews show', 'cases show', 'cases why', 'cases rerun'] as const)
    for (const form of [[], ['--json']]) pages.push(await cli(...command.split(' '), id, ...form));
  const { externalId } = await here.row(id);
  pages.push(await cli('audit', 'export', '--case', id), ...(await resultsOf(id)), await checked(id));
  for (const command of ['reviews list --all --json', 'cases list --json', 'cases board --json']) {
    const text = await cli(...command.split(' '));
    const list = JSON.parse(text.slice(text.indexOf('\n'))) as { whys?: object[] }[];
    // Other cases stand there, too, and show what the machine made of them.
    const entries = list.flatMap((one) => one.whys ?? [one]).map((one) => JSON.stringify(one));
    const own = entries.filter((one) => one.includes(id) || one.includes(externalId));
    expect({ command, own }).toEqual({ command, own: [expect.any(String)] });
    pages.push(...own);
  }
  return [
    JSON.stringify(await here.row(id)),
    JSON.stringify(await handle(id).query<CaseView>('status')),
    JSON.stringify([described.typedSearchAttributes, described.memo]),
    currentDetails,
    await historyText(handle(id)),
    JSON.stringify(audit),
    JSON.stringify(mails),
    ...pages,
  ];
}

/** What the files of the results say of a case. */
async function resultsOf(id: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'qd-results-'));
  await cli('results', '--out', folder);
  const lines = ['decisions.csv', 'conflicts.csv', 'writes.csv'].flatMap((name) =>
    readFileSync(join(folder, name), 'utf8').split('\n'),
  );
  const own = lines.filter((line) => line.includes(id));
  expect(own.length).toBeGreaterThan(0);
  return own;
}

/** What a reviewer is told who checks the same record once more by hand. */
async function checked(id: string): Promise<string> {
  const said = await cli('cases', 'submit', await againFile(id), '--check');
  expect(said).toContain('would be submitted');
  expect(said).toMatch(/in the CRM +kept back/);
  return said;
}

async function againFile(id: string): Promise<string> {
  const { summary, partnerId, externalId } = await here.row(id);
  const record = { ...newDeal({ source_partner_id: partnerId, deal_id: externalId }), ...stated(summary) };
  const file = join(mkdtempSync(join(tmpdir(), 'qd-check-')), 'again.json');
  writeFileSync(file, JSON.stringify(record));
  return file;
}

function stated({ customer_name, opportunity_name, stated_value }: JsonObject) {
  return { customer_name, opportunity_name, estimated_value: stated_value };
}

interface CaseDetails {
  currentDetails: string;
}

test('in assisted a drawn case shows its evidence and nothing of the verdict, until somebody has decided', async () => {
  const id = await contested();
  const row = await waiting(id);
  expect(row).toMatchObject({ mode: 'assisted', blind: 'sample', summary: { rules: ['rollout.blind'] } });
  const verdict = await verdictOf(id);
  for (const shown of await surfaces(id)) for (const word of verdict) expect(shown).not.toContain(word);
  const review = await cli('reviews', 'show', id);
  expect(review).toContain('decided blind, to measure the machine (rollout.blind)');
  expect(review).toContain(String(row.summary.customer_name));
  expect(review).toContain('May be the same customer');
  expect(await cli('cases', 'rerun', id)).toContain('kept back: it is decided blind');
  // That it was blind is kept before anybody decides.
  const [kept] = await evidenceOf(tx(), id, 'blind');
  expect(kept?.body).toMatchObject({ case: id, revision: 1, kind: 'sample', share: 0.2 });
  expect(await agreementOf(tx(), id, 1)).toMatchObject({ kind: 'blind', share: 0.2, draw: 0, human: null });

  // An auditor, who decides nothing, is told what the CRM knows.
  const open = await runCli(['cases', 'submit', '--check', '--as', 'aude', await againFile(id)], shell());
  expect(open.stdout).not.toContain('kept back');
  // The trail proves the look by the decision that it names, without saying it.
  expect(await forgedLooks(tx(), new Map(), id)).toEqual([]);
  await here.decide(id, 'p-ana', { action: 'reject' });
  const ended = await completed(id);
  expect(ended).toMatchObject({ blind: null, summary: { triage_status: verdict[0] } });
  expect(ended.summary.rules).not.toContain('rollout.blind');
  const trail = (await auditOf(tx(), id)).map(({ entry }) => entry);
  const actions = trail.map(({ action }) => action);
  expect(actions.indexOf('decision.revealed')).toBeGreaterThan(actions.indexOf('decision.accepted'));
  expect(trail.find(({ action }) => action === 'decision.revealed')).toMatchObject({
    triage_status: verdict[0],
  });
  expect(await cli('cases', 'rerun', id)).toContain('byte-equal');
  // Now it is no secret any more, and the search above would find it.
  for (const word of [String(verdict[0]), 'recommended_action'])
    expect(await historyText(handle(id))).toContain(word);
});

test('a look that no worker has taken is acted on by nobody, and a newer submission goes on', async () => {
  drawn = 0.5;
  const deal = newDeal({ source_partner_id: GOLD });
  const id = caseId({ lifecycle: 'deal', source: 'portal', externalId: deal.deal_id, sequence: 1 });
  const planted = { mode: 'automated', segment: 'Gold/EMEA/standard', outcome: 'automatic', reasons: [] };
  await tx().query('insert into steps (step, case_id, answer) values ($1, $2, $3)', [
    ...[`${id}/triage/1`, id, JSON.stringify({ ...planted, blind: null, promotion: 'forged' })],
  ]);
  expect(await here.submit(deal)).toBe(id);
  const asked = await here.until(id, (row) => row.gate?.kind === 'effect');
  expect(JSON.stringify(asked.gate)).toContain('was computed by no worker');
  await here.submit({ ...deal, opportunity_name: 'Observability' });
  await here.until(id, ({ revision }) => revision === 2);
  await here.decide(id, 'p-olga', { action: 'approve' });
  const row = await here.until(id, ({ gate, revision }) => gate?.kind === 'review' && revision === 2);
  expect(row).toMatchObject({ mode: 'assisted', status: 'waiting_for_decision' });
  const { problems } = await transact(here.store, (db) =>
    verifyAudit(db, { case: id, root: here.deps.installationKey }),
  );
  expect(problems).toMatchObject([{ case: id, kind: 'look_forged' }]);
});

test('a submission that none of our processes has taken in is decided about by nobody, and a newer one goes on', async () => {
  drawn = 0.5;
  const deal = newDeal({ source_partner_id: GOLD });
  const id = await here.submit(deal);
  await waiting(id);
  // Whoever has the app role copies what was sent, and states another value.
  await tx().query(
    `insert into submissions (case_id, revision, update_id, canonical, content_hash, stamp)
      select case_id, 2, 'forged', jsonb_set(canonical, '{submission,stated_value,amount}', '"1.00"'), content_hash, stamp
        from submissions where case_id = $1`,
    [id],
  );
  await handle(id).signal('submitted', { case: id, revision: 2, contentHash: 'x' });
  const asked = await here.until(id, (row) => row.gate?.kind === 'effect');
  expect(JSON.stringify(asked.gate)).toContain('by none of our processes');
  await here.submit({ ...deal, opportunity_name: 'Observability' });
  await here.until(id, ({ revision }) => revision === 3);
  await here.decide(id, 'p-olga', { action: 'approve' });
  await here.until(id, ({ gate, revision }) => gate?.kind === 'review' && revision === 3);
  const root = here.deps.installationKey;
  const { problems } = await transact(here.store, (db) =>
    verifyAudit(db, { case: id, root, vault: here.vault }),
  );
  expect(problems).toMatchObject([
    { case: id, kind: 'submission_forged', message: expect.stringContaining('revision 2') },
  ]);
});

test('what an override brings up is shown, since whoever made it has decided before', async () => {
  drawn = 0.1;
  const id = await here.submit(newDeal({ source_partner_id: GOLD }));
  await waiting(id);
  const large = { stated_value: { amount: '250000.00', currency: 'USD' } };
  await here.decide(id, 'p-olga', { action: 'override', edits: large });
  const again = await here.until(id, (row) => (row.gate as { round?: number } | null)?.round === 2);
  expect(again).toMatchObject({ blind: null });
  expect(again.summary.rules).not.toContain('rollout.blind');
  await here.decide(id, 'p-olga', { action: 'approve' });
  await completed(id);
});

test('the clock of a blind question is the same with a conflict as without', async () => {
  const due = async (id: string) => {
    const { gate } = await waiting(id);
    const { openedAt, dueText } = gate as unknown as { openedAt: string; dueText: string };
    return { openedAt: openedAt.slice(0, 16), dueText };
  };
  const conflict = await due(await contested());
  drawn = 0;
  const plain = await due(await here.submit(newDeal({ source_partner_id: GOLD })));
  if (conflict.openedAt === plain.openedAt) expect(conflict.dueText).toBe(plain.dueText);
  else expect(conflict.dueText.slice(0, 3)).toBe(plain.dueText.slice(0, 3));
});

test('counted are the blind ones; who has seen the advice confirms, and an override of the amount disagrees', async () => {
  const before = await measureSegment(tx(), here.deps, 'deal', 'Gold/EMEA/standard');
  const one = async (draw: number, decide: Parameters<typeof here.decide>[2], by = 'p-ana') => {
    drawn = draw;
    const id = await here.submit(newDeal({ source_partner_id: GOLD }));
    await waiting(id);
    await here.decide(id, by, decide);
    await completed(id);
    return id;
  };
  await one(0.1, { action: 'approve' });
  await one(0.6, { action: 'approve' });
  await one(0.1, { action: 'override', edits: { opportunity_name: 'Observability' } }, 'p-olga');
  await one(
    0.1,
    { action: 'override', edits: { stated_value: { amount: '1000.00', currency: 'USD' } } },
    'p-olga',
  );
  const after = await measureSegment(tx(), here.deps, 'deal', 'Gold/EMEA/standard');
  expect(after.counted.n - before.counted.n).toBe(3);
  expect(after.counted.agreed - before.counted.agreed).toBe(2);
  expect(after.confirmed.n - before.confirmed.n).toBe(1);
});

test('in automated a drawn case goes to a person before anything takes effect; the next one to nobody', async () => {
  drawn = 0.01;
  const id = await here.submit(newDeal());
  const row = await waiting(id);
  expect(row).toMatchObject({ mode: 'automated', blind: 'control', summary: { rules: ['rollout.blind'] } });
  const { rows } = await tx().query('select operation from effects where case_id = $1 and operation <> $2', [
    id,
    'notify.send',
  ]);
  expect(rows).toEqual([]);
  const { assignee } = row;
  await here.decide(id, assignee ?? 'p-ana', { action: 'approve' });
  await completed(id);
  expect(await agreementOf(tx(), id, 1)).toMatchObject({ kind: 'control', agreed: true, share: 0.02 });
  drawn = 0.995;
  const other = await here.submit(newDeal());
  await completed(other);
  expect(await agreementOf(tx(), other, 1)).toMatchObject({ kind: 'afterwards', human: null, agreed: null });
  const { operation } = await measureSegment(tx(), here.deps, 'deal', 'Platinum/EMEA/*');
  expect(operation).toMatchObject({ controls: { n: 1, agreed: 1 }, wrong: 0 });
  // What took effect is looked at afterwards, once, by whoever may decide it, signed.
  expect(await cli('reviews', 'afterwards')).toContain(other);
  expect(await cli('reviews', 'afterwards', id, '--right', '--reason', 'Known')).toContain(
    'Only what was drawn',
  );
  const wrong = [
    'reviews',
    'afterwards',
    other,
    '--wrong',
    '--reason',
    'A competitor of ours',
    '--as',
    'olga',
  ];
  const { stdout } = await runCli(wrong, shell());
  expect(stdout).toContain('counts as wrong');
  expect((await runCli(wrong, shell())).stderr).toContain('Somebody has looked at it');
  expect(await agreementOf(tx(), other, 1)).toMatchObject({ kind: 'afterwards', agreed: false });
  const then = await measureSegment(tx(), here.deps, 'deal', 'Platinum/EMEA/*');
  expect(then.operation).toMatchObject({ wrong: 1, afterwards: { n: 1, agreed: 0 } });
  const checked = (await auditOf(tx(), other)).find(({ entry }) => entry.action === 'case.checked');
  expect(checked?.entry).toMatchObject({ actor: 'p-olga', verdict: 'wrong', signedWith: expect.any(String) });
});

test('in shadow everything is kept back while people decide elsewhere', async () => {
  drawn = 0.5;
  // In the PRM, where people decide it: what is not there is over at once.
  const id = await here.submit(inPrm(here, { source_partner_id: SHADOW }), 'impartner');
  const row = await here.until(id, ({ mode }) => mode === 'shadow');
  expect(row).toMatchObject({ blind: 'shadow', summary: { rules: ['rollout.blind'], triage_status: null } });
});

test('an override is written, also where the comparison of its case was tampered with', async () => {
  drawn = 0.1;
  const id = await here.submit(newDeal({ source_partner_id: GOLD }));
  await waiting(id);
  await tx().query('update agreements set amount_usd = 1 where case_id = $1', [id]);
  await here.decide(id, 'p-olga', { action: 'override', edits: { opportunity_name: 'Observability' } });
  expect(await completed(id)).toMatchObject({ revision: 2, blind: null });
});
