import { beforeAll, describe, expect, test } from '@jest/globals';
import { registrationOf } from '../../../adapters/store/deal/registrations.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { CaseView } from '../../../workflows/messages.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import {
  addQuietPartner,
  eventually,
  inPrm,
  misbehave,
  newDeal,
  QUIET,
  SHADOW,
  writesSince,
} from './cases.ts';

/** Where a registration's writes fail, what is undone then and in which order, recounted from the vendors' request logs. */

const here = describeInstallation();
beforeAll(async () => {
  addQuietPartner(here);
});

const exported = async () => JSON.stringify(await here.exported());
const effectGate = (id: string) =>
  here.until(id, (row) => row.status === 'waiting_for_decision' && row.gate?.kind === 'effect');
const rolledBack = (id: string) => here.until(id, (row) => row.status === 'rolled_back');
const rollBack = (id: string) => here.decide(id, 'p-olga', { action: 'rollback' });
const status = (id: string) => here.env.client.workflow.getHandle(id).query<CaseView>('status');
const registration = (id: string) => registrationOf(statement(here.store), id);

interface Point {
  step: string;
  vendor: 'salesforce' | 'impartner';
  fault: { method: string; path: string };
  /** What landed before, in the order in which it is undone. */
  undone: string[];
}
const CRM: Point[] = [
  {
    step: 'account',
    vendor: 'salesforce',
    fault: { method: 'PATCH', path: 'sobjects/Account/' },
    undone: [],
  },
  {
    step: 'contact',
    vendor: 'salesforce',
    fault: { method: 'PATCH', path: 'sobjects/Contact/' },
    undone: ['DELETE account 204'],
  },
  {
    step: 'opportunity',
    vendor: 'salesforce',
    fault: { method: 'PATCH', path: 'sobjects/Opportunity/' },
    undone: ['DELETE contact 204', 'DELETE account 204'],
  },
];
const ALL_CRM = ['DELETE opportunity 204', 'DELETE contact 204', 'DELETE account 204'];
const PORTAL: Point[] = [
  ...CRM,
  { step: 'prm-create', vendor: 'impartner', fault: { method: 'PUT', path: 'v1/Deal' }, undone: ALL_CRM },
  {
    step: 'prm-update',
    vendor: 'impartner',
    fault: { method: 'PATCH', path: 'v1/Deal/' },
    undone: ['DELETE prm 200', ...ALL_CRM],
  },
];
const PRM: Point[] = [
  ...CRM,
  { step: 'prm-update', vendor: 'impartner', fault: { method: 'PATCH', path: 'v1/Deal/' }, undone: ALL_CRM },
];
const POINTS = [
  ...PORTAL.map((point) => ({ source: 'portal', ...point })),
  ...PRM.map((point) => ({ source: 'impartner', ...point })),
];
const submitted = (source: string) => {
  const deal = source === 'impartner' ? inPrm(here) : newDeal();
  return { deal, submit: () => here.submit(deal, source) };
};

test('submitted and never decided, a registration leaves the vendors as they are', async () => {
  const before = await exported();
  const id = await here.submit(newDeal({ source_partner_id: SHADOW }));
  await here.until(id, (row) => row.status === 'completed');
  expect(await exported()).toBe(before);
});

describe('a write that a vendor refuses for good opens a gate of kind effect', () => {
  test.each(POINTS)('from $source, $step: rolled back, last first, byte for byte', async (point) => {
    const { submit } = submitted(point.source);
    const before = await exported();
    await misbehave(here[point.vendor], { ...point.fault, status: 422 });
    const id = await submit();
    await effectGate(id);
    expect(await status(id)).toMatchObject({ openProblem: 'vendor_down', status: 'waiting_for_decision' });
    const from = Date.now();
    await rollBack(id);
    await rolledBack(id);
    expect(writesSince(here, from)).toEqual(point.undone);
    expect(await exported()).toBe(before);
    expect(await registration(id)).toMatchObject({ status: 'Withdrawn', protectedUntil: null });
  });

  test.each(POINTS)('from $source, $step: tried again, everything lands once', async (point) => {
    const { submit } = submitted(point.source);
    await misbehave(here[point.vendor], { ...point.fault, status: 422 });
    const from = Date.now();
    const id = await submit();
    await effectGate(id);
    await here.decide(id, 'p-olga', { action: 'approve' });
    expect(await here.until(id, (row) => row.status === 'completed')).toMatchObject({
      outcome: 'Approved',
      openProblem: 'none',
      gate: null,
    });
    const landed = writesSince(here, from).filter((line) => !line.endsWith('422'));
    const inPortal = point.source === 'portal' ? ['PUT prm 200'] : [];
    expect(landed).toEqual([
      'PATCH account 201',
      'PATCH contact 201',
      'PATCH opportunity 201',
      ...inPortal,
      'PATCH prm 200',
    ]);
  });

  test('but a notice that is refused stops nothing', async () => {
    await misbehave(here.smtp, { status: 550 });
    const mails = here.smtp.mails.length;
    const id = await here.submit(newDeal());
    expect(await here.until(id, (row) => row.status === 'completed')).toMatchObject({ outcome: 'Approved' });
    expect(here.smtp.mails.length).toBe(mails);
  });
});

const held = (pattern: RegExp, from: number) =>
  eventually(() =>
    here.salesforce.requests.some(
      (one) => one.method === 'PATCH' && pattern.test(one.path) && Date.parse(one.at) >= from,
    ),
  );

describe('while a write is under way at the vendor', () => {
  test('cancelled: the write is waited for and everything goes', async () => {
    const before = await exported();
    await misbehave(here.salesforce, { method: 'PATCH', path: 'sobjects/Contact/', delayMs: 2_500 });
    const from = Date.now();
    const id = await here.submit(newDeal({ source_partner_id: QUIET }));
    await held(/Contact/, from);
    await here.env.client.workflow.getHandle(id).cancel();
    await rolledBack(id);
    expect(await exported()).toBe(before);
    expect(await registration(id)).toMatchObject({ status: 'Withdrawn', protectedUntil: null });
    await expect(here.env.client.workflow.getHandle(id).result()).resolves.toMatchObject({
      outcome: 'rolled back',
    });
  });

  test('rolled back by a person: the write is waited for and everything goes, last first', async () => {
    const { submit } = submitted('impartner');
    const before = await exported();
    await misbehave(here.salesforce, { method: 'PATCH', path: 'sobjects/Opportunity/', delayMs: 2_500 });
    const from = Date.now();
    const id = await submit();
    await held(/Opportunity/, from);
    await rollBack(id);
    await rolledBack(id);
    expect(writesSince(here, from).filter((line) => line.startsWith('DELETE'))).toEqual(ALL_CRM);
    expect(await exported()).toBe(before);
  });

  test('rolled back while the write then fails: nobody is asked anything more', async () => {
    const { submit } = submitted('portal');
    const before = await exported();
    await misbehave(here.salesforce, {
      method: 'PATCH',
      path: 'sobjects/Opportunity/',
      delayMs: 1_500,
      status: 422,
    });
    const from = Date.now();
    const id = await submit();
    await held(/Opportunity/, from);
    await rollBack(id);
    await rolledBack(id);
    expect(await exported()).toBe(before);
  });
});

test('cancelled while a person is asked, nothing stands and the case says so', async () => {
  const before = await exported();
  const id = await here.submit(newDeal({ source_partner_id: '7003' }));
  await here.until(id, (row) => row.status === 'waiting_for_decision');
  await here.env.client.workflow.getHandle(id).cancel();
  expect(await rolledBack(id)).toMatchObject({ gate: null, openProblem: 'none' });
  expect(await exported()).toBe(before);
  await eventually(async () => (await registration(id))?.status === 'Withdrawn');
});

// The contact's account is kept for it, and goes with it at the next rollback.
test('an undo that fails leaves the rest undone and is shown; the next rollback goes on with what stands', async () => {
  const { submit } = submitted('portal');
  const before = await exported();
  await misbehave(here.impartner, { method: 'PATCH', path: 'v1/Deal/', status: 422 });
  const id = await submit();
  await effectGate(id);
  await misbehave(here.salesforce, { method: 'DELETE', path: 'sobjects/Contact/', status: 400 });
  let from = Date.now();
  await rollBack(id);
  expect(await here.until(id, (row) => row.status === 'rollback_incomplete')).toMatchObject({
    openProblem: 'rollback_incomplete',
  });
  expect(writesSince(here, from)).toEqual(['DELETE prm 200', 'DELETE opportunity 204', 'DELETE contact 400']);
  const problem = async () =>
    (await here.env.client.workflow.getHandle(id).describe()).searchAttributes.OpenProblem?.[0];
  await eventually(async () => (await problem()) === 'rollback_incomplete');
  from = Date.now();
  expect(await here.reverse(id, 'p-olga')).toBe('rolled_back');
  expect(writesSince(here, from)).toEqual(['DELETE contact 204', 'DELETE account 204']);
  expect(await here.row(id)).toMatchObject({ status: 'rolled_back', openProblem: 'none' });
  expect(await registration(id)).toMatchObject({ status: 'Withdrawn' });
  expect(await exported()).toBe(before);
});

test('after a rollback the registration may be submitted again: sequence 2, written once', async () => {
  const deal = newDeal();
  await misbehave(here.impartner, { method: 'PUT', path: 'v1/Deal', status: 422 });
  const first = await here.submit({ ...deal, version: '1' });
  await effectGate(first);
  await rollBack(first);
  await rolledBack(first);
  const from = Date.now();
  // A redelivery of what was rolled back is that case; only a version of its own is a new start.
  expect(await here.submit({ ...deal, version: '1' })).toBe(first);
  const second = await here.submit({ ...deal, version: '2' });
  expect(second).toBe(`${first}~2`);
  expect(await here.until(second, (row) => row.status === 'completed')).toMatchObject({
    outcome: 'Approved',
    previousCase: first,
  });
  expect(writesSince(here, from)).toEqual([
    'PATCH account 201',
    'PATCH contact 201',
    'PATCH opportunity 201',
    'PUT prm 200',
    'PATCH prm 200',
  ]);
  expect(await registration(first)).toMatchObject({ status: 'Withdrawn' });
});
