import MailComposer from 'nodemailer/lib/mail-composer';
import { z } from 'zod';
import type { JsonObject } from '../../domain/json.ts';
import { markOf } from '../own-id.ts';
import { readPayload } from '../payload.ts';

/**
 * What `notify.send` is given. `correction` is what an undo sends, in the partner's language; without it a plain English
 * sentence is sent. Exactly one recipient: an address list would send a partner's notice to somebody else.
 */
const noticePayload = z.object({
  message: z.object({
    to: z.email(),
    subject: z.string().min(1),
    text: z.string().min(1),
    html: z.string().optional(),
    inReplyTo: z.string().optional(),
  }),
  partnerId: z.string(),
  kind: z.string(),
  correction: z.object({ subject: z.string().min(1), text: z.string().min(1) }).optional(),
});
export type NoticePayload = z.infer<typeof noticePayload>;

/** @throws VendorFault `rejected`, naming the field but never its content. */
export function readNotice(vendor: string, payload: JsonObject): NoticePayload {
  return readPayload(vendor, 'notice', noticePayload, payload);
}

/** A message as it goes over the wire. */
export interface ComposedMail {
  to: string;
  messageId: string;
  raw: Buffer;
}

/** The same key always gives the same Message-ID, so that receivers and we recognise a second copy (RFC 5322, 3.6.4). */
export function messageIdOf(key: string, domain: string): string {
  return `<${markOf(key)}@${domain}>`;
}

/** The notice itself. Text part always; `Auto-Submitted` keeps holiday replies away (RFC 3834). */
export async function composeNotice(
  payload: NoticePayload,
  key: string,
  from: string,
  domain: string,
): Promise<ComposedMail> {
  const { to, subject, text, html, inReplyTo } = payload.message;
  return compose({ to, subject, text, html, inReplyTo }, key, from, domain);
}

/** What an undo sends: a sent mail cannot be taken back, only answered by its correction in the same thread. */
export async function composeCorrection(
  payload: NoticePayload,
  key: string,
  from: string,
  domain: string,
): Promise<ComposedMail> {
  const correction = payload.correction ?? {
    subject: `Correction: ${payload.message.subject}`,
    text: `Please disregard our message "${payload.message.subject}": what it announced has been withdrawn.`,
  };
  return compose(
    { to: payload.message.to, ...correction, inReplyTo: messageIdOf(key, domain) },
    `${key}/undo`,
    from,
    domain,
  );
}

async function compose(
  message: {
    to: string;
    subject: string;
    text: string;
    html?: string | undefined;
    inReplyTo?: string | undefined;
  },
  key: string,
  from: string,
  domain: string,
): Promise<ComposedMail> {
  const messageId = messageIdOf(key, domain);
  const raw = await new MailComposer({
    from,
    to: message.to,
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId,
    inReplyTo: message.inReplyTo,
    references: message.inReplyTo,
    headers: { 'Auto-Submitted': 'auto-generated' },
    baseBoundary: markOf(key),
    // A path or URL in a partner's text must never be read into the mail.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return { to: message.to, messageId, raw };
}
