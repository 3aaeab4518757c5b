import { expect, test } from '@jest/globals';
import type { CaseView } from '../../../workflows/messages.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { eventually, GOLD, misbehave, newDeal, writesSince } from './cases.ts';

/** Vendors that are away, that want us to slow down, or that no longer know our credentials: the case waits or asks. */

const here = describeInstallation();

const LANDED = [
  'PATCH account 201',
  'PATCH contact 201',
  'PATCH opportunity 201',
  'PUT prm 200',
  'PATCH prm 200',
];
const view = (id: string) => here.env.client.workflow.getHandle(id).query<CaseView>('status');
const completed = (id: string) => here.until(id, (row) => row.status === 'completed');
const landed = (from: number) => writesSince(here, from).filter((line) => LANDED.includes(line));
const LIMIT = {
  status: 403,
  headers: { 'retry-after': '1', 'content-type': 'application/json' },
  body: [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
};

test.each([
  ['PRM', 'impartner', '/api/objects/v1/Account'],
  ['CRM', 'salesforce', '/query'],
] as const)(
  'a %s that is away while the registration is looked at is waited for',
  async (_, vendor, path) => {
    await misbehave(here[vendor], { method: 'GET|POST', path, status: 503, times: 4 });
    const from = Date.now();
    const id = await here.submit(newDeal());
    expect(await completed(id)).toMatchObject({ outcome: 'Approved', openProblem: 'none' });
    expect(landed(from)).toEqual(LANDED);
    const failed = here[vendor].requests.filter((one) => Date.parse(one.at) >= from && one.status === 503);
    expect(failed.length).toBe(4);
  },
);

test('the CRM’s 403 at its limit is no refusal: the write comes again no earlier than it says, and lands once', async () => {
  await misbehave(here.salesforce, { method: 'PATCH', path: 'sobjects/Contact/', ...LIMIT });
  const from = Date.now();
  const id = await here.submit(newDeal());
  expect(await completed(id)).toMatchObject({ outcome: 'Approved' });
  expect(landed(from)).toEqual(LANDED);
  const sent = here.salesforce.requests.filter(
    ({ method, path, at }) => method === 'PATCH' && path.includes('/Contact/') && Date.parse(at) >= from,
  );
  expect(sent.map(({ status }) => status)).toEqual([403, 201]);
  expect(Date.parse(sent[1]?.at ?? '') - Date.parse(sent[0]?.at ?? '')).toBeGreaterThanOrEqual(950);
});

test.each(['0', 'Wed, 21 Oct 2015 07:28:00 GMT', '86400'])(
  'a wait of %j neither ends the retries nor is slept through in silence',
  async (wait) => {
    const headers = { ...LIMIT.headers, 'retry-after': wait };
    await misbehave(here.salesforce, { method: 'PATCH', path: 'sobjects/Contact/', ...LIMIT, headers });
    const from = Date.now();
    const id = await here.submit(newDeal());
    expect(await completed(id)).toMatchObject({ outcome: 'Approved', openProblem: 'none' });
    expect(landed(from)).toEqual(LANDED);
  },
);

test('credentials that the PRM no longer takes are a person’s matter; tried again after the fix it goes on', async () => {
  await misbehave(here.impartner, { method: 'GET|POST', path: '/api/objects/v1/Account', status: 401 });
  const id = await here.submit(newDeal());
  const row = await here.until(id, (each) => each.status === 'waiting_for_decision');
  expect(row.gate).toMatchObject({ kind: 'effect' });
  expect(await view(id)).toMatchObject({ openProblem: 'vendor_down' });
  await here.decide(id, 'p-olga', { action: 'approve', reason: 'key renewed' });
  expect(await completed(id)).toMatchObject({ outcome: 'Approved', openProblem: 'none', gate: null });
});

test('and so are the CRM’s at a write: nothing is asked of the vendor until the person says so', async () => {
  await misbehave(here.salesforce, { method: 'PATCH', path: 'sobjects/Opportunity/', status: 401, times: 4 });
  const from = Date.now();
  const id = await here.submit(newDeal());
  await here.until(id, (row) => row.gate?.kind === 'effect');
  const before = here.salesforce.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(here.salesforce.requests.length).toBe(before);
  await misbehave(here.salesforce);
  const asks = async () => {
    const row = await here.row(id);
    if (row.status === 'completed') return true;
    if (row.gate?.kind === 'effect') await here.decide(id, 'p-olga', { action: 'approve' });
    return false;
  };
  await eventually(asks);
  expect(landed(from)).toEqual(LANDED);
});

test('a mail server that takes its time holds up no decision, and each mail goes out once', async () => {
  await misbehave(here.smtp, { method: 'POST', path: '/messages', delayMs: 3_000, times: 100 });
  const before = here.smtp.mails.length;
  const id = await here.submit(newDeal({ source_partner_id: GOLD }));
  await here.until(id, (row) => row.status === 'waiting_for_decision');
  const asked = Date.now();
  await here.decide(id, 'p-olga', { action: 'approve', reason: 'looked at it' });
  expect(Date.now() - asked).toBeLessThan(2_500);
  expect(await completed(id)).toMatchObject({ outcome: 'Approved', openProblem: 'none' });
  await misbehave(here.smtp);
  // To the partner that it came and is looked at, and that it is approved; to the reviewer that they are asked.
  await eventually(() => here.smtp.mails.length >= before + 4);
  const subjects = here.smtp.mails.slice(before).map(({ to, subject }) => `${to} ${subject}`);
  expect(new Set(subjects).size).toBe(4);
  expect(subjects).toHaveLength(4);
  await eventually(async () => {
    const { rows } = await here.store.pool.query(
      "select from effects where case_id = $1 and operation = 'notify.send' and status = 'done'",
      [id],
    );
    return rows.length === 3;
  });
});
