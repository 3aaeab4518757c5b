import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { describeAttachment } from './attachment.ts';
import { readFreeText, type TextTools } from './free-text.ts';
import { mailAnswer } from './mail-answers.ts';
import { textOf } from './mail-text.ts';
import { extractedFrom, type Parsed } from './parse.ts';

const MOST_ATTACHMENTS = 50;

/**
 * A registration from an e-mail (RFC 5322). Its fields are read from free text, so it only ever reaches a reviewer; the
 * sender's address is noted as unproved. Of its attachments PDF and text are read, in a thread of their own; nothing is run or unpacked.
 * @returns null for holiday replies and delivery reports, which answer our own notices.
 */
export async function parseDealMail(body: Uint8Array, now: Date, tools: TextTools): Promise<Parsed | null> {
  const mail = await readMail(body);
  if (mail && isAutomatic(mail)) return null;
  const from = mail === null ? null : addressOf(mail.from);
  if (mail === null || from === null)
    return {
      ok: false,
      faults: [
        {
          code: 'malformed_mail',
          title: 'The message is no readable e-mail with a sender.',
          field: null,
          fix: 'Send the original message as .eml with its From line.',
        },
      ],
      body,
    };
  const text = textOf(mail);
  // 72 bits of the keyed hash: no two mails meet in them, and a case id still fits a line.
  const externalId = tools
    .token(mail.messageId ?? createHash('sha256').update(body).digest('hex'))
    .slice(0, 14);
  const files = mail.attachments.slice(0, MOST_ATTACHMENTS).map(({ filename, mimeType, content }) => ({
    described: describeAttachment(filename, mimeType, bytesOf(content)),
    bytes: Buffer.from(bytesOf(content)),
  }));
  const free = {
    ...{ externalId, text, files, sender: from, source: 'email' as const },
    subject: mail.subject?.slice(0, 500) ?? null,
    writtenOn: writtenOn(mail, now),
    recipients: [...(mail.to ?? []), ...(mail.cc ?? [])].map(addressOf).filter((one) => one !== null),
  };
  const { reading } = await readFreeText(free, now, tools);
  if (reading.ok && mail.attachments.length > MOST_ATTACHMENTS)
    reading.deal.problems.push({
      code: 'attachments_left_out',
      field: null,
      title: `Only the first ${MOST_ATTACHMENTS} files are listed.`,
    });
  const part = extractedFrom(reading, body, tools.token);
  const answers = mailAnswer(mail, text);
  return part.ok && answers ? { ok: true, parsed: { ...part.parsed, answers } } : part;
}

/** The day of the Date line, unless it lies in the future: it anchors `next month`. */
function writtenOn({ date }: Email, now: Date): string | null {
  const at = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(at) || at > now.getTime() + 86_400_000 ? null : new Date(at).toISOString().slice(0, 10);
}

/** RFC 3834 and RFC 3464. */
function isAutomatic({ headers }: Email): boolean {
  const value = (key: string) =>
    headers
      .find((each) => each.key === key)
      ?.value.trim()
      .toLowerCase() ?? '';
  return (
    value('auto-submitted').startsWith('auto-replied') || value('content-type').startsWith('multipart/report')
  );
}

async function readMail(body: Uint8Array): Promise<Email | null> {
  try {
    return await PostalMime.parse(body, {
      maxNestingDepth: 20,
      maxHeadersSize: 200_000,
      forceRfc822Attachments: true,
    });
  } catch {
    return null;
  }
}

function addressOf(from: Address | undefined): string | null {
  const address = from?.address?.trim() ?? '';
  return /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(address) && address.length <= 254 ? address.toLowerCase() : null;
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}
