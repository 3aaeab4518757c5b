import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningInstance, START_MS, startFirstPart } from '../cli/instance.ts';
import { runCli } from '../cli/run-cli.ts';
import { skipWithout } from '../environment/servers.ts';
import { openTemporalUi } from './temporal-ui.ts';

/** An installation whose payloads are encrypted: worker, server and command line as processes, and Temporal's own tools. */
let instance: RunningInstance;

beforeAll(async () => {
  instance = await startFirstPart({ QUARTERDECK_CODEC_KEY: randomBytes(32).toString('base64') });
}, START_MS);

afterAll(() => instance?.stop(), 60_000);

const CASE = 'deal:portal:MC~2d0417';
const SECRET = 'The customer called us about it';

const json = async (...args: string[]) =>
  JSON.parse((await runCli([...args, '--json'], instance.environment)).stdout);
const shell = async (line: string) =>
  (await promisify(execFile)('sh', ['-c', line], { env: instance.shell, maxBuffer: 32 * 1024 * 1024 }))
    .stdout;
const endpoint = () => `${instance.environment.QUARTERDECK_URL}/codec`;

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await what()); ) {
    if (Date.now() > end) throw new Error('waited 30 s in vain');
    await new Promise((done) => setTimeout(done, 300));
  }
}

/** Every text in a history, with what stands in base64 read too. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value, Buffer.from(value, 'base64').toString('latin1')];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsIn);
}
const history = async (id: string, how = '') =>
  textsIn(JSON.parse(await shell(`temporal workflow show --workflow-id '${id}' -o json ${how}`))).join('\n');

describe('with a codec key', () => {
  test('the printed commands carry the codec endpoint and decide, by Update and by Signal', async () => {
    const { commands } = await json('reviews', 'show', CASE, '--as', 'ana');
    const of = (action: string) => commands.find((one: { action: string }) => one.action === action);
    const said = (line: string) => line.replaceAll("'Checked'", `'${SECRET}'`);
    expect(of('approve').update).toContain(`--codec-endpoint ${endpoint()} --codec-auth`);
    expect(of('approve').update).not.toContain(
      JSON.parse(instance.environment.QUARTERDECK_API_KEYS ?? '{}').api,
    );
    await shell(said(of('reassign').signal));
    await until(async () => (await json('reviews', 'show', CASE)).gate.assignee === 'p-olga');
    expect(await shell(said(of('approve').update))).toContain('receipt');
    await until(async () => (await json('cases', 'show', CASE)).outcome === 'Approved');
  });

  test('the quarterdeck command decides too', async () => {
    const id = 'deal:impartner:102';
    const run = await runCli(
      ['reviews', 'approve', id, '--as', 'ana', '--reason', SECRET],
      instance.environment,
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    await until(async () => (await json('cases', 'show', id)).outcome === 'Approved');
  });

  test.each([CASE, 'deal:impartner:102'])('the history of %s holds no decision in plain text', async (id) => {
    const plain = await history(id);
    // The assignee stands in a search attribute, as an opaque id.
    expect(plain).toContain('binary/encrypted');
    for (const text of [SECRET, '"action"', '"token"', 'contentHash', 'customer_name'])
      expect(plain).not.toContain(text);
    // The same history by the codec server: what was looked for above is really there.
    const { api } = JSON.parse(instance.environment.QUARTERDECK_API_KEYS ?? '{}');
    const read = await history(id, `--codec-endpoint ${endpoint()} --codec-auth 'Bearer ${api}'`);
    await expect(history(id, `--codec-endpoint ${endpoint()}`)).rejects.toThrow();
    for (const text of [SECRET, 'p-ana', 'contentHash']) expect(read).toContain(text);
  });

  test('a browser reads the codec server from the pages of the Temporal UI only', async () => {
    const ui = new URL(instance.environment.QUARTERDECK_TEMPORAL_UI ?? '').origin;
    const asked = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      const { status, headers: said } = await fetch(`${endpoint()}/decode`, { method: 'OPTIONS', headers });
      return { status, allowed: said.get('access-control-allow-origin') };
    };
    expect(await asked(ui)).toEqual({ status: 204, allowed: ui });
    expect(await asked('https://elsewhere.example')).toEqual({ status: 403, allowed: null });
  });
});

skipWithout('chromium')('the Temporal UI', () => {
  test('shows the details of an encrypted case, and sends a decision', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qd-ui-'));
    const ui = await openTemporalUi(instance.environment.QUARTERDECK_TEMPORAL_UI ?? '', folder);
    try {
      const id = 'deal:portal:NL~2d0900';
      expect(await ui.currentDetails(id)).toContain('Waiting for a decision');
      await ui.picture('encrypted');
      const args = ['reviews', 'sign', id, 'approve', '--as', 'olga', '--reason', SECRET, '--signal'];
      await ui.send(id, 'Signal', 'approve', (await runCli(args, instance.environment)).stdout.trim());
      await until(async () => (await json('cases', 'show', id)).outcome === 'Approved');
      // The UI encrypts what it sends, as everybody else.
      expect(await history(id)).not.toContain(SECRET);
    } finally {
      await ui?.close();
      if (!process.env.QD_TEST_KEEP_PICTURES) rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
