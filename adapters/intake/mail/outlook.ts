import msgReader, { type FieldsData } from '@kenjiuno/msgreader';
import { htmlText } from '../../documents/html-text.ts';
import { rtfText } from './rtf-text.ts';

/** A mail that Outlook saved as `.msg` (MS-OXMSG). */
export interface OutlookMail {
  /** Header lines as they came in from outside; empty for a mail that never left the house, or a draft. */
  headers: string;
  subject: string;
  /** Address and date as Outlook shows them. */
  from: string;
  date: string;
  text: string;
  files: { name: string; bytes: Buffer }[];
}

/** A CommonJS module: its class is a property of what is imported. */
const { default: MsgReader } = msgReader;

const MOST_FILES = 50;

/** @throws Error when it is broken, or no mail */
export function readOutlook(bytes: Buffer): OutlookMail {
  const reader = new MsgReader(new Uint8Array(bytes).buffer);
  const data = reader.getFileData();
  if (data.error || data.messageClass === undefined) throw new Error('no message');
  const files = (data.attachments ?? []).slice(0, MOST_FILES).map((attachment) => {
    const { fileName, content } = reader.getAttachment(attachment);
    return { name: fileName, bytes: Buffer.from(content) };
  });
  return {
    headers: data.headers ?? '',
    subject: data.subject ?? '',
    from: data.senderSmtpAddress ?? data.creatorSMTPAddress ?? data.senderEmail ?? '',
    date: data.messageDeliveryTime ?? data.clientSubmitTime ?? '',
    text: wordsOf(data),
    files,
  };
}

function wordsOf({ body, bodyHtml, html, compressedRtf }: FieldsData): string {
  if (body?.trim()) return body;
  if (bodyHtml?.trim()) return htmlText(bodyHtml);
  if (html && html.length > 0) return htmlText(new TextDecoder('utf-8').decode(html));
  return compressedRtf && compressedRtf.length > 0 ? rtfText(compressedRtf) : '';
}
