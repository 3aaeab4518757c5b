import { expect, test } from '@jest/globals';
import { measureSegment } from '../../../activities/rollout/measure-segment.ts';
import { agreementOf } from '../../../adapters/store/agreements.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { evidenceOf } from '../../../adapters/store/evidence.ts';
import { forgedLooks } from '../../../adapters/store/look-verify.ts';
import { decisionOf } from '../../../adapters/store/rerun.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { CaseView } from '../../../workflows/messages.ts';
import { runCli } from '../../cli/run-cli.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
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
    JSON.stringify(audit),
    JSON.stringify(mails),
    ...pages,
  ];
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
