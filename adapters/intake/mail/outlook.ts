import msgReader, { type FieldsData } from '@kenjiuno/msgreader';
import { getLcidToAnsiCodePages } from '@kenjiuno/msgreader/lib/Defs.js';
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
  const { buffer } = new Uint8Array(bytes);
  const named = encodingOf(new MsgReader(buffer).getFileData());
  const reader = new MsgReader(buffer);
  reader.parserConfig = { ansiEncoding: named };
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

/** The code page of the texts that are not Unicode (MS-OXMSG 2.1.1.1, MS-OXCMSG): the message's, that of the Internet mail, or its language's. */
function encodingOf({ messageCodepage, internetCodepage, messageLocaleId }: FieldsData): string {
  const [ofLanguage] = getLcidToAnsiCodePages()[messageLocaleId ?? 0] ?? [];
  const pages = [messageCodepage, internetCodepage, ofLanguage].map(labelOf);
  return pages.find((label) => label !== null) ?? 'windows-1252';
}

/** A code page of Windows by its label in the Encoding Standard; null for US-ASCII and for what is no code page of texts. */
function labelOf(page: number | undefined): string | null {
  if (page === undefined) return null;
  const label =
    LABELS.get(page) ?? (page >= 28_591 && page <= 28_605 ? `iso-8859-${page - 28_590}` : `windows-${page}`);
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

const LABELS: ReadonlyMap<number, string> = new Map([
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [20_866, 'koi8-r'],
  [21_866, 'koi8-u'],
  [51_932, 'euc-jp'],
  [51_949, 'euc-kr'],
  [54_936, 'gb18030'],
  [65_001, 'utf-8'],
]);

function wordsOf({ body, bodyHtml, html, compressedRtf, internetCodepage }: FieldsData): string {
  if (body?.trim()) return body;
  if (bodyHtml?.trim()) return htmlText(bodyHtml);
  if (html && html.length > 0)
    return htmlText(new TextDecoder(labelOf(internetCodepage) ?? 'utf-8').decode(html));
  return compressedRtf && compressedRtf.length > 0 ? rtfText(compressedRtf) : '';
}
