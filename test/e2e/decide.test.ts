import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { SlackEphemeral } from '../../sandbox/slack/index.ts';
import type { SlackStoredMessage } from '../../sandbox/slack/workspace.ts';
import type { SunkMail } from '../../sandbox/smtp.ts';
import { type RunningInstance, START_MS, startInstance } from '../cli/instance.ts';
import { runCli } from '../cli/run-cli.ts';
import { skipWithout } from '../environment/servers.ts';
import { openTemporalUi, type TemporalUi } from './temporal-ui.ts';

/**
 * Approve, override and roll back, on a whole installation with the sample channel and from every place where a person may do
 * it: the `quarterdeck` command, Temporal's command line, the Temporal UI.
 */
let instance: RunningInstance;

beforeAll(async () => {
  instance = await startInstance();
  const run = await runCli(['cases', 'submit', '-', '--form', 'csv'], instance.environment, FURTHER);
  expect(run).toMatchObject({ code: 0, stderr: 'Read id as deal_id.\n' });
  await Promise.all(OPEN.map((id) => shows(id, { status: 'waiting_for_decision' })));
}, START_MS);

afterAll(() => instance?.stop(), 60_000);

/** ISO date; a registration that is to close on a day that is over would be another one. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const LATER = `expected_close_date=${inDays(150)}`;
/** Registrations of an `assisted` segment beside the sample's own: each waits for p-ana. */
const FURTHER = `id,source_partner_id,customer_name,estimated_value,currency,expected_close_date,primary_contact_email
E2E-1,7003,Talleres Ebro SL,18000,USD,${inDays(120)},compras@talleres-ebro.example
E2E-2,7003,Astilleros Vigo SA,24000,USD,${inDays(120)},compras@astilleros-vigo.example
E2E-3,7003,Lacteos Cantabria SL,12000,USD,${inDays(120)},compras@lacteos-cantabria.example
E2E-4,7003,Zarzuela <!channel> & Hijos SL,15000,USD,${inDays(120)},compras@zarzuela-hijos.example
`;
const OPEN = ['deal:files:E2E~2d1', 'deal:files:E2E~2d2', 'deal:files:E2E~2d3', 'deal:files:E2E~2d4'];

interface Shown {
  status: string;
  assignee: string | null;
  outcome: string | null;
  openProblem: string;
  registration: { status: string } | null;
  audit: Array<{ entry: Record<string, unknown> }>;
  effects: Array<{ key: string; status: string; undoes: string | null }>;
}

async function show(id: string): Promise<Shown> {
  return JSON.parse((await runCli(['cases', 'show', id, '--json'], instance.environment)).stdout);
}

/** Waits until the case's row says so. */
async function shows(id: string, wanted: Partial<Shown>): Promise<Shown> {
  for (const end = Date.now() + 30_000; ; ) {
    const now = await show(id);
    if (Object.entries(wanted).every(([name, value]) => now[name as keyof Shown] === value)) return now;
    if (Date.now() > end) throw new Error(`after 30 s ${id} is ${JSON.stringify(now)}`);
    await new Promise((done) => setTimeout(done, 300));
  }
}

const APPROVED = { status: 'completed', outcome: 'Approved' };

/** The decision as the audit keeps it: signed, by this person, on this way. */
function accepted({ audit }: Shown, action: string, by: string, via: string): void {
  const entries = audit.map(({ entry }) => entry);
  const wanted = { action: 'decision.accepted', actor: by, decision: action, via };
  expect(entries).toContainEqual(expect.objectContaining({ ...wanted, signedWith: expect.any(String) }));
}

/** Something was written, and each write of it has been undone. */
function undone({ effects }: Shown): void {
  const done = effects.filter((one) => one.status === 'done');
  const writes = done.filter((one) => one.undoes === null).map((one) => one.key);
  expect(writes).not.toEqual([]);
  expect(done.flatMap((one) => one.undoes ?? []).sort()).toEqual(writes.sort());
}

const sign = async (id: string, action: string, as: string, form: 'update' | 'signal', ...more: string[]) => {
  const args = ['reviews', 'sign', id, action, '--as', as, '--reason', 'Looked at it', `--${form}`, ...more];
  const run = await runCli(args, instance.environment);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout.trim();
};

describe('with the quarterdeck command', () => {
  const decide = (...args: string[]) => runCli([...args, '--reason', 'Looked at it'], instance.environment);

  test('approve', async () => {
    const id = 'deal:impartner:102';
    expect(await decide('reviews', 'approve', id, '--as', 'ana')).toMatchObject({ code: 0, stderr: '' });
    accepted(await shows(id, APPROVED), 'approve', 'p-ana', 'update');
  });

  test('override', async () => {
    const id = 'deal:portal:LC~2d2202';
    const edit = ['--edit', LATER];
    const run = await decide('reviews', 'override', id, ...edit, '--as', 'olga');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    accepted(await shows(id, APPROVED), 'override', 'p-olga', 'update');
  });

  test('roll back what a rule approved, after its end', async () => {
    const id = 'deal:impartner:101';
    await shows(id, APPROVED);
    expect(await decide('rollback', id, '--as', 'olga', '--yes')).toMatchObject({ code: 0, stderr: '' });
    undone(await shows(id, { status: 'rolled_back' }));
  });
});

describe("with Temporal's command line", () => {
  const temporal = async (...args: string[]) =>
    (await promisify(execFile)('temporal', args, { env: instance.shell })).stdout;
  const send = (id: string, how: 'update' | 'signal', name: string, input: string) =>
    temporal(
      'workflow',
      ...(how === 'update' ? ['update', 'execute'] : ['signal']),
      ...['--workflow-id', id, '--name', name, '--input', input],
    );

  test('approve by Update, which answers with the receipt', async () => {
    const list = JSON.parse(
      (await runCli(['reviews', 'list', '--all', '--json'], instance.environment)).stdout,
    );
    const mails = list.filter((one: { case: string }) => one.case.startsWith('deal:email:'));
    // Of p-ana's own partner in the channel that is written by hand.
    const id = mails.find((one: { partner: string }) => one.partner === '7004').case;
    const answer = await send(id, 'update', 'decide', await sign(id, 'approve', 'ana', 'update'));
    expect(answer).toContain('receipt');
    accepted(await shows(id, APPROVED), 'approve', 'p-ana', 'update');
  });

  test('a refused Signal is seen in status, row and search attribute; an accepted override clears it', async () => {
    const id = 'deal:portal:NL~2d0900';
    await send(id, 'signal', 'approve', await sign(id, 'approve', 'ana', 'signal'));
    await shows(id, { openProblem: 'refused_signal', status: 'waiting_for_decision' });
    const status = await temporal('workflow', 'query', '--workflow-id', id, '--type', 'status');
    expect(status).toContain('p-ana');
    expect(status).toContain('refused_signal');
    const described = await temporal('workflow', 'describe', '--workflow-id', id, '-o', 'json');
    expect(described).toContain(Buffer.from('"refused_signal"').toString('base64'));

    const edit = ['--edit', LATER];
    await send(id, 'signal', 'override', await sign(id, 'override', 'olga', 'signal', ...edit));
    const after = await shows(id, { ...APPROVED, openProblem: 'none' });
    accepted(after, 'override', 'p-olga', 'signal');
  });

  test('roll back a case that waits', async () => {
    const [id = ''] = OPEN;
    await send(id, 'update', 'rollback', await sign(id, 'rollback', 'olga', 'update'));
    undone(await shows(id, { status: 'rolled_back' }));
  });
});

skipWithout('chromium')('in the Temporal UI', () => {
  let folder: string;
  let ui: TemporalUi;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'qd-ui-'));
    ui = await openTemporalUi(instance.environment.QUARTERDECK_TEMPORAL_UI ?? '', folder);
  }, 60_000);
  /** Views that are kept already, by whose they are. */
  const kept = new Set<string>();

  /** What the view Mine of whoever has the case lists. */
  async function mineOfWhoHas(id: string): Promise<string[]> {
    const { assignee } = await show(id);
    const name = `Mine of ${assignee}`;
    if (!kept.has(name)) {
      const args = ['reviews', 'views', '--as', String(assignee), '--json'];
      const views = JSON.parse((await runCli(args, instance.environment)).stdout) as { link: string }[];
      // The other views are the same for everybody.
      for (const { link } of kept.size === 0 ? views : views.slice(0, 1))
        await ui.keepView(link.replace('savedQuery=Mine', `savedQuery=${encodeURIComponent(name)}`));
    }
    kept.add(name);
    return ui.inView(name);
  }

  afterAll(async () => {
    await ui?.close();
    if (!process.env.QD_TEST_KEEP_PICTURES) rmSync(folder, { recursive: true, force: true });
  });

  test('a saved view finds the case; it says what is asked, of whom, until when and how; a Signal approves it', async () => {
    const id = 'deal:portal:MC~2d0417';
    const mine = await mineOfWhoHas(id);
    expect(mine).toContain(id);
    const listed = JSON.parse(
      (await runCli(['reviews', 'list', '--as', 'ana', '--json', '--limit', '1000'], instance.environment))
        .stdout,
    ) as { case: string }[];
    expect(listed.map((one) => one.case)).toEqual(expect.arrayContaining(mine));
    await ui.picture('mine');
    await ui.openFromList(id);
    const details = await ui.currentDetails(id);
    expect(details).toContain('Waiting for a decision');
    expect(details).toContain('nothing speaks against it; the rollout (assisted) asks for a person');
    expect(details).toMatch(
      /p-ana; may decide: channel_manager, partner_ops. Due \w+ \d+ \w+ \d\d:\d\d CES?T/,
    );
    expect(details).toContain(`quarterdeck reviews show ${id}`);
    expect(details).toMatch(
      /Question 1 \(review\): may this registration be approved\? MC-0417 from portal, partner 7\d+, USD \d{1,3}(?:,\d{3})*\.\d\d/,
    );
    expect(details).toContain(
      '{"action":"approve","by":"p-ana","reason":"Checked","round":1,"token":"TOKEN"}',
    );
    await ui.picture('waiting');
    await ui.send(id, 'Signal', 'approve', await sign(id, 'approve', 'ana', 'signal'));
    accepted(await shows(id, APPROVED), 'approve', 'p-ana', 'signal');
    expect(await ui.currentDetails(id)).toContain('Approved');
    await ui.picture('approved');
  }, 120_000);

  test('who may not decide finds the refusal on the page; an Update overrides', async () => {
    const id = OPEN[1] ?? '';
    expect(await mineOfWhoHas(id)).toContain(id);
    await ui.openFromList(id);
    await ui.send(id, 'Signal', 'approve', await sign(id, 'approve', 'joe', 'signal'));
    await shows(id, { openProblem: 'refused_signal' });
    const details = await ui.currentDetails(id);
    expect(details).toMatch(/a decision sent as a signal was refused[\s\S]*approve by p-joe \(signal\)/);
    await ui.picture('refused');
    const edit = ['--edit', LATER];
    await ui.send(id, 'Update', 'decide', await sign(id, 'override', 'olga', 'update', ...edit));
    accepted(await shows(id, { ...APPROVED, openProblem: 'none' }), 'override', 'p-olga', 'update');
  }, 120_000);

  test('nothing is in doubt or overdue, and both views say so', async () => {
    expect(await ui.inView('In doubt')).toEqual([]);
    expect(await ui.inView('Overdue')).toEqual([]);
  }, 60_000);

  test('the JSON on the page decides, with a token in its place', async () => {
    const id = 'deal:files:E2E~2d9';
    const row = `id,source_partner_id,customer_name,estimated_value,currency,expected_close_date,primary_contact_email
E2E-9,7003,Conservas Muros SL,9000,USD,${inDays(120)},compras@conservas-muros.example
`;
    await runCli(['cases', 'submit', '-', '--form', 'csv'], instance.environment, row);
    await shows(id, { status: 'waiting_for_decision' });
    expect(await mineOfWhoHas(id)).toContain(id);
    await ui.openFromList(id);
    const json = /\{"action":"reject".*?\}/.exec(await ui.currentDetails(id))?.[0] ?? '';
    const { by } = JSON.parse(json) as { by: string };
    const args = ['reviews', 'sign', id, 'reject', '--as', by, '--reason', 'Checked', '--json'];
    const { token } = JSON.parse((await runCli(args, instance.environment)).stdout) as { token: string };
    await ui.send(id, 'Update', 'decide', json.replace('TOKEN', token));
    accepted(await shows(id, { status: 'completed', outcome: 'Rejected' }), 'reject', by, 'update');
  }, 120_000);

  test('a Signal rolls back', async () => {
    const id = OPEN[2] ?? '';
    expect(await mineOfWhoHas(id)).toContain(id);
    await ui.openFromList(id);
    await ui.send(id, 'Signal', 'rollback', await sign(id, 'rollback', 'olga', 'signal'));
    undone(await shows(id, { status: 'rolled_back' }));
    expect(await ui.currentDetails(id)).toContain('Rolled back');
    await ui.picture('rolled-back');
  }, 120_000);
});

describe('in Slack', () => {
  const id = OPEN[3] ?? '';
  const vendor = (name: string) =>
    `http://127.0.0.1:${JSON.parse(instance.environment.QUARTERDECK_SANDBOX_PORTS ?? '{}')[name]}`;
  const control = async (name: string, path: string, body?: object) => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${instance.environment.QUARTERDECK_SANDBOX_KEY}`,
    };
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${vendor(name)}/__sim/${path}`, init);
    return (await answer.json()) as never;
  };
  /** Waits for what a vendor holds. */
  async function held<T>(name: string, path: string, found: (all: T[]) => T | undefined): Promise<T> {
    for (const end = Date.now() + 60_000; ; await new Promise((done) => setTimeout(done, 300))) {
      const all = (await control(name, path)) as T[];
      const one = found(all);
      if (one !== undefined) return one;
      if (Date.now() > end) throw new Error(`after 60 s ${name} has ${JSON.stringify(all.slice(-3))}`);
    }
  }
  /** Who is asked depends on whose working hours it is. */
  const people = Object.entries(parse(readFileSync('policy/people.yaml', 'utf8')).people) as [
    string,
    { name: string; reach: { slack: string; email: string } },
  ][];

  test('who has to decide is asked there, and told the command; once decided the message says so', async () => {
    const of = (all: SlackStoredMessage[]) => all.filter(({ text }) => text.includes('Zarzuela'));
    const asked = await held<SlackStoredMessage>('slack', 'export', (all) => of(all)[0]);
    expect(asked.rings).toEqual([]);
    const [person = '', { name, reach } = { name: '', reach: { slack: '', email: '' } }] =
      people.find(([, one]) => asked.channel === `D${one.reach.slack.slice(1)}`) ?? [];
    expect(asked.text).toContain('Zarzuela &lt;!channel&gt; &amp; Hijos SL');

    const message = `${asked.channel}/${asked.ts}`;
    expect(await control('slack', 'press', { user: reach.slack, message })).toMatchObject({ status: 200 });
    const shown = await held<SlackEphemeral>('slack', 'ephemerals', (all) => all.at(-1));
    expect(shown.user).toBe(reach.slack);
    const command = /`(quarterdeck reviews show [^`]+)`/.exec(JSON.stringify(shown.body))?.[1];
    expect(command).toBe(`quarterdeck reviews show ${id}`);
    await shows(id, { status: 'waiting_for_decision' });

    const args = ['reviews', 'approve', id, '--as', person, '--reason', 'Looked at it'];
    expect(await runCli(args, instance.environment)).toMatchObject({ code: 0, stderr: '' });
    accepted(await shows(id, APPROVED), 'approve', person, 'update');
    const decided = await held<SlackStoredMessage>('slack', 'export', (all) =>
      of(all).find(({ text }) => text.includes(`was approved by ${name}`)),
    );
    expect(decided).toMatchObject({ channel: asked.channel, ts: asked.ts });
    expect(JSON.stringify(decided.blocks)).not.toContain('button');
    expect(of((await control('slack', 'export')) as SlackStoredMessage[])).toHaveLength(1);
  }, 90_000);

  test('while Slack is away they are asked by mail', async () => {
    await control('slack', 'faults', [
      { path: '^/api/', status: 503, body: '<html>away</html>', times: 500 },
    ]);
    const further = FURTHER.split('\n')[0];
    const row = `E2E-5,7003,Molinos Duero SL,16000,USD,${inDays(120)},compras@molinos-duero.example`;
    const run = await runCli(
      ['cases', 'submit', '-', '--form', 'csv'],
      instance.environment,
      `${further}\n${row}\n`,
    );
    expect(run).toMatchObject({ code: 0, stderr: 'Read id as deal_id.\n' });
    const mail = await held<SunkMail>('smtpControl', 'export', (all) =>
      all.find(({ subject }) => subject === 'Molinos Duero SL waits for your decision'),
    );
    const [person] = people.find(([, one]) => mail.to.includes(one.reach.email)) ?? [];
    expect(mail.text).toContain('quarterdeck reviews show deal:files:E2E~2d5');
    const { audit } = await shows('deal:files:E2E~2d5', { status: 'waiting_for_decision' });
    expect(audit.map(({ entry }) => entry)).toContainEqual(
      expect.objectContaining({ action: 'gate.notice_failed', channel: 'slack', to: person }),
    );
  }, 120_000);
});
