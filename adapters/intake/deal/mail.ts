import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import type { Fault } from '../../../contracts/problem.ts';
import type { DealProblem } from '../../../domain/deal/canonical-deal.ts';
import type { DocumentsPort } from '../../ports/documents.ts';
import { describeAttachment } from '../attachment.ts';
import { mailAnswer } from '../mail-answers.ts';
import { attached } from './attached.ts';
import { type FreeText, partnerIn } from './free-text.ts';
import { textOf } from './mail-text.ts';
import type { DealPart } from './part.ts';
import { parseFreeText, type TextTools } from './text-tools.ts';

const MOST_ATTACHMENTS = 50;

/**
 * A registration from an e-mail (RFC 5322). Its fields are read from free text, so it only ever reaches a reviewer; the
 * sender's address is noted as unproved.
 * @returns null for holiday replies and delivery reports, which answer our own notices.
 */
export async function parseDealMail(body: Uint8Array, now: Date, tools: TextTools): Promise<DealPart | null> {
  const mail = await readMail(body, now, tools.documents);
  if (mail === null) return null;
  return 'fault' in mail ? { ok: false, faults: [mail.fault], body } : parseFreeText(mail, body, now, tools);
}

/**
 * What an e-mail says, with the words of its attached PDFs and texts; nothing is run or unpacked. It may take long and much memory: a
 * process that does anything else runs it in a thread.
 * @returns null as parseDealMail.
 */
export async function readMail(
  body: Uint8Array,
  now: Date,
  port: DocumentsPort,
): Promise<FreeText | { fault: Fault } | null> {
  const mail = await parsedMail(body);
  if (mail && isAutomatic(mail)) return null;
  const sender = mail === null ? null : addressOf(mail.from);
  if (mail === null || sender === null) return { fault: UNREADABLE };
  const text = textOf(mail);
  const files = mail.attachments.slice(0, MOST_ATTACHMENTS).map(({ filename, mimeType, content }) => ({
    described: describeAttachment(filename, mimeType, bytesOf(content)),
    bytes: Buffer.from(bytesOf(content)),
  }));
  const { documents, forms, problems } = await attached(files, port);
  const sha256 = createHash('sha256').update(body).digest('hex');
  return {
    source: 'email',
    name: mail.messageId ?? sha256,
    ...{ sha256, text, sender },
    subject: mail.subject?.slice(0, 500) ?? null,
    writtenOn: writtenOn(mail, now),
    recipients: [...(mail.to ?? []), ...(mail.cc ?? [])].map(addressOf).filter((one) => one !== null),
    partnerId: partnerIn(text),
    attachments: files.map(({ described }) => described),
    ...{ documents, forms },
    problems: mail.attachments.length > MOST_ATTACHMENTS ? [...problems, LEFT_OUT] : problems,
    answers: mailAnswer(mail, text) ?? null,
  };
}

const UNREADABLE: Fault = {
  code: 'malformed_mail',
  title: 'The message is no readable e-mail with a sender.',
  field: null,
  fix: 'Send the original message as .eml with its From line.',
};

const LEFT_OUT: DealProblem = {
  code: 'attachments_left_out',
  field: null,
  title: `Only the first ${MOST_ATTACHMENTS} files are listed.`,
};

/** The day of the Date line where its sender was, unless it lies in the future: it anchors `next month`. */
function writtenOn({ headers }: Email, now: Date): string | null {
  const date = headers.find(({ key }) => key === 'date')?.value.slice(0, LONGEST_DATE) ?? '';
  const at = Date.parse(date);
  if (Number.isNaN(at) || at > now.getTime() + 86_400_000) return null;
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d)(\d\d)(?!\d)/.exec(date) ?? [];
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return new Date(at + ahead).toISOString().slice(0, 10);
}

/** RFC 5322, 3.3, with a zone's name behind it. */
const LONGEST_DATE = 80;

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

async function parsedMail(body: Uint8Array): Promise<Email | null> {
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
