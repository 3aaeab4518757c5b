import chardet from 'chardet';
import PostalMime, { type Email } from 'postal-mime';
import { CODE_PAGES, type CodePage, readAs } from '../../../domain/tables/code-pages.ts';
import { declaredText } from '../../../domain/tables/declared-text.ts';
import { encodingOf } from '../../../domain/tables/decode.ts';
import { declaredCharsets, readAsUtf8, relabelled, windows1252Bytes } from './charset.ts';

/** A mail with its texts in the encoding in which they were written. */
export interface ParsedMail {
  mail: Email;
  /** `guessed`: not the declared one, and found from the bytes. `open`: its letters can be read in several ways. */
  encoding: 'declared' | 'guessed' | 'open';
}

/** Encodings that a mail is taken to be in when it is not what it says. */
const GUESSED = new Set(
  'utf-8 shift_jis euc-jp iso-2022-jp euc-kr gb18030 big5 koi8-r windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 iso-8859-1 iso-8859-2 iso-8859-5 iso-8859-7 iso-8859-9'.split(
    ' ',
  ),
);

/** What no decoder could read, and escapes of ISO-2022-JP that nobody has decoded. */
const SUSPICIOUS = ['\ufffd', '\u001b$', '\u001b('];

/** Parses a mail (RFC 5322); null for anything else. What it says of its encodings is not believed against its bytes. */
export async function parsedMail(body: Buffer): Promise<ParsedMail | null> {
  try {
    const mail = await parse(body);
    const said = `${mail.text ?? ''}\n${mail.html ?? ''}`;
    if (SUSPICIOUS.some((mark) => said.includes(mark))) return await guessed(body, mail);
    const charsets = ['windows-1252', ...declaredCharsets(body)];
    const text = readAsUtf8(mail.text ?? '', charsets);
    const html = readAsUtf8(mail.html ?? '', charsets);
    if (text === null && html === null) return await judged(body, mail);
    return { mail: { ...mail, text: text ?? mail.text, html: html ?? mail.html }, encoding: 'guessed' };
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
    return { mail, encoding: 'declared' };
  return { mail: { ...mail, text, html }, encoding: 'guessed' };
}

/** A mail of one byte a character: its words decide whether it is in the encoding that it declares. */
async function judged(body: Buffer, mail: Email): Promise<ParsedMail> {
  const declared = onePage(declaredCharsets(body));
  if (declared === null || !/[^\p{ASCII}]/u.test(`${mail.text ?? ''}${mail.html ?? ''}`))
    return { mail, encoding: 'declared' };
  const raw = await parse(relabelled(body, 'windows-1252'));
  const latin1 = (text: string | undefined) => {
    const bytes = windows1252Bytes(text ?? '');
    return bytes && Buffer.from(bytes).toString('latin1');
  };
  const [text, html] = [latin1(raw.text), latin1(raw.html)];
  if (text === null || html === null) return { mail, encoding: 'declared' };
  // The sender's address tells of the language, too.
  const read = declaredText(`${text}\n${html}\n${mail.from?.address ?? ''}`, declared);
  if (read.is !== 'found') return { mail, encoding: read.is === 'open' ? 'open' : 'declared' };
  const { page } = read;
  return {
    mail: {
      ...mail,
      ...(mail.text !== undefined && { text: readAs(page, text) }),
      ...(mail.html !== undefined && { html: readAs(page, html) }),
      ...(mail.subject !== undefined && { subject: subjectIn(page, declared, mail.subject, body) }),
    },
    encoding: 'guessed',
  };
}

/** The code page of all texts of a mail; null where one is in an encoding of several bytes, or two differ. */
function onePage(charsets: readonly string[]): string | null {
  const pages = new Set((charsets.length > 0 ? charsets : ['us-ascii']).map(encodingOf));
  const [page = null] = pages;
  return pages.size === 1 ? page : null;
}

/** A subject that its program encoded as it did the words. */
function subjectIn(page: CodePage, declared: string, subject: string, body: Buffer): string {
  const [line = ''] = /^subject:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/im.exec(body.toString('latin1')) ?? [];
  const charsets = [...line.matchAll(/=\?([^?*]{1,40})(?:\*[^?]{0,20})?\?[qb]\?/gi)].map(
    ([, one = '']) => one,
  );
  const own = CODE_PAGES.find(({ name }) => name === declared);
  if (charsets.length === 0 || !own || charsets.some((one) => encodingOf(one) !== declared)) return subject;
  const bytes = [...subject].map((each) => {
    const high = own.high.indexOf(each);
    return high < 0 ? each : String.fromCharCode(high + 0x80);
  });
  return readAs(page, bytes.join(''));
}

function fitting(text: string): string {
  const bytes = windows1252Bytes(text);
  if (bytes === null) return readAsUtf8(text, ['windows-1252']) ?? text;
  if (text.includes('\u001b$')) return new TextDecoder('iso-2022-jp').decode(bytes);
  const utf8 = readAsUtf8(text, ['windows-1252']);
  if (utf8 !== null) return utf8;
  const found = chardet.detect(bytes)?.toLowerCase() ?? '';
  const decoded = GUESSED.has(found) ? new TextDecoder(found).decode(bytes) : text;
  if (!LATIN.test(found)) return decoded;
  // Of encodings with one byte a character the words tell more than how often each byte is there.
  const read = declaredText(Buffer.from(bytes).toString('latin1'), 'windows-1252');
  if (read.is === 'found') return readAs(read.page, Buffer.from(bytes).toString('latin1'));
  return read.is === 'as_declared' ? text : decoded;
}

/** Encodings of one byte a character, and of Latin letters. */
const LATIN = /^(?:windows-125[0247]|iso-8859-[12349]|iso-8859-15|)$/;
