import { expect, test } from '@jest/globals';
import { measureSegment } from '../../../activities/rollout/measure-segment.ts';
import { putAgreement } from '../../../adapters/store/agreements.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { evidenceOf } from '../../../adapters/store/evidence.ts';
import { rolloutOf, setRollout } from '../../../adapters/store/rollout.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { CaseView } from '../../../workflows/messages.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { eventually, GOLD, misbehave, newDeal, writesSince } from './cases.ts';

/** How far deal registration may act by itself, changed while its cases run. Shadow's watch of the PRM is in deal-time. */

const here = describeInstallation();

const AUTOMATED = 'Platinum/EMEA/*';
const GOLD_EMEA = 'Gold/EMEA/standard';
const tx = () => statement(here.store);
const view = (id: string) => here.env.client.workflow.getHandle(id).query<CaseView>('status');
const gold = (change: Record<string, unknown> = {}) => newDeal({ source_partner_id: GOLD, ...change });
const waiting = (id: string) => here.until(id, (row) => row.status === 'waiting_for_decision');
const completed = (id: string) => here.until(id, (row) => row.status === 'completed');
const rolledBack = (id: string) => here.until(id, (row) => row.status === 'rolled_back');
const parked = (id: string) => eventually(async () => (await view(id)).openProblem === 'kill_switch');
const exported = async () => JSON.stringify(await here.exported());
async function agreement(id: string) {
  const { rows } = await tx().query<{ machine: string; human: string | null; agreed: boolean | null }>(
    'select machine, human, agreed from agreements where case_id = $1',
    [id],
  );
  return rows;
}

test('off accepts and parks and computes nothing; the next mode carries on', async () => {
  await here.setRollout(GOLD_EMEA, 'off');
  const before = await exported();
  const mails = here.smtp.mails.length;
  const id = await here.submit(gold());
  await parked(id);
  expect(await here.row(id)).toMatchObject({ mode: 'off', status: 'running', evidenceHash: null });
  expect(await evidenceOf(tx(), id)).toEqual([]);
  expect(await exported()).toBe(before);
  expect(here.smtp.mails.length).toBe(mails);
  // An amendment meanwhile is what is looked at afterwards.
  await here.setRollout(GOLD_EMEA, 'assisted');
  expect(await waiting(id)).toMatchObject({ mode: 'assisted', gate: { kind: 'review' } });
  expect(await view(id)).toMatchObject({ openProblem: 'none' });
});

test('an amendment of a parked registration is what is looked at when it goes on', async () => {
  await here.setRollout(GOLD_EMEA, 'off');
  const deal = gold();
  const id = await here.submit(deal);
  await parked(id);
  await here.submit({ ...deal, opportunity_name: 'Observability' });
  await here.setRollout(GOLD_EMEA, 'assisted');
  expect((await waiting(id)).summary).toMatchObject({ opportunity_name: 'Observability' });
  expect(await here.row(id)).toMatchObject({ revision: 2 });
});

test('assisted records what the machine would have done beside what the person did', async () => {
  const approved = await here.submit(gold());
  await waiting(approved);
  await here.decide(approved, 'p-ana', { action: 'approve' });
  await completed(approved);
  expect(await agreement(approved)).toEqual([{ machine: 'approve', human: 'approve', agreed: true }]);
  const rejected = await here.submit(gold());
  await waiting(rejected);
  await here.decide(rejected, 'p-ana', { action: 'reject' });
  await completed(rejected);
  expect(await agreement(rejected)).toEqual([{ machine: 'approve', human: 'reject', agreed: false }]);
  // Where the machine would have asked, whatever the person does agrees with it: it is no ground for a promotion.
  const asked = await here.submit(gold({ estimated_value: { amount: '250000.00', currency: 'USD' } }));
  await waiting(asked);
  await here.decide(asked, 'p-olga', { action: 'approve' });
  await completed(asked);
  expect(await agreement(asked)).toEqual([{ machine: 'review', human: 'approve', agreed: null }]);
});

test('automated acts above the threshold and gates the rest, in the name of its promotion', async () => {
  const id = await here.submit(newDeal());
  await completed(id);
  const row = await rolloutOf(tx(), 'deal', 'Platinum/EMEA/standard');
  const closed = (await auditOf(tx(), id)).find(({ entry }) => entry.action === 'case.closed');
  expect(closed?.entry).toMatchObject({ authority: row?.token, mode: 'automated' });
  const large = await here.submit(newDeal({ estimated_value: { amount: '100000.00', currency: 'USD' } }));
  expect((await waiting(large)).summary.rules).toContain('always_person.high_value');
});

test('the kill switch stops a running case before its next write, and lets it go on afterwards', async () => {
  await misbehave(here.salesforce, { method: 'PATCH', path: 'sobjects/Account/', delayMs: 800 });
  const from = Date.now();
  const submitted = here.submit(newDeal());
  await eventually(() => writesSince(here, from).length === 1);
  await here.setRollout(AUTOMATED, 'off', 'p-olga');
  const id = await submitted;
  await parked(id);
  expect(writesSince(here, from)).toEqual(['PATCH account 201']);
  await here.setRollout(AUTOMATED, 'assisted');
  await completed(id);
  expect(writesSince(here, from)).toEqual([
    'PATCH account 201',
    'PATCH contact 201',
    'PATCH opportunity 201',
    'PUT prm 200',
    'PATCH prm 200',
  ]);
});

test('what was written goes also while the segment is off', async () => {
  const before = await exported();
  await misbehave(here.salesforce, { method: 'PATCH', path: 'sobjects/Contact/', status: 422 });
  const id = await here.submit(gold());
  await waiting(id);
  await here.decide(id, 'p-ana', { action: 'approve' });
  await here.until(id, (row) => row.gate?.kind === 'effect');
  await here.setRollout(GOLD_EMEA, 'off');
  await here.decide(id, 'p-olga', { action: 'rollback' });
  await rolledBack(id);
  expect(await exported()).toBe(before);
  await here.setRollout(GOLD_EMEA, 'assisted');
});

test('measured agreement promotes the segment, and the next registration needs nobody', async () => {
  expect(await here.setRollout(GOLD_EMEA, 'automated')).toMatchObject({ code: 'not_offered' });
  for (let index = 0; index < 200; index += 1) {
    const at = here.deps.now().toISOString();
    const row = {
      case: `deal:portal:measured${index}`,
      revision: 1,
      lifecycle: 'deal' as const,
      segment: GOLD_EMEA,
      machine: 'approve',
      human: 'approve',
      agreed: true,
      amountUsd: '20000.00',
      kind: 'blind' as const,
      draw: (index / 200) * 0.2,
      share: 0.2,
      at,
    };
    await putAgreement(tx(), row, { key: here.deps.installationKey, at });
  }
  expect(await here.setRollout(GOLD_EMEA, 'automated')).toMatchObject({ from: 'assisted', to: 'automated' });
  expect(await completed(await here.submit(gold()))).toMatchObject({
    outcome: 'Approved',
    mode: 'automated',
  });
});

test('disagreement demotes it by itself: approvals that are taken back count', async () => {
  const large = gold({ estimated_value: { amount: '45000.00', currency: 'USD' } });
  const modes: (string | undefined)[] = [];
  for (let turn = 0; turn < 12 && modes.at(-1) !== 'assisted'; turn += 1) {
    const { customer_name, primary_contact_email, deal_id } = gold();
    const id = await here.submit({ ...large, customer_name, primary_contact_email, deal_id });
    await completed(id);
    await here.reverse(id, 'p-olga');
    expect(await agreement(id)).toEqual([{ machine: 'approve', human: 'reject', agreed: false }]);
    modes.push((await rolloutOf(tx(), 'deal', GOLD_EMEA))?.mode);
  }
  // One mistake shows little, more of them show that too many are wrong.
  expect(modes[0]).toBe('automated');
  expect(modes.at(-1)).toBe('assisted');
  const id = await here.submit(gold());
  expect(await waiting(id)).toMatchObject({ mode: 'assisted' });
});

test('a rejection in a case from before the promotion is known to be wrong, and alone demotes nobody', async () => {
  const id = await here.submit(gold());
  await waiting(id);
  const row = await rolloutOf(tx(), 'deal', GOLD_EMEA);
  if (row) await setRollout(tx(), { ...row, mode: 'automated' });
  await here.decide(id, 'p-ana', { action: 'reject' });
  await completed(id);
  const { operation } = await measureSegment(tx(), here.deps, 'deal', GOLD_EMEA);
  expect(operation).toMatchObject({ wrong: 1, controls: { n: 0 } });
  expect(await rolloutOf(tx(), 'deal', GOLD_EMEA)).toMatchObject({ mode: 'automated' });
});
