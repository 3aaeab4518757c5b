import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { eventReaders } from '../../adapters/intake/events.ts';
import { openStore } from '../../adapters/store/pool.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { peopleSchema } from '../../contracts/policy-authority.ts';
import { serverConfiguration } from '../../contracts/server-configuration.ts';
import { freePort } from '../../scripts/setup/ports.ts';
import { createApp } from '../../server/app.ts';
import { refusedRequests } from '../../server/refused-requests.ts';
import { call } from '../adapters/contract.ts';
import { MESSAGE, openWorkspace } from '../adapters/staff/slack/workspace.ts';
import { inUsd } from '../environment/in-usd.ts';
import { openForTests } from '../environment/open-for-tests.ts';
import { freshDatabase } from '../environment/servers.ts';
import { signedPeople } from '../environment/signed-people.ts';

const SECRET = randomBytes(16).toString('hex');
const zone = 'Europe/Berlin';
const PEOPLE = peopleSchema.parse({
  schemaVersion: 1,
  people: {
    'p-ana': { name: 'Ana Ruiz', role: 'channel_manager', zone, reach: { slack: 'U0ANA' } },
    'p-gone': {
      name: 'Gone Person',
      role: 'channel_manager',
      zone,
      active: false,
      reach: { slack: 'U0GONE' },
    },
  },
});

/** A server with a database and a simulated workspace; what Slack sends needs neither Temporal nor a worker. */
const rig = openForTests(async (parts) => {
  const database = await freshDatabase();
  parts.defer(() => database.drop());
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 1 });
  parts.defer(() => admin.end());
  const store = openStore({ url: database.appUrl });
  parts.defer(() => store.close());
  await signedPeople(store, mkdtempSync(join(tmpdir(), 'qd-slack-')), PEOPLE);
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  parts.defer(() => connection.close());
  const intake = {
    store,
    vault: openVault(randomBytes(32).toString('base64')),
    client: new Client({ connection }),
    taskQueue: 'none',
    events: eventReaders({ prm: 'impartner', crm: 'files' }),
    now: () => new Date(),
    formatOf: inUsd,
  };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const requestUrl = `${url}/webhooks/slack`;
  const workspace = await openWorkspace({ receiver: { requestUrl, signingSecret: SECRET } });
  parts.defer(() => workspace.simulator.close());
  const refused = refusedRequests(store, intake.now);
  const sources = { slack: { scheme: 'slack_v0', secrets: [SECRET], answersAt: workspace.url } };
  const app = createApp({
    intake,
    refused,
    configuration: serverConfiguration.parse({ QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify(sources) }),
    rate: { perSecond: 10_000, burst: 10_000 },
  });
  parts.defer(() => app.close());
  await app.listen({ host: '127.0.0.1', port });
  const rows = async (text: string) => (await admin.query(text)).rows;
  return { workspace, requestUrl, refused, rows };
});

const control = async (path: string, body: object) => {
  const answer = await fetch(`${rig.workspace.url}/__sim/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as never;
};
const pressed = (body: object) =>
  control('press', body) as Promise<{ status: number; ms: number; body: string }>;

/** What the person is shown, once it is there. */
async function shown(): Promise<{ user: string; body: { text: string; response_type: string } }[]> {
  const { ephemerals } = rig.workspace.simulator;
  for (let waited = 0; waited < 100 && ephemerals.length === 0; waited += 1)
    await new Promise((wake) => setTimeout(wake, 50));
  return ephemerals.splice(0) as never;
}

async function told(command = MESSAGE.next.command): Promise<string> {
  const message = { ...MESSAGE, next: { page: null, command } };
  const payload = { to: 'U0ANA', message } as never;
  return (await rig.workspace.port.writes.tell.send(payload, command, call)).id;
}

function signed(body: string, type: string, more: { at?: number; secret?: string } = {}) {
  const at = String(more.at ?? Math.floor(Date.now() / 1_000));
  const mac = createHmac('sha256', more.secret ?? SECRET)
    .update(`v0:${at}:${body}`)
    .digest('hex');
  return fetch(rig.requestUrl, {
    method: 'POST',
    headers: { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${mac}` },
    body,
  });
}
const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const form = (payload: unknown) =>
  new URLSearchParams({
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  }).toString();
const press = (change: object = {}) => ({
  type: 'block_actions',
  user: { id: 'U0ANA' },
  response_url: `${rig.workspace.url}/actions/T0QD/U0ANA`,
  actions: [{ type: 'button', action_id: 'quarterdeck_how', value: MESSAGE.next.command }],
  ...change,
});

describe('a press of the button', () => {
  test('is acknowledged at once, and answered to that person alone with the command', async () => {
    const message = await told();
    const { status, ms, body } = await pressed({ user: 'U0ANA', message });
    expect({ status, body }).toEqual({ status: 200, body: '' });
    expect(ms).toBeLessThan(3_000);
    const [answer, second] = await shown();
    expect(second).toBeUndefined();
    expect(answer).toMatchObject({
      user: 'U0ANA',
      body: { response_type: 'ephemeral', replace_original: false },
    });
    expect(answer?.body.text).toContain('`quarterdeck reviews show deal:impartner:101`');
    expect(answer?.body.text).toContain('Slack cannot sign for you');
  });

  test.each(['U0OLGA', 'U0GONE'])(
    'of %s, whom people.yaml does not have or no longer, tells them so',
    async (user) => {
      await pressed({ user, message: await told() });
      const [answer] = await shown();
      expect(answer?.body.text).toContain(`Nobody in policy/people.yaml has the Slack id ${user}`);
      expect(answer?.body.text).not.toContain('deal:impartner:101');
    },
  );

  test('never repeats what is no command of ours', async () => {
    for (const value of [
      'rm -rf /',
      'quarterdeck <!channel>\n',
      '<!channel>',
      '',
      `quarterdeck ${'x'.repeat(2_000)}`,
    ]) {
      const pressedOn = press({ actions: [{ action_id: 'quarterdeck_how', value: value.slice(0, 2_000) }] });
      expect((await signed(form(pressedOn), FORM)).status).toBe(200);
      expect((await shown())[0]?.body.text).toContain('another version of Quarterdeck');
    }
    await signed(
      form(press({ actions: [{ action_id: 'quarterdeck_how', value: 'quarterdeck a <!channel> `b`' }] })),
      FORM,
    );
    expect((await shown())[0]?.body.text).toContain("`quarterdeck a &lt;!channel&gt; 'b'`");
  });

  test('of another button, of no button and of another kind is acknowledged and nothing more', async () => {
    const before = rig.workspace.simulator.ephemerals.length;
    for (const change of [
      { actions: [{ action_id: 'quarterdeck_page' }] },
      { actions: [] },
      { actions: undefined, type: 'view_submission' },
      { response_url: undefined },
    ])
      expect((await signed(form(press(change)), FORM)).status).toBe(200);
    await new Promise((wake) => setTimeout(wake, 200));
    expect(rig.workspace.simulator.ephemerals).toHaveLength(before);
  });

  test('is answered nowhere but at Slack, whatever address it names', async () => {
    const elsewhere = await openWorkspace();
    try {
      for (const response_url of [
        `${elsewhere.url}/actions/T0QD/U0ANA`,
        `${rig.workspace.url.replace('127.0.0.1', '127.0.0.2')}/actions/T0QD/U0ANA`,
        rig.workspace.url.replace('http://', 'http://a@b.example:80@'),
      ])
        await signed(form(press({ response_url })), FORM);
      await new Promise((wake) => setTimeout(wake, 300));
      expect(elsewhere.simulator.requests).toEqual([]);
      expect(rig.workspace.simulator.ephemerals).toEqual([]);
    } finally {
      await elsewhere.simulator.close();
    }
  });

  test('is acknowledged also while the answer does not get through', async () => {
    await rig.workspace.fault({ path: '/actions/', status: 500, body: '<html>' });
    expect((await signed(form(press()), FORM)).status).toBe(200);
    expect((await signed(form(press()), FORM)).status).toBe(200);
    expect(await shown()).toHaveLength(1);
  });

  test('decides nothing: no case, no decision and no audit row comes of it', async () => {
    const kept = () => rig.rows('select (select count(*) from cases) c, (select count(*) from audit) a');
    const before = await kept();
    for (const action_id of ['approve', 'quarterdeck_approve', 'quarterdeck_how'])
      await signed(form(press({ actions: [{ action_id, value: 'quarterdeck reviews approve X' }] })), FORM);
    await shown();
    expect(await kept()).toEqual(before);
  });
});

describe('an event', () => {
  const lost = (event_id: string, type = 'tokens_revoked') => ({
    type: 'event_callback',
    team_id: 'T0QD',
    event_id,
    event: { type, tokens: { bot: ['B0QD'] } },
  });
  const audited = () => rig.rows(`select body from audit where case_id = 'intake:slack' order by seq`);

  test('url_verification is echoed when it is signed', async () => {
    const body = JSON.stringify({ type: 'url_verification', token: 'x', challenge: '3eZbrw1aB10FEMA' });
    const answer = await signed(body, JSON_TYPE);
    expect([answer.status, await answer.json()]).toEqual([200, { challenge: '3eZbrw1aB10FEMA' }]);
    const forged = await signed(body, JSON_TYPE, { secret: 'x'.repeat(32) });
    expect(forged.status).toBe(401);
    expect(await forged.text()).not.toContain('3eZbrw1aB10FEMA');
  });

  test('that our messages are not taken any more stands in the audit trail once, however often it comes', async () => {
    const before = (await audited()).length;
    for (const _ of [1, 2, 3]) {
      const attempts = (await control('event', lost('Ev0001'))) as { status: number }[];
      expect(attempts.map(({ status }) => status)).toEqual([200]);
    }
    await Promise.all([1, 2, 3].map(() => control('event', lost('Ev0002', 'app_uninstalled'))));
    const rows = (await audited()).slice(before).map(({ body }) => JSON.parse(body));
    expect(rows).toMatchObject([
      { action: 'staff.channel_lost', channel: 'slack', event: 'tokens_revoked', actor: 'system' },
      { action: 'staff.channel_lost', channel: 'slack', event: 'app_uninstalled' },
    ]);
  });

  test('of any other kind is acknowledged and ignored', async () => {
    const before = await audited();
    for (const event of [
      { ...lost('Ev0003'), event: { type: 'message', text: 'approve deal:impartner:101', user: 'U0ANA' } },
      { type: 'app_rate_limited', minute_rate_limited: 1 },
    ])
      expect((await signed(JSON.stringify(event), JSON_TYPE)).status).toBe(200);
    expect(await audited()).toEqual(before);
  });
});

describe('what is refused', () => {
  test('too old, from the future, under another secret, without a signature', async () => {
    const body = form(press());
    const now = Math.floor(Date.now() / 1_000);
    const statuses = [
      await signed(body, FORM, { at: now - 310 }),
      await signed(body, FORM, { at: now + 310 }),
      await signed(body, FORM, { secret: 'x'.repeat(32) }),
      await fetch(rig.requestUrl, { method: 'POST', headers: { 'content-type': FORM }, body }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 401, 401, 401]);
    expect(rig.workspace.simulator.ephemerals).toEqual([]);
    expect((await signed(body, FORM, { at: now - 290 })).status).toBe(200);
    await shown();
  });

  test.each([
    ['broken JSON', FORM, 'payload=%7Bbroken'],
    ['an empty field', FORM, 'payload='],
    ['another field', FORM, 'nothing=1'],
    ['an empty form', FORM, ''],
    ['a list', FORM, form([])],
    ['a user who is none', FORM, form({ type: 'block_actions', user: { id: '<!channel>' } })],
    ['twenty thousand brackets', FORM, form('['.repeat(20_000))],
    ['an empty body', JSON_TYPE, ''],
    ['an event without an id', JSON_TYPE, '{"type":"event_callback"}'],
    ['a challenge that is no text', JSON_TYPE, '{"type":"url_verification","challenge":7}'],
    ['a list of events', JSON_TYPE, '[]'],
    ['a text', 'text/plain', 'hello'],
  ])('%s is 400', async (_, type, body) => {
    const answer = await signed(body, type);
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'malformed_event' }]);
  });

  test('a GET, which could never decide anything, is no method of the address', async () => {
    expect((await fetch(rig.requestUrl)).status).toBe(405);
  });
});
