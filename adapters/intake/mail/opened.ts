import type { Email, Attachment as MailPart } from 'postal-mime';
import { isCompoundFile } from '../../documents/compound-file.ts';
import { sha256Bytes } from '../../store/hash.ts';
import { nameOfMail } from '../message-id.ts';
import { zipEntries } from '../zip-entries.ts';
import { mailboxOf } from './address.ts';
import { readOutlook } from './outlook.ts';
import { type ParsedMail, parsedMail } from './parsed.ts';
import { readSmime } from './smime.ts';
import { cleanText, mailText } from './text.ts';
import { isTnef, readTnef } from './tnef.ts';

/** A file that came with a mail, out of whatever it was packed in. */
export interface MailFile {
  name: string | null;
  type: string;
  bytes: Buffer;
  /** A picture within the text, or a signature: nobody looks there for a registration. */
  aside: boolean;
  /** Why what it holds is not read, where that is known before it is looked at. */
  unread?: 'encrypted' | 'broken';
}

/** A mail with the words and files of everything that it holds. */
export interface OpenedMail {
  /** Its header lines, addresses and subject. */
  mail: Email;
  /** Its words, and below them those of the mails that are attached to it. */
  text: string;
  /** Its words alone. */
  ownText: string;
  /** Mails that are attached to it, each with its own words and files. */
  mails: AttachedMail[];
  files: MailFile[];
  /** It has more files than are looked at. */
  leftOut: boolean;
  /** Of its words, see ParsedMail. */
  encoding: ParsedMail['encoding'];
}

/** A mail that came within another one, and what it is called. */
export interface AttachedMail extends OpenedMail {
  messageId: string | null;
  /** SHA-256, hex. */
  digest: string;
  /** As it was attached. */
  file: MailFile;
}

/** Mails within mails, and envelopes around them. */
const MOST_DEEP = 4;
const MOST_FILES = 50;

/**
 * Opens an e-mail: the words of `winmail.dat`, of an opaque S/MIME envelope and of attached mails are part of its text, an attached mail as
 * one that was forwarded. Nothing is run.
 * @returns null when it is no mail
 */
export async function openedMail(body: Buffer, deep = 0): Promise<OpenedMail | null> {
  const parsed = await parsedMail(body);
  if (parsed === null) return null;
  const { mail, encoding } = parsed;
  const leftOut = mail.attachments.length > MOST_FILES;
  const text = mailText(mail);
  const opened: OpenedMail = { mail, text, ownText: text, mails: [], files: [], leftOut, encoding };
  for (const part of mail.attachments.slice(0, MOST_FILES)) await open(opened, fileOf(part), deep);
  return opened;
}

/** Adds what a file says, or the file itself. */
async function open(into: OpenedMail, file: MailFile, deep: number): Promise<void> {
  const { name, type, bytes } = file;
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? '';
  if (deep < MOST_DEEP) {
    if (isTnef(bytes) || type === 'application/ms-tnef' || ending === 'dat') {
      if (await tnef(into, file, deep)) return;
    } else if (/^application\/(?:x-)?pkcs7-mime$/.test(type) || ending === 'p7m') {
      const content = readSmime(bytes);
      const inner = 'signed' in content ? await openedMail(content.signed, deep + 1) : null;
      if (inner) {
        into.ownText = joined(into.ownText, inner.ownText);
        into.mails.push(...inner.mails);
        return merge(into, inner, inner.text);
      }
      file.unread = 'code' in content ? content.code : 'broken';
    } else if (type === 'message/rfc822' || ending === 'eml') {
      const inner = await openedMail(bytes, deep + 1);
      if (inner) return attach(into, inner, { ...nameOfMail(bytes), file });
    } else if (ending === 'msg' || type === 'application/vnd.ms-outlook') {
      const inner = await outlookMail(bytes, deep + 1);
      if (inner) return attach(into, inner, { ...nameOfOutlook(inner, bytes), file });
      file.unread = 'broken';
    } else if (ending === 'zip') {
      const entries = zipEntries(bytes);
      if (Array.isArray(entries)) return openAll(into, entries, deep + 1);
    }
  }
  if (bytes.subarray(0, 100).includes('-----BEGIN PGP MESSAGE-----')) file.unread = 'encrypted';
  into.files.push(file);
}

/** Adds what the files say that another one holds. */
async function openAll(
  into: OpenedMail,
  files: readonly { name: string; bytes: Buffer }[],
  deep: number,
): Promise<void> {
  for (const { name, bytes } of files)
    await open(into, { name, type: 'application/octet-stream', bytes, aside: false }, deep);
}

/** @returns false when it cannot be read */
async function tnef(into: OpenedMail, file: MailFile, deep: number): Promise<boolean> {
  if (!isTnef(file.bytes)) {
    if (!/^winmail\.dat$/i.test(file.name ?? '') && file.type !== 'application/ms-tnef') return false;
    file.unread = 'broken';
    return false;
  }
  try {
    const { text, files } = readTnef(file.bytes);
    if (text.trim() === '' && files.length === 0) throw new RangeError('nothing in it');
    // The words stand in the mail too, as a rule.
    if (into.text === '') into.text = into.ownText = cleanText(text);
    await openAll(into, files, deep + 1);
    return true;
  } catch {
    file.unread = 'broken';
    return false;
  }
}

/** A mail that Outlook saved, as one that came in. Null when it cannot be read. */
export async function outlookMail(bytes: Buffer, deep = 0): Promise<OpenedMail | null> {
  if (!isCompoundFile(bytes)) return null;
  try {
    const { headers, subject, from, date, text, files } = readOutlook(bytes);
    const shown = headers || `From: ${from}\nSubject: ${subject}\nDate: ${date}\n`;
    const [lines = ''] = shown.replaceAll('\r\n', '\n').split('\n\n', 1);
    const parsed = await parsedMail(Buffer.from(`${lines.replace(CONTENT_LINES, '')}\n\n`));
    if (parsed === null) return null;
    const words = cleanText(text.replaceAll('\r\n', '\n'));
    const opened: OpenedMail = {
      mail: { ...parsed.mail, subject: parsed.mail.subject ?? subject },
      ...{ text: words, ownText: words, mails: [], files: [], leftOut: false, encoding: 'declared' },
    };
    await openAll(opened, files, deep + 1);
    return opened;
  } catch {
    return null;
  }
}

/** They describe the parts of a mail that Outlook has taken apart. */
const CONTENT_LINES = /^(?:content-[a-z-]+|mime-version):[^\n]*(?:\n[ \t][^\n]*)*\n?/gim;

/** What a mail that Outlook saved is called. */
export function nameOfOutlook(
  { mail }: Pick<OpenedMail, 'mail'>,
  bytes: Buffer,
): { messageId: string | null; digest: string } {
  return { messageId: mail.messageId ?? null, digest: sha256Bytes(bytes) };
}

/** Several that it holds itself are attached to the one that holds all, beside what it says itself. */
function attach(
  into: OpenedMail,
  inner: OpenedMail,
  named: Pick<AttachedMail, 'messageId' | 'digest' | 'file'>,
): void {
  const { mails, ownText } = inner;
  const whole = { ...inner, ...named };
  if (mails.length < 2) into.mails.push(whole);
  else if (ownText === '') into.mails.push(...mails);
  else into.mails.push({ ...whole, text: ownText, mails: [] }, ...mails);
  merge(into, inner, forwarded(inner.mail, inner.text));
}

function joined(one: string, other: string): string {
  return cleanText([one, other].filter(Boolean).join('\n\n'));
}

function merge(into: OpenedMail, inner: OpenedMail, words: string): void {
  into.text = joined(into.text, words);
  into.files.push(...inner.files);
  into.leftOut ||= inner.leftOut;
  if (inner.encoding !== 'declared' && into.encoding !== 'open') into.encoding = inner.encoding;
}

/** An attached mail reads as a forwarded one. */
export function forwarded(mail: Email, text: string): string {
  const from = mailboxOf(mail.from);
  const lines = [
    '---------- Forwarded message ---------',
    ...(from ? [`From: ${from}`] : []),
    ...(mail.date ? [`Date: ${mail.date}`] : []),
    `Subject: ${(mail.subject ?? '').replace(/\s+/g, ' ').slice(0, 300)}`,
  ];
  return `${lines.join('\n')}\n\n${text}`;
}

function fileOf({ filename, mimeType, content, related }: MailPart): MailFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
  const aside =
    related === true ||
    /^application\/(?:x-)?pkcs7-signature$|^application\/pgp-(?:signature|keys|encrypted)$|^text\/(?:calendar|vcard|x-vcard)$|^application\/ics$/.test(
      mimeType,
    );
  return { name: filename, type: mimeType, bytes, aside };
}
