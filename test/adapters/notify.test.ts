import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import PostalMime from 'postal-mime';
import { createNotify } from '../../adapters/notify/index.ts';
import { messageIdOf } from '../../adapters/notify/mail.ts';
import type { Call, VendorFault } from '../../adapters/ports/call.ts';
import type { Landed } from '../../adapters/ports/write.ts';
import type { Fault } from '../../sandbox/simulator.ts';
import { createSmtpSink } from '../../sandbox/smtp.ts';

const call: Call = { timeoutMs: 2_000, mayWait: true };
const key = 'deal:impartner:4711~2/notify.received/1';
const payload = {
  message: {
    to: 'jane@partner.example',
    subject: 'Registrierung erhalten – «Größe»',
    text: 'Zeile eins\n\n.Punkt am Zeilenanfang\nEnde ✓',
  },
  partnerId: 'P-1',
  kind: 'received',
};
const landed: Landed = { id: messageIdOf(key, 'quarterdeck.example'), created: true };

async function failure(promise: Promise<unknown>): Promise<VendorFault> {
  return promise.then(
    () => Promise.reject(new Error('expected a fault')),
    (error) => error,
  );
}

describe('smtp', () => {
  const sink = createSmtpSink({ login: { user: 'robot', secret: 'geheim-7731' } });
  let control: string;
  const settings = (more: object = {}) => ({
    host: '127.0.0.1',
    port: sink.smtpPort(),
    auth: { user: 'robot', pass: 'geheim-7731' },
    from: 'partners@quarterdeck.example',
    ...more,
  });
  const notify = (more?: object) => createNotify('smtp', settings(more)).writes.send;
  const fault = (each: Fault) =>
    fetch(`${control}/__sim/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(each),
    });

  beforeAll(async () => {
    control = await sink.listen();
  });
  beforeEach(async () => {
    await fetch(`${control}/__sim/reset`, { method: 'POST' });
  });
  afterAll(() => sink.close());

  test('a notice arrives once, whole, with a Message-ID that follows from the key', async () => {
    const answer = await notify().send(payload, key, call);
    expect(answer).toEqual(landed);
    expect(sink.mails).toEqual([
      {
        messageId: landed.id,
        from: 'partners@quarterdeck.example',
        to: ['jane@partner.example'],
        subject: payload.message.subject,
        text: payload.message.text,
        html: null,
        inReplyTo: null,
        autoSubmitted: 'auto-generated',
      },
    ]);
    expect(sink.requests.map(({ vendor, path, status }) => ({ vendor, path, status }))).toEqual([
      { vendor: 'smtp', path: '/messages', status: 250 },
    ]);
  });

  test('a sender that dies within its message leaves no mail, and the next one is served', async () => {
    const socket = connect(sink.smtpPort(), '127.0.0.1');
    const said = (text: string) =>
      new Promise<void>((resolve) => {
        const listen = (chunk: Buffer) => {
          if (!String(chunk).includes(text)) return;
          socket.off('data', listen);
          resolve();
        };
        socket.on('data', listen);
      });
    const ask = async (line: string, answer: string) => {
      const answered = said(answer);
      socket.write(`${line}\r\n`);
      await answered;
    };
    await said('220');
    await ask('EHLO here', '250 ');
    await ask(`AUTH PLAIN ${Buffer.from('\0robot\0geheim-7731').toString('base64')}`, '235');
    await ask('MAIL FROM:<partners@quarterdeck.example>', '250');
    await ask('RCPT TO:<jane@partner.example>', '250');
    await ask('DATA', '354');
    await new Promise<void>((resolve) => socket.write('Subject: half', () => resolve()));
    const gone = once(socket, 'close');
    socket.destroy();
    await gone;
    await notify().send(payload, key, call);
    expect(sink.mails.map(({ messageId }) => messageId)).toEqual([landed.id]);
  });

  test('an html notice keeps its text part', async () => {
    await notify().send({ ...payload, message: { ...payload.message, html: '<p>bold</p>' } }, key, call);
    expect(sink.mails[0]?.text).toBe(payload.message.text);
  });

  test('undo answers the first message with one correction and says so', async () => {
    const write = notify();
    await write.send(payload, key, call);
    const correction = { subject: 'Berichtigung', text: 'Bitte nicht beachten.' };
    const { corrected } = await write.undo(
      { payload: { ...payload, correction }, before: null, landed, key },
      call,
    );
    expect(corrected).toContain('cannot be taken back');
    expect(sink.mails[1]).toMatchObject({
      ...correction,
      inReplyTo: landed.id,
      messageId: messageIdOf(`${key}/undo`, 'quarterdeck.example'),
    });
  });

  test('a correction whose confirmation is lost is not sent again, and is reported as unconfirmed', async () => {
    await fault({ path: '/messages', loseAnswer: true });
    const { corrected } = await notify().undo({ payload, before: null, landed, key }, call);
    expect(corrected).toContain('never confirmed');
    expect(sink.mails).toHaveLength(1);
  });

  test.each([
    [{ status: 451 }, { kind: 'unavailable', status: 451, certainlyNotLanded: true }, 0],
    [{ status: 550 }, { kind: 'rejected', status: 550, certainlyNotLanded: true }, 0],
    [{ loseAnswer: true }, { kind: 'unavailable', certainlyNotLanded: false }, 1],
    [{ dropBefore: true }, { kind: 'unavailable', certainlyNotLanded: false }, 0],
    [{ delayMs: 1_500 }, { kind: 'unavailable', code: 'timeout', certainlyNotLanded: false }, 1],
  ])('fault %j gives %j', async (each, expected, arrived) => {
    await fault({ path: '/messages', ...each });
    const error = await failure(notify().send(payload, key, { ...call, timeoutMs: 600 }));
    expect(error).toMatchObject({ vendor: 'smtp', ...expected });
    expect(sink.mails).toHaveLength(arrived);
    expect(await notify().lookup(payload, key, call)).toBe('unknown');
  });

  test('cancelling a send that waits for its answer leaves the outcome open', async () => {
    await fault({ path: '/messages', delayMs: 1_000 });
    const cancel = new AbortController();
    const sending = failure(notify().send(payload, key, { ...call, signal: cancel.signal }));
    setTimeout(() => cancel.abort(), 300);
    expect(await sending).toMatchObject({ kind: 'unavailable', certainlyNotLanded: false });
  });

  test('nothing listens: certainly not landed', async () => {
    const error = await failure(notify({ port: 1 }).send(payload, key, call));
    expect(error).toMatchObject({ kind: 'unavailable', certainlyNotLanded: true });
  });

  test('a connection that dies before the server asked for the body certainly landed nothing', async () => {
    const server = createServer((socket) => {
      socket.write('220 hello\r\n');
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        if (data.toString().startsWith('EHLO')) socket.write('250 hello\r\n');
        else socket.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.address() as AddressInfo;
    const error = await failure(notify({ port, auth: undefined }).send(payload, key, call));
    server.close();
    expect(error).toMatchObject({ kind: 'unavailable', certainlyNotLanded: true });
  });

  test('wrong credentials are an auth fault that never shows them', async () => {
    const error = await failure(
      notify({ auth: { user: 'robot', pass: 'falsch-9' } }).send(payload, key, call),
    );
    expect(error).toMatchObject({ kind: 'auth', certainlyNotLanded: true });
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toMatch(
      /falsch-9|geheim/,
    );
  });

  test('an OAuth2 access token logs in by XOAUTH2', async () => {
    await notify({ auth: { user: 'robot', accessToken: 'geheim-7731' } }).send(payload, key, call);
    expect(sink.mails).toHaveLength(1);
  });

  test.each(['a@x.example, b@y.example', 'a@x.example\r\nBcc: b@y.example', 'not an address', ''])(
    'a recipient that is not exactly one address is refused: %j',
    async (to) => {
      const error = await failure(
        notify().send({ ...payload, message: { ...payload.message, to } }, key, call),
      );
      expect(error).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
      expect(sink.mails).toHaveLength(0);
    },
  );

  test('a line break in a subject cannot add a header', async () => {
    const subject = 'Hello\r\nBcc: thief@evil.example\r\n\r\nbody';
    await notify().send({ ...payload, message: { ...payload.message, subject } }, key, call);
    expect(sink.mails[0]?.to).toEqual(['jane@partner.example']);
    expect(sink.mails[0]?.text).toBe(payload.message.text);
  });

  test('settings that would not work are refused at start, with the field', () => {
    expect(() => createNotify('smtp', settings({ port: 0 }))).toThrow(/port/);
    expect(() => createNotify('smtp', settings({ from: 'nobody' }))).toThrow(/from/);
    expect(() => createNotify('smtp', settings({ pasword: 'x' }))).toThrow(/pasword/);
    expect(() => createNotify('pigeon', {})).toThrow(/smtp, outbox/);
    expect(() => createNotify('constructor', {})).toThrow('there is no notifier constructor');
  });

  test('a server elsewhere that offers no TLS is refused before the login', async () => {
    // Any name that is not loopback by spelling makes TLS a must, even when it resolves to this machine.
    const error = await failure(notify({ host: '[::ffff:127.0.0.1]'.slice(1, -1) }).send(payload, key, call));
    expect(error).toMatchObject({ kind: 'rejected', code: 'ETLS', certainlyNotLanded: true });
    expect(sink.mails).toHaveLength(0);
  });
});

describe('outbox', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quarterdeck-outbox-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('one file a key, found again by look-up; undo puts one correction beside it', async () => {
    const { send } = createNotify('outbox', { folder }).writes;
    expect(await send.lookup(payload, key, call)).toBe('absent');
    const first = await send.send(payload, key, call);
    expect(await send.lookup(payload, key, call)).toEqual(first);
    await send.send(payload, key, call);
    expect(await readdir(folder)).toHaveLength(1);

    const args = { payload, before: null, landed: first, key };
    expect((await send.undo(args, call)).corrected).toContain('correction');
    await send.undo(args, call);
    const files = (await readdir(folder)).sort();
    expect(files).toHaveLength(2);

    const mails = await Promise.all(
      files.map(async (file) => PostalMime.parse(await readFile(join(folder, file)))),
    );
    const notice = mails.find((mail) => mail.messageId === first.id);
    const correction = mails.find((mail) => mail.inReplyTo === first.id);
    expect(notice?.subject).toBe(payload.message.subject);
    expect(notice?.text?.trimEnd()).toBe(payload.message.text);
    expect(correction?.subject).toContain('Correction');
  });

  test('two keys never share a file, even when they differ only in what a file name cannot hold', async () => {
    const { send } = createNotify('outbox', { folder: join(folder, 'keys') }).writes;
    const keys = ['a/b', 'a_b', 'a:b', `${'x'.repeat(300)}1`, `${'x'.repeat(300)}2`, '../../escape'];
    for (const each of keys) await send.send(payload, each, call);
    expect(await readdir(join(folder, 'keys'))).toHaveLength(keys.length);
  });

  test('a folder that cannot be written says what to do and has landed nothing', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const { send } = createNotify('outbox', { folder: join(folder, 'a-file', 'below') }).writes;
    const error = await failure(send.send(payload, key, call));
    expect(error).toMatchObject({ kind: 'unavailable', certainlyNotLanded: true });
    expect(error.message).toContain('check that the folder');
  });
});
