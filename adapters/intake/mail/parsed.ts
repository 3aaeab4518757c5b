import chardet from 'chardet';
import PostalMime, { type Email } from 'postal-mime';
import { declaredCharsets, readAsUtf8, relabelled, windows1252Bytes } from './charset.ts';

/** A mail with its texts in the encoding in which they were written. */
export interface ParsedMail {
  mail: Email;
  /** The encoding is not the declared one, and was found from the bytes. */
  guessed: boolean;
}

/** Encodings that a mail is taken to be in when it is not what it says. */
const GUESSED = new Set(
  'utf-8 shift_jis euc-jp iso-2022-jp euc-kr gb18030 big5 koi8-r windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 iso-8859-1 iso-8859-2 iso-8859-5 iso-8859-7 iso-8859-9'.split(
    ' ',
  ),
);

/** What no decoder could read, and escapes of ISO-2022-JP that nobody has decoded. */
const SUSPICIOUS = ['\ufffd', '\u001b$', '\u001b('];

/** Parses a mail (RFC 5322); null for what is none. What it says of its encodings is not believed against its bytes. */
export async function parsedMail(body: Buffer): Promise<ParsedMail | null> {
  try {
    const mail = await parse(body);
    const said = `${mail.text ?? ''}\n${mail.html ?? ''}`;
    if (SUSPICIOUS.some((mark) => said.includes(mark))) return await guessed(body, mail);
    const charsets = ['windows-1252', ...declaredCharsets(body)];
    const text = readAsUtf8(mail.text ?? '', charsets);
    const html = readAsUtf8(mail.html ?? '', charsets);
    if (text === null && html === null) return { mail, guessed: false };
    return { mail: { ...mail, text: text ?? mail.text, html: html ?? mail.html }, guessed: true };
  } catch {
    return null;
  }
}

function parse(body: Uint8Array): Promise<Email> {
  return PostalMime.parse(body, {
    maxNestingDepth: 20,
    maxHeadersSize: 200_000,
    forceRfc822Attachments: true,
  });
}

/** Read anew: each byte as a character, and from those bytes the encoding that fits. */
async function guessed(body: Buffer, mail: Email): Promise<ParsedMail> {
  const raw = await parse(relabelled(body, 'windows-1252'));
  const [text, html] = [raw.text, raw.html].map((one) => (one === undefined ? undefined : fitting(one)));
  if ((text ?? '') === (mail.text ?? '') && (html ?? '') === (mail.html ?? ''))
    return { mail, guessed: false };
  return { mail: { ...mail, text, html }, guessed: true };
}

function fitting(text: string): string {
  const bytes = windows1252Bytes(text);
  if (bytes === null) return readAsUtf8(text, ['windows-1252']) ?? text;
  if (text.includes('\u001b$')) return new TextDecoder('iso-2022-jp').decode(bytes);
  const utf8 = readAsUtf8(text, ['windows-1252']);
  if (utf8 !== null) return utf8;
  const found = chardet.detect(bytes)?.toLowerCase() ?? '';
  return GUESSED.has(found) ? new TextDecoder(found).decode(bytes) : text;
}
