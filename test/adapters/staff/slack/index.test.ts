import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Call } from '../../../../adapters/ports/call.ts';
import type { Landed, Write } from '../../../../adapters/ports/write.ts';
import { slack } from '../../../../adapters/staff/slack/index.ts';
import type { JsonObject } from '../../../../domain/json.ts';
import { call, faultOf, ledgered } from '../../contract.ts';
import { persistent } from '../persistent.ts';
import { DECIDED, MESSAGE, openWorkspace } from './workspace.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
async function workspace(...args: Parameters<typeof openWorkspace>) {
  const opened = await openWorkspace(...args);
  closing.push(() => opened.simulator.close());
  return opened;
}

const told = { to: 'U0ANA', message: MESSAGE } as unknown as JsonObject;
const updated = (id: string) => ({ to: 'U0ANA', told: id, message: DECIDED }) as unknown as JsonObject;
const updateOf = ({ writes }: { writes: { update: Write | null } }) => writes.update as Write;

describe('tell', () => {
  test('reaches a person by member id, and by e-mail where only that is known', async () => {
    const { port, simulator } = await workspace();
    const ids = [];
    for (const to of ['U0ANA', 'ana.ruiz@quarterdeck.example', 'U0OLGA'])
      ids.push((await port.writes.tell.send({ ...told, to }, `k/${to}`, call)).id);
    expect(ids.map((id) => id.split('/')[0])).toEqual(['D0ANA', 'D0ANA', 'D0OLGA']);
    expect(simulator.messages()).toHaveLength(3);
    expect(simulator.messages().every(({ rings }) => rings.length === 0)).toBe(true);
    expect(port.addressOf({ email: 'ana.ruiz@quarterdeck.example' })).toBe('ana.ruiz@quarterdeck.example');
    expect(port.addressOf({ email: 'ana.ruiz@quarterdeck.example', slack: 'U0ANA' })).toBe('U0ANA');
    expect(port.addressOf({ prm: '77' })).toBeNull();
  });

  test('carries our key as a digest, in the metadata and in the first block', async () => {
    const { port, simulator } = await workspace();
    await port.writes.tell.send(told, 'deal:impartner:101/staff.tell/1', call);
    const [message] = simulator.messages();
    const mark = String(message?.blocks[0]?.block_id);
    expect(mark).toMatch(/^qd_[0-9a-f]{32}$/);
    expect(message?.metadata).toEqual({ event_type: 'quarterdeck_message', event_payload: { key: mark } });
  });

  test.each([['xoxb-sandbox'], ['reads-metadata']])(
    'is found by its key among others, and no other is taken for it (%s)',
    async (botToken) => {
      const scopes = ['chat:write', 'im:write', 'im:history', 'metadata.message:read'];
      const tokens = [
        { token: 'xoxb-sandbox', scopes: scopes.slice(0, 3) },
        { token: 'reads-metadata', scopes },
      ];
      const { port } = await workspace({ tokens }, { botToken });
      const landed: Landed[] = [];
      for (let at = 0; at < 5; at += 1) landed.push(await port.writes.tell.send(told, `k/${at}`, call));
      expect(await port.writes.tell.lookup(told, 'k/3', call)).toEqual(landed[3]);
      expect(await port.writes.tell.lookup(told, 'k/9', call)).toBe('absent');
    },
  );

  test('is found behind hundreds of later messages; beyond what is read it is unknown, never absent', async () => {
    const { port, simulator } = await workspace();
    const first = await port.writes.tell.send(told, 'k/first', call);
    const others = (count: number) => {
      for (let at = 0; at < count; at += 1) simulator.post('D0ANA', `another ${at}`);
    };
    others(450);
    expect(await port.writes.tell.lookup(told, 'k/first', call)).toEqual(first);
    expect(await port.writes.tell.lookup(told, 'k/never', call)).toBe('absent');
    others(1_600);
    expect(await port.writes.tell.lookup(told, 'k/first', call)).toBe('unknown');
  });

  test('two messages with one key are unknown: a person has to look', async () => {
    const { port } = await workspace();
    await port.writes.tell.send(told, 'k', call);
    await port.writes.tell.send(told, 'k', call);
    expect(await port.writes.tell.lookup(told, 'k', call)).toBe('unknown');
  });

  test('a history that lags is asked again before it proves anything', async () => {
    const { again } = await workspace({ searchLagMs: 150 });
    const { tell } = again({ searchLagMs: 300 }).writes;
    expect(tell.searchLagMs).toBe(300);
    const landed = await tell.send(told, 'k', call);
    expect(await tell.lookup(told, 'k', call)).toBe('absent');
    await new Promise((wake) => setTimeout(wake, 300));
    expect(await tell.lookup(told, 'k', call)).toEqual(landed);
  });

  test('its undo puts a correction in its place, and is said; twice is harmless', async () => {
    const { port, simulator, state } = await workspace();
    const effect = await ledgered(port.writes.tell, told, 'k');
    expect(await port.writes.tell.undo(effect, call)).toEqual({
      corrected: 'The Slack message may have been read; a correction stands in its place.',
    });
    const [message, second] = simulator.messages();
    expect(second).toBeUndefined();
    expect(message?.text).toMatch(/^Withdrawn: Rheinwerk/);
    expect(JSON.stringify(message?.blocks)).not.toContain('button');
    const once = await state();
    await port.writes.tell.undo(effect, call);
    expect(await state()).toBe(once);
    expect(await port.writes.tell.lookup(told, 'k', call)).toEqual(effect.landed);
  });

  test('its undo of a message that somebody deleted is said and no failure', async () => {
    const { port, url } = await workspace();
    const effect = await ledgered(port.writes.tell, told, 'k');
    await remove(url, effect.landed.id);
    expect((await port.writes.tell.undo(effect, call)).corrected).toMatch(/somebody deleted it/);
  });

  test.each([
    ['U0NOBODY', 'not_found', 'channel_not_found'],
    ['nobody@quarterdeck.example', 'not_found', 'users_not_found'],
    ['C0DESK', 'rejected', 'NO_SLACK_ADDRESS'],
    ['D0ANA', 'rejected', 'NO_SLACK_ADDRESS'],
    ['#general', 'rejected', 'NO_SLACK_ADDRESS'],
    ['<!channel>', 'rejected', 'NO_SLACK_ADDRESS'],
    ['u0ana', 'rejected', 'NO_SLACK_ADDRESS'],
  ])('to %s is %s (%s), and says what to correct', async (to, kind, code) => {
    const { port, simulator } = await workspace();
    const fault = await faultOf(port.writes.tell.send({ ...told, to }, 'k', call));
    expect(fault).toMatchObject({ kind, code, certainlyNotLanded: true });
    expect(fault.message).toMatch(/; |correct/);
    expect(fault.message).not.toContain(to);
    expect(simulator.messages()).toHaveLength(0);
  });

  test('a token without a scope names the scope, and a token that does not work is found by doctor', async () => {
    const { again } = await workspace();
    const without = again({ botToken: 'xoxb-sandbox-post-only' });
    await without.writes.tell.send(told, 'k', call);
    expect((await faultOf(without.writes.tell.lookup(told, 'k', call))).message).toMatch(
      /add the scope im:write/,
    );
    await without.answers?.(call);
    expect(await faultOf(again({ botToken: 'xoxb-other' }).answers?.(call) as Promise<void>)).toMatchObject({
      kind: 'auth',
      code: 'invalid_auth',
    });
  });

  test('no more than one message a second goes to one person; another person does not wait', async () => {
    const { again } = await workspace();
    const { tell } = again({ messagesPerSecond: 1 }).writes;
    const quick: Call = { ...call, mayWait: false };
    await tell.send(told, 'k/1', quick);
    const fault = await faultOf(tell.send(told, 'k/2', quick));
    expect(fault).toMatchObject({ kind: 'budget', certainlyNotLanded: true });
    expect(fault.retryAfterMs).toBeLessThanOrEqual(1_000);
    await tell.send({ ...told, to: 'U0OLGA' }, 'k/3', quick);
  });
});

describe('update', () => {
  test('puts the decided message in the place of the one that asked', async () => {
    const { port, simulator } = await workspace();
    const { id } = await port.writes.tell.send(told, 'k/1', call);
    const { landed } = await ledgered(updateOf(port), updated(id), 'k/2');
    expect(landed).toEqual({ id, created: false });
    expect(simulator.messages().map(({ text }) => text)).toEqual([
      'Rheinwerk Logistik AG: approved by Ana Ruiz\nA registration of Nordlicht GmbH.',
    ]);
    expect(await updateOf(port).lookup(updated(id), 'k/2', call)).toEqual(landed);
    expect(await updateOf(port).lookup(updated(id), 'k/3', call)).toBe('absent');
  });

  test('its undo brings the question back byte for byte, and leaves what was changed after it', async () => {
    const { port, state } = await workspace();
    const { id } = await port.writes.tell.send(told, 'k/1', call);
    const asked = await state();
    const first = await ledgered(updateOf(port), updated(id), 'k/2');
    const decided = await state();
    const again = { ...updated(id), message: { ...DECIDED, title: 'Taken back' } } as unknown as JsonObject;
    const second = await ledgered(updateOf(port), again, 'k/3');
    expect((await updateOf(port).undo(first, call)).corrected).toMatch(/changed after our update/);
    await updateOf(port).undo(second, call);
    expect(await state()).toBe(decided);
    await updateOf(port).undo(first, call);
    expect(await state()).toBe(asked);
    expect(await updateOf(port).undo(first, call)).toEqual({});
    expect(await state()).toBe(asked);
  });

  test('of a message that somebody deleted is said and no failure', async () => {
    const { port, url, simulator } = await workspace();
    const { id } = await port.writes.tell.send(told, 'k/1', call);
    await remove(url, id);
    const { before, landed } = await ledgered(updateOf(port), updated(id), 'k/2');
    expect(before).toBeNull();
    expect(landed).toEqual({ id, created: false, detail: { deleted: true } });
    expect(await updateOf(port).lookup(updated(id), 'k/2', call)).toEqual(landed);
    expect(simulator.messages()).toHaveLength(0);
  });

  test.each(['D0ANA', '../1.2', 'D0ANA/1.2/3', 'D0ANA/x'])(
    'of %j, which names no message, is rejected',
    async (id) => {
      const { port } = await workspace();
      const fault = await faultOf(updateOf(port).send(updated(id), 'k', call));
      expect(fault).toMatchObject({ kind: 'rejected', code: 'NO_SLACK_MESSAGE', certainlyNotLanded: true });
      expect(fault.message).not.toContain(id);
    },
  );
});

test('a payload that is none is rejected by the name of its field, and its content is not repeated', async () => {
  const { port } = await workspace();
  const wrong = { to: 'U0ANA', message: { ...MESSAGE, title: 7, lines: ['secret words'] } };
  const fault = await faultOf(port.writes.tell.send(wrong as unknown as JsonObject, 'k', call));
  expect(fault.message).toContain('message.title');
  expect(fault.message).not.toContain('secret words');
});

test('settings are checked, and never shown', () => {
  expect(() => slack({ botToken: '' })).toThrow(/slack is configured wrongly: botToken/);
  expect(() => slack({ botToken: 'xoxb-7', nope: 1 })).toThrow(/slack is configured wrongly/);
  expect(() => slack({ botToken: 'xoxb-7', nope: 1 })).not.toThrow(/xoxb-7/);
});

test('a killed simulator comes back with its messages', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sim-'));
  closing.push(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, 'slack.jsonl');
  const first = await openWorkspace({ stateFile });
  await first.port.writes.tell.send(told, 'k', call);
  const before = await first.state();
  await first.simulator.close();
  const second = await workspace({ stateFile });
  expect(await second.state()).toBe(before);
  expect(await (await fetch(`${second.url}/__sim/messages`)).text()).toContain('== Ana Ruiz <ana.ruiz@');
});

test.each([1, 2, 3])('on a bad day (%i) every message arrives once, and is decided once', async (seed) => {
  const { port, simulator } = await workspace({ hostile: { seed } });
  const { tell, update } = persistent(port).writes;
  for (let at = 0; at < 6; at += 1) {
    const payload = { ...told, to: at % 2 === 0 ? 'U0ANA' : 'olga.brandt@quarterdeck.example' };
    const { id } = await tell.send(payload, `k/${at}`, call);
    expect((await update?.send(updated(id), `u/${at}`, call))?.id).toBe(id);
  }
  expect(simulator.messages()).toHaveLength(6);
  expect(simulator.messages().every(({ text }) => text.startsWith(DECIDED.title))).toBe(true);
  // It was a bad day: on a good one six messages, three look-ups of a person and six updates are all that is asked.
  expect(simulator.requests.length).toBeGreaterThan(20);
});

const remove = (url: string, message: string) =>
  fetch(`${url}/__sim/delete`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  });
