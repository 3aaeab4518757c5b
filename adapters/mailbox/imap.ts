import { readFileSync } from 'node:fs';
import { ImapFlow } from 'imapflow';
import type { MailboxSettings } from '../../contracts/mailbox-settings.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import { secretOf } from './secret.ts';

/** A mail in a folder, as its server has it now. */
export interface StoredMail {
  /** Within this session only: it is never kept. */
  uid: number;
  /** Bytes, as the server says before it is read. */
  size: number;
}

/** One session in a folder of a mailbox (RFC 9051). */
export interface MailFolder {
  /** What lies there, the oldest first. */
  list(most: number): Promise<StoredMail[]>;
  /** Null when it is gone by now. */
  read(uid: number): Promise<Buffer | null>;
  /** Moves a mail to where taken ones lie. */
  put(uid: number): Promise<void>;
}

const CONNECT_MS = 15_000;
const SILENT_MS = 60_000;

/**
 * Opens a session, lets it be used, and ends it. TLS is checked against the public authorities, or the one that is configured; with
 * STARTTLS nothing is said before it.
 * @throws Error of the client or the server
 */
export async function inFolder<T>(
  settings: MailboxSettings,
  tokens: RefreshTokens,
  use: (folder: MailFolder) => Promise<T>,
): Promise<T> {
  const { host, port, user, tls, folder, taken, caFile } = settings;
  const client = new ImapFlow({
    ...{ host, port, secure: tls === 'implicit', doSTARTTLS: tls === 'starttls' },
    auth: { user, ...(await secretOf(settings, tokens)) },
    ...(caFile === undefined ? {} : { tls: { ca: readFileSync(caFile, 'utf8') } }),
    ...{ logger: false, disableAutoIdle: true },
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENT_MS },
  });
  // What breaks is thrown by the call that waits for it.
  client.on('error', () => {});
  try {
    await client.connect();
    await makeSure(client, taken);
    await client.mailboxOpen(folder);
    const answer = await use(folderOf(client, taken));
    await client.logout();
    return answer;
  } finally {
    client.close();
  }
}

/** Makes a folder, unless it is there: not every server says so when it refuses to make it twice (RFC 5530 is optional). */
async function makeSure(client: ImapFlow, folder: string): Promise<void> {
  try {
    await client.mailboxCreate(folder);
  } catch (error) {
    const there = await client.status(folder, { messages: true }).catch(() => null);
    if (!there) throw error;
  }
}

function folderOf(client: ImapFlow, taken: string): MailFolder {
  return {
    async list(most) {
      const found = (await client.search({ deleted: false }, { uid: true })) || [];
      const uids = found.toSorted((a, b) => a - b).slice(0, most);
      if (uids.length === 0) return [];
      const mails: StoredMail[] = [];
      for await (const { uid, size = 0 } of client.fetch(uids, { uid: true, size: true }, { uid: true }))
        mails.push({ uid, size });
      return mails.sort((a, b) => a.uid - b.uid);
    },
    async read(uid) {
      const mail = await client.fetchOne(String(uid), { source: true }, { uid: true });
      return mail ? (mail.source ?? null) : null;
    },
    async put(uid) {
      const moved = await client.messageMove(String(uid), taken, { uid: true });
      if (!moved) throw new Error(`the mail server did not move a mail to ${taken}`);
    },
  };
}
