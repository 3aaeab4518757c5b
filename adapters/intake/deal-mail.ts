import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import type { ReceivedDeal } from '../../domain/canonical-deal.ts';
import type { DealFields } from '../../domain/deal.ts';
import { describeAttachment } from './attachment.ts';
import { textOf } from './mail-text.ts';
import type { Parsed } from './parse.ts';
import { readDeal } from './read-deal.ts';

export interface MailReading {
  /** Reads the six fields from free text. */
  extract(text: string): { fields: DealFields };
  /** Turns a Message-ID into an external id: a keyed hash, so that the id says nothing about the sender. */
  token(text: string): string;
  /** The partner a person of this address belongs to; null when unknown. */
  partnerOf(address: string): Promise<string | null>;
}

const MOST_ATTACHMENTS = 50;

/**
 * A registration from an e-mail (RFC 5322). Its fields are read from free text, so it only ever reaches a reviewer; the
 * sender's address is noted as unproved. Attachments are described, never opened.
 * @returns null for holiday replies and delivery reports, which answer our own notices.
 */
export async function parseDealMail(
  body: Uint8Array,
  now: Date,
  reading: MailReading,
): Promise<Parsed | null> {
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
  const { fields } = reading.extract(text);
  // 72 bits of the keyed hash: no two mails meet in them, and a case id still fits a line.
  const externalId = reading
    .token(mail.messageId ?? createHash('sha256').update(body).digest('hex'))
    .slice(0, 14);
  const read = readDeal(
    {
      ...fields,
      deal_id: externalId,
      estimated_value: fields.stated_value,
      partner_notes: fields.partner_notes?.slice(0, 20_000) ?? null,
      source_partner_id: (await reading.partnerOf(from)) ?? partnerIn(text),
    },
    'extracted',
    now,
  );
  if (!read.ok) return { ok: false, faults: read.faults, body };
  const attachments = mail.attachments
    .slice(0, MOST_ATTACHMENTS)
    .map((one) => describeAttachment(one.filename, one.mimeType, bytesOf(one.content)));
  const deal: ReceivedDeal = {
    ...read.deal,
    submitted_by: from,
    attachments,
    problems: [
      ...read.deal.problems,
      ...(mail.attachments.length > MOST_ATTACHMENTS
        ? [
            {
              code: 'attachments_left_out',
              field: null,
              title: `Only the first ${MOST_ATTACHMENTS} files are listed.`,
            },
          ]
        : []),
    ],
  };
  return { ok: true, parsed: { externalId, version: null, deal, ...answered(text) } };
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

/** `Reference: …`, as our notices carry it and replies quote it. */
function answered(text: string): { answers?: string } {
  const reference = /^[ \t>]*reference[ \t]*:[ \t]*([^\s\p{C}]{1,300})[ \t]*$/imu.exec(text)?.[1];
  return reference === undefined ? {} : { answers: reference };
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

/** `Partner id 7004`, `Partner-ID: P-17`. Unproved like the sender, but a reviewer confirms it. */
function partnerIn(text: string): string | null {
  return (
    /\bpartner[ -]?(?:id|number|no\.?)\s*[:#=]?\s*([\p{L}\p{N}][\p{L}\p{N}_.-]{0,60}[\p{L}\p{N}]|[\p{L}\p{N}])/iu.exec(
      text,
    )?.[1] ?? null
  );
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}
