import type { Email } from 'postal-mime';
import { zonedLines } from '../../domain/reading/zones.ts';

/** What an e-mail answers, and in which words. */
export interface MailAnswer {
  /** The reference that it quotes, as our notices carry it. */
  reference: string | null;
  /** Message-IDs that it answers without angle brackets, the nearest first. */
  messages: string[];
  /** What the sender wrote, without what they quote and their signature. */
  words: string;
  /** The server that received the mail vouches for its sender. */
  proved?: boolean;
}

const MOST_MESSAGES = 20;
const MOST_WORDS = 5_000;
/** The label of the reference in each of policy/messages. */
const REFERENCE =
  /^[ \t>]*(?:reference|referenz|référence|referencia|referência|受付番号)[ \t\u00a0\u202f]*[:：][ \t]*([^\s\p{C}]{1,300})[ \t]*$/imu;

/**
 * What a mail may answer: by the messages that it names (RFC 5322, 3.6.4) and by the reference in its text. Both can be made up,
 * so the sender is looked at too. Undefined when it names nothing.
 * @param text of the mail, quoted lines included
 * @param proved see isSenderProved
 */
export function mailAnswer(
  mail: Pick<Email, 'inReplyTo' | 'references' | 'subject'>,
  text: string,
  proved: boolean,
): MailAnswer | undefined {
  const reference = REFERENCE.exec(text)?.[1] ?? null;
  const named = `${mail.references ?? ''} ${mail.inReplyTo ?? ''}`.slice(-20_000);
  const ids = [...named.matchAll(/<([^<>\s]{1,300})>/g)].map(([, id]) => id as string);
  const messages = [...new Set(ids.reverse())].slice(0, MOST_MESSAGES);
  if (reference === null && messages.length === 0) return undefined;
  const body = zonedLines(text, mail.subject ?? null).filter(({ zone }) => zone === 'body');
  const words = body
    .map((line) => line.text)
    .join('\n')
    .trim()
    .slice(0, MOST_WORDS);
  return { reference, messages, words, proved };
}
