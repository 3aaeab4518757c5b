import { setTimeout as sleep } from 'node:timers/promises';
import { bodyHash, keepLetter } from '../adapters/intake/dead-letter.ts';
import { RECEIVED_MAIL } from '../adapters/intake/parse.ts';
import { type Intake, receive } from '../adapters/intake/receive.ts';
import { inFolder, type MailFolder, type StoredMail } from '../adapters/mailbox/imap.ts';
import { refreshTokens } from '../adapters/mailbox/refresh-tokens.ts';
import type { MailboxSettings } from '../contracts/mailbox-settings.ts';
import type { Fault } from '../contracts/problem.ts';
import { MOST_FILE } from './inbox.ts';

/** Taken in one session; the next one goes on. */
const MOST_MAILS = 100;

/** A mailbox from which mails are taken. */
export interface Mailbox {
  /** One session: takes what lies in the folder. @returns how many mails @throws Error when the server cannot be reached */
  take(): Promise<number>;
}

/**
 * Takes mails from a mailbox by IMAP. A mail is moved away once it is kept, and nothing is remembered about the mailbox: a crash in between
 * takes the same bytes in again, which are known by what their sender wrote, whatever number they have there by then.
 * @param onError one mail that could not be taken; it stays, and the others go on
 */
export function imapMailbox(
  intake: Intake,
  settings: MailboxSettings,
  onError: (error: unknown) => void,
): Mailbox {
  const tokens = refreshTokens(intake, settings);
  const { lifecycle } = settings;

  async function takeOne(folder: MailFolder, { uid, size }: StoredMail): Promise<boolean> {
    if (size > MOST_FILE) {
      const body = Buffer.from(`a mail of ${size} bytes`);
      const letter = { lifecycle, source: 'email', form: RECEIVED_MAIL, body } as const;
      await keepLetter(intake, { ...letter, fault: tooLarge(settings.taken), eventId: bodyHash(body) });
    } else {
      const body = await folder.read(uid);
      if (body === null) return false;
      const input = { lifecycle, source: 'email', form: RECEIVED_MAIL, body } as const;
      await receive(intake, { ...input, eventId: 'content' });
    }
    await folder.put(uid);
    return true;
  }

  return {
    take: () =>
      inFolder(settings, tokens, async (folder) => {
        let taken = 0;
        for (const mail of await folder.list(MOST_MAILS)) {
          try {
            if (await takeOne(folder, mail)) taken += 1;
          } catch (error) {
            onError(error);
          }
        }
        return taken;
      }),
  };
}

/** Takes mails until the signal ends it; a server that is away is asked again. */
export async function watchMailbox(
  mailbox: Mailbox,
  everyMs: number,
  on: { taken(count: number): void; away(error: unknown): void },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const count = await mailbox.take();
      if (count > 0) on.taken(count);
    } catch (error) {
      on.away(error);
    }
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
}

function tooLarge(folder: string): Fault {
  return {
    code: 'too_large',
    title: `A mail is larger than 10 MB; it lies in the folder ${folder} of the mailbox.`,
    field: null,
    fix: 'Have it sent again without its large files.',
  };
}
