import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDeal } from '../../adapters/intake/deal/sealed.ts';
import { refreshTokens } from '../../adapters/mailbox/refresh-tokens.ts';
import { secretOf } from '../../adapters/mailbox/secret.ts';
import { transact } from '../../adapters/store/pool.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import { mailboxSettings } from '../../contracts/mailbox-settings.ts';
import { watchedInbox, watchedMails } from '../../server/inbox.ts';
import { imapMailbox } from '../../server/mailbox.ts';
import { ImapServer } from './imap-server.ts';
import { describeRig, MAIL_SERVER } from './rig.ts';

const rig = describeRig();
const errors: unknown[] = [];
let server: ImapServer;
let port: number;
beforeEach(async () => {
  server = new ImapServer();
  port = await server.listen();
});
afterEach(async () => {
  await server.close();
  errors.length = 0;
});

const mailbox = (change: object = {}) =>
  imapMailbox(
    rig.intake,
    mailboxSettings.parse({
      host: '127.0.0.1',
      port,
      user: 'deals',
      password: 'secret',
      tls: 'none',
      ...change,
    }),
    (error) => errors.push(error),
  );
/** A mail; without an id, as some programs send them. */
const mail = (customer: string, id: string | null = `${randomUUID()}@imap.example`) =>
  `From: desk@some.example\r\nDate: Fri, 27 Nov 2026 09:00:00 +0000\r\n${id ? `Message-ID: <${id}>\r\n` : ''}\r\nCustomer: ${customer}\r\n`;
const lying = (folder: string) => server.folders.get(folder)?.length ?? 0;
const casesOf = async (customer: string) => {
  const rows = await rig.sql('select intake_id from deliveries');
  for (const { intake_id } of rows) await rig.settled(intake_id);
  return (await rig.sql(`select from cases where summary->>'customer_name' = $1`, [customer])).length;
};

describe('a mailbox', () => {
  test('is emptied: each mail is kept, then moved', async () => {
    server.put(mail('Imap Eins AG'));
    server.put(mail('Imap Zwei AG', null));
    expect(await mailbox().take()).toBe(2);
    expect([lying('INBOX'), lying('Quarterdeck')]).toEqual([0, 2]);
    expect([await casesOf('Imap Eins AG'), await casesOf('Imap Zwei AG'), errors]).toEqual([1, 1, []]);
    expect(await mailbox().take()).toBe(0);
  });

  test('that cannot move is copied from, marked and expunged', async () => {
    await server.close();
    server = new ImapServer({ move: false });
    port = await server.listen();
    server.put(mail('Imap Drei AG'));
    expect(await mailbox({ taken: 'Done' }).take()).toBe(1);
    expect([lying('INBOX'), lying('Done')]).toEqual([0, 1]);
  });

  test('gives each mail once, however often it breaks off and numbers them anew in between', async () => {
    server.put(mail('Imap Vier AG'));
    server.put(mail('Imap Fuenf AG', null));
    for (const at of [/^LOGIN/, /^SELECT/, /SEARCH/, /FETCH/, /MOVE/, /MOVE/]) {
      server.breakAt = at;
      await mailbox()
        .take()
        .catch((error: unknown) => errors.push(error));
      server.renumber();
    }
    await mailbox().take();
    expect([lying('INBOX'), lying('Quarterdeck')]).toEqual([0, 2]);
    expect([await casesOf('Imap Vier AG'), await casesOf('Imap Fuenf AG')]).toEqual([1, 1]);
    expect(errors.length).toBeGreaterThan(3);
  });

  test('keeps what could not be kept here, and goes on with the next', async () => {
    const vault = {
      ...rig.intake.vault,
      tokenOf(text: string) {
        if (text === '<bad@imap.example>') throw new Error('away');
        return rig.intake.vault.tokenOf(text);
      },
    };
    server.put(mail('Imap Sechs AG', 'bad@imap.example'));
    server.put(mail('Imap Sieben AG'));
    const settings = mailboxSettings.parse({
      host: '127.0.0.1',
      port,
      user: 'deals',
      password: 'secret',
      tls: 'none',
    });
    const taken = await imapMailbox({ ...rig.intake, vault }, settings, (error) => errors.push(error)).take();
    expect([taken, lying('INBOX'), lying('Quarterdeck'), errors.length]).toEqual([1, 1, 1, 1]);
    expect(await mailbox().take()).toBe(1);
    expect([await casesOf('Imap Sechs AG'), await casesOf('Imap Sieben AG')]).toEqual([1, 1]);
  });

  test('with a wrong password, or without TLS where there should be, takes nothing', async () => {
    server.put(mail('Imap Acht AG'));
    await expect(mailbox({ password: 'wrong' }).take()).rejects.toThrow();
    await expect(mailbox({ tls: 'starttls' }).take()).rejects.toThrow();
    expect(server.commands.filter((command) => command === 'LOGIN')).toHaveLength(1);
    expect(lying('INBOX')).toBe(1);
  });

  test('over TLS is believed by its authority only', async () => {
    await server.close();
    const folder = mkdtempSync(join(tmpdir(), 'imap-'));
    const [key, cert, password] = ['key.pem', 'cert.pem', 'password'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject],
      { stdio: 'ignore' },
    );
    writeFileSync(password, 'secret\n');
    server = new ImapServer({ tls: { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } });
    port = await server.listen();
    server.put(mail('Imap Neun AG'));
    const secure = { host: 'localhost', tls: 'implicit', password: undefined, passwordFile: password };
    await expect(mailbox(secure).take()).rejects.toThrow();
    expect(await mailbox({ ...secure, caFile: cert }).take()).toBe(1);
    expect(await casesOf('Imap Neun AG')).toBe(1);
  });
});

describe('the sender of a mail', () => {
  const SENDER = 'desk@proved-partner.example';
  const result = (server: string) =>
    `Authentication-Results: ${server};\r\n dmarc=pass header.from=proved-partner.example\r\n`;
  const from = (customer: string, results: string) =>
    `${results}From: Desk <${SENDER}>\r\nDate: Fri, 27 Nov 2026 09:00:00 +0000\r\nMessage-ID: <${randomUUID()}@x>\r\n\r\nCustomer: ${customer}\r\n`;
  /** Of the one registration of this customer. */
  async function problemsOf(customer: string): Promise<string[]> {
    await casesOf(customer);
    const [row] = await rig.sql(`select case_id from cases where summary->>'customer_name' = $1`, [customer]);
    return transact(rig.intake.store, async (tx) => {
      const kept = await submissionOf(tx, row?.case_id);
      return (await openDeal(tx, rig.intake.vault, kept?.canonical ?? {})).problems.map(({ code }) => code);
    });
  }
  async function dropped(name: string, body: string, watch = watchedInbox): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'dropped-'));
    writeFileSync(join(folder, name), body);
    const inbox = watch(rig.intake, folder, (error) => errors.push(error));
    for (let look = 0; look < 2; look += 1) await inbox.look();
    expect(errors).toEqual([]);
  }
  beforeEach(() =>
    rig.prm.seed({
      partners: [
        {
          ...{
            id: '7077',
            name: 'Proved Partner',
            email: SENDER,
            tier: 'Gold',
            region: 'EMEA',
            language: 'en',
          },
          ...{ timeZone: 'Europe/Berlin', active: true, winRate: 0.5, performance: 0.7, certified: true },
          ...{ approvedRegistrations: 18, manager: 'p-joe' },
        },
      ],
    }),
  );

  test('is proved by our server in the mailbox, and in a folder that it alone fills', async () => {
    server.put(from('Proved Eins AG', result(MAIL_SERVER)));
    await mailbox().take();
    expect(await problemsOf('Proved Eins AG')).not.toContain('partner_unconfirmed');
    await dropped('1764.M1P2.host', from('Proved Zwei AG', result(MAIL_SERVER)), watchedMails);
    expect(await problemsOf('Proved Zwei AG')).not.toContain('partner_unconfirmed');
  });

  test('is not proved by the same lines in a file, nor by those of another server in the mailbox', async () => {
    await dropped('forged.eml', from('Forged Eins AG', result(MAIL_SERVER)));
    expect(await problemsOf('Forged Eins AG')).toContain('partner_unconfirmed');
    server.put(from('Forged Zwei AG', `${result('mx.elsewhere.example')}`));
    await mailbox().take();
    expect(await problemsOf('Forged Zwei AG')).toContain('partner_unconfirmed');
  });
});

describe('a mailbox that opens to a token', () => {
  const token = (change: object) => mailbox({ password: undefined, ...change });

  test('takes it from a file, from a command or from the provider, anew for each session', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'token-')), 'token');
    writeFileSync(file, 'stale\n');
    const fromFile = token({ tokenFile: file });
    await expect(fromFile.take()).rejects.toThrow();
    writeFileSync(file, 'secret\n');
    server.put(mail('Imap Zehn AG'));
    expect(await fromFile.take()).toBe(1);
    server.put(mail('Imap Elf AG'));
    const printed = [process.execPath, '-e', 'console.log("secret")'];
    expect(await token({ tokenCommand: printed }).take()).toBe(1);
    expect(server.commands).toContain('AUTHENTICATE');
    expect(server.commands).not.toContain('LOGIN');

    const asked: string[] = [];
    const provider = createServer((request, response) => {
      request.on('data', (chunk) => asked.push(String(chunk)));
      request.on('end', () => response.end(JSON.stringify({ access_token: 'secret' })));
    });
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
    const { port: at } = provider.address() as AddressInfo;
    server.put(mail('Imap Zwoelf AG'));
    const oauth = {
      tokenUrl: `http://127.0.0.1:${at}/token`,
      clientId: 'quarterdeck',
      clientSecret: 's',
      scope: 'imap',
    };
    expect(await token({ oauth }).take()).toBe(1);
    provider.close();
    expect(Object.fromEntries(new URLSearchParams(asked[0]))).toEqual({
      ...{ grant_type: 'client_credentials', client_id: 'quarterdeck', client_secret: 's', scope: 'imap' },
    });
  });

  test('goes on with the refresh token that replaces the one before, also in another process', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'token-')), 'refresh');
    writeFileSync(file, 'given-1\n');
    const good = new Set(['given-1']);
    const asked: string[] = [];
    const provider = createServer((request, response) => {
      request.on('data', (chunk) => {
        const { refresh_token: used = '' } = Object.fromEntries(new URLSearchParams(String(chunk)));
        asked.push(used);
        // Each one opens once, as a provider that rotates them has it.
        if (!good.delete(used)) {
          response.writeHead(400).end(JSON.stringify({ error: 'invalid_grant' }));
          return;
        }
        const next = `${used.replace(/-next.*/, '')}-next-${asked.length}`;
        good.add(next);
        response.end(JSON.stringify({ access_token: 'secret', refresh_token: next }));
      });
    });
    await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
    const { port: at } = provider.address() as AddressInfo;
    const oauth = {
      tokenUrl: `http://127.0.0.1:${at}/token`,
      clientId: 'quarterdeck',
      refreshTokenFile: file,
    };
    const settings = (user: string) =>
      mailboxSettings.parse({ host: '127.0.0.1', port, user, tls: 'none', oauth });
    const [user, other] = [`rotating-${randomUUID()}`, `rotating-${randomUUID()}`];
    /** What a process of its own opens the mailbox with. */
    const process = (user: string, intake = rig.intake) => {
      const tokens = refreshTokens(intake, settings(user));
      return () => secretOf(settings(user), tokens);
    };
    const first = process(user);
    expect([await first(), await first()]).toEqual([{ accessToken: 'secret' }, { accessToken: 'secret' }]);
    // Several at once: each gets one that nobody else has used.
    await Promise.all([process(user)(), process(user)(), first()]);
    expect(asked).toEqual([
      'given-1',
      'given-1-next-1',
      'given-1-next-2',
      'given-1-next-3',
      'given-1-next-4',
    ]);
    const kept = await rig.sql('select given, sealed from mailbox_tokens');
    expect(JSON.stringify(kept)).not.toContain('given-1');
    // Somebody has signed in anew: what came from the last sign-in counts no more.
    writeFileSync(file, 'given-2\n');
    good.add('given-2');
    await process(user)();
    await process(user)();
    expect(asked.slice(-2)).toEqual(['given-2', 'given-2-next-6']);
    // One that came while it could not be kept is not lost.
    let away = true;
    const newWrappedKey = () => {
      if (away) throw new Error('away');
      return rig.intake.vault.newWrappedKey();
    };
    const unkept = process(other, { ...rig.intake, vault: { ...rig.intake.vault, newWrappedKey } });
    good.add('given-2');
    await expect(unkept()).rejects.toThrow('away');
    away = false;
    await unkept();
    await process(other)();
    expect(asked.slice(-3)).toEqual(['given-2', 'given-2-next-8', 'given-2-next-9']);
    good.clear();
    await expect(first()).rejects.toThrow(/sign in anew and put the new one into refreshTokenFile/);
    provider.close();
  });

  test('says what gave none, and not what it said', async () => {
    const failing = [process.execPath, '-e', 'console.error("secret"); process.exit(3)'];
    await expect(token({ tokenCommand: failing }).take()).rejects.toThrow(
      'tokenCommand of the mailbox ended with 3',
    );
    await expect(token({ tokenCommand: [process.execPath, '--eval=0'] }).take()).rejects.toThrow(
      'printed no token',
    );
  });
});

test.each([
  [{ tls: 'none', host: 'imap.example' }, /only for a server on this machine/],
  [{ password: undefined }, /one of password, passwordFile, tokenFile/],
  [{ tokenFile: '/run/token' }, /one of password, passwordFile, tokenFile/],
  [{ password: undefined, oauth: { tokenUrl: 'http://login.example', clientId: 'x' } }, /without https/],
  [{ taken: 'INBOX' }, /into the folder/],
])('settings %j are refused', (change, why) => {
  expect(() =>
    mailboxSettings.parse({ host: '127.0.0.1', user: 'deals', password: 'secret', ...change }),
  ).toThrow(why);
});
