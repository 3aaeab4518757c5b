import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Set as Asn1Set, Constructed, Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { createDocuments } from '../../../../adapters/documents/index.ts';
import { readMail } from '../../../../adapters/intake/deal/mail.ts';
import { openedMail, outlookMail } from '../../../../adapters/intake/mail/opened.ts';
import { textPdf } from '../../documents/pdf-files.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const WORDS = 'Customer: Müritz & Söhne GmbH\nEstimated value: EUR 45,000\n';

function mailWith(files: readonly { name: string; type?: string; bytes: Buffer }[], text = ''): Buffer {
  const parts = files.map(({ name, type = 'application/octet-stream', bytes }) =>
    [
      '--b',
      `Content-Type: ${type}; name="${name}"`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${name}"`,
      '',
      bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
    ].join('\r\n'),
  );
  const head = 'From: desk@partner.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b';
  return Buffer.from(
    [head, '', '--b', 'Content-Type: text/plain; charset=utf-8', '', text, ...parts, '--b--', ''].join(
      '\r\n',
    ),
  );
}

const innerMail = (text = WORDS) =>
  Buffer.from(
    `From: anna@customer.example\r\nSubject: Our project\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`,
  );

/** An attribute of TNEF: level, number, length, bytes, check sum. */
function attribute(number: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(number, 1);
  head.writeUInt32LE(bytes.length, 5);
  return Buffer.concat([head, bytes, Buffer.alloc(2)]);
}

/** A winmail.dat with its words as a property, and a file. */
function winmail(words: string, file: { name: string; bytes: Buffer }): Buffer {
  const text = Buffer.from(`${words}\0`, 'utf16le');
  const property = Buffer.alloc(16);
  property.writeUInt32LE(1, 0);
  property.writeUInt16LE(31, 4);
  property.writeUInt16LE(0x1000, 6);
  property.writeUInt32LE(1, 8);
  property.writeUInt32LE(text.length, 12);
  const padded = Buffer.concat([property, text, Buffer.alloc((4 - (text.length % 4)) % 4)]);
  return Buffer.concat([
    Buffer.from('789f3e220100', 'hex'),
    attribute(0x00069003, padded),
    attribute(0x00069002, Buffer.alloc(14)),
    attribute(0x00018010, Buffer.from(`${file.name}\0`)),
    attribute(0x0006800f, file.bytes),
  ]);
}

/** An opaque S/MIME message (RFC 5652), without certificates. */
function signed(content: Buffer, indefinite: boolean): Buffer {
  const of = (tagNumber: number, value: Sequence | OctetString) =>
    new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [value] });
  const octets = new OctetString({ valueHex: new Uint8Array(content).buffer });
  const encapsulated = new Sequence({
    value: [new ObjectIdentifier({ value: '1.2.840.113549.1.7.1' }), of(0, octets)],
  });
  const data = new Sequence({
    value: [new Integer({ value: 1 }), new Asn1Set({ value: [] }), encapsulated, new Asn1Set({ value: [] })],
  });
  const whole = new Sequence({
    value: [new ObjectIdentifier({ value: '1.2.840.113549.1.7.2' }), of(0, data)],
    ...(indefinite ? { lenBlock: { isIndefiniteForm: true } } : {}),
  });
  return Buffer.from(whole.toBER(false));
}

const docx = (lines: readonly string[]) =>
  Buffer.from(
    zipSync({
      'word/document.xml': Buffer.from(
        `<w:document><w:body>${lines.map((line) => `<w:p><w:r><w:t>${line.replaceAll('&', '&amp;')}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`,
      ),
    }),
  );

describe('what is packed in a mail', () => {
  const PACKED: [string, { name: string; type?: string; bytes: Buffer }][] = [
    [
      'winmail.dat',
      {
        name: 'winmail.dat',
        type: 'application/ms-tnef',
        bytes: winmail(WORDS, { name: 'a.pdf', bytes: textPdf(['Price list']) }),
      },
    ],
    [
      'an opaque S/MIME envelope',
      { name: 'smime.p7m', type: 'application/pkcs7-mime', bytes: signed(innerMail(), false) },
    ],
    [
      'one of indefinite length',
      { name: 'smime.p7m', type: 'application/x-pkcs7-mime', bytes: signed(innerMail(), true) },
    ],
    ['an attached mail', { name: 'fwd.eml', type: 'message/rfc822', bytes: innerMail() }],
    ['a mail in an archive', { name: 'mails.zip', bytes: Buffer.from(zipSync({ 'one.eml': innerMail() })) }],
  ];
  test.each(PACKED)('is read: %s', async (_what, file) => {
    const opened = await openedMail(mailWith([file]));
    expect(opened?.text).toContain('Müritz & Söhne GmbH');
  });

  test.each([
    ['Word', { name: 'form.docx', bytes: docx(WORDS.trim().split('\n')) }],
    ['HTML', { name: 'form.html', bytes: Buffer.from('<p>Customer: M&uuml;ritz &amp; S&ouml;hne GmbH</p>') }],
  ])('is a form: %s', async (_what, file) => {
    const read = await readMail(mailWith([file]), NOW, createDocuments());
    expect('free' in read && read.free.forms.map(({ text }) => text.split('\n')[0])).toEqual([
      'Customer: Müritz & Söhne GmbH',
    ]);
  });

  test.each([
    [
      'a broken winmail.dat',
      { name: 'winmail.dat', bytes: Buffer.from('789f3e2201', 'hex') },
      'mail_winmail',
    ],
    [
      'a broken envelope',
      { name: 'smime.p7m', type: 'application/pkcs7-mime', bytes: Buffer.from('3080', 'hex') },
      'mail_signed',
    ],
    [
      'an envelope with a time that is none',
      { name: 'smime.p7m', type: 'application/pkcs7-mime', bytes: Buffer.from('1800', 'hex') },
      'mail_signed',
    ],
    ['a picture', { name: 'form.png', type: 'image/png', bytes: Buffer.alloc(60_000, 1) }, 'mail_only_files'],
    [
      'PGP',
      { name: 'encrypted.asc', bytes: Buffer.from('-----BEGIN PGP MESSAGE-----\n\nabc') },
      'mail_encrypted',
    ],
  ])('is told where it cannot be read: %s', async (_what, file, code) => {
    const read = await readMail(mailWith([file]), NOW, createDocuments());
    if (!('free' in read)) throw new Error('set aside');
    expect(read.free.nothing?.code).toBe(code);
    // Beside words it is a note for the reviewer.
    const beside = await readMail(mailWith([file], WORDS), NOW, createDocuments());
    expect('free' in beside && [beside.free.nothing, beside.free.attachments[0]?.problem]).toEqual([
      undefined,
      expect.stringMatching(/^unreadable_/),
    ]);
  });

  test('never breaks the reader, whatever its bytes are', async () => {
    const names = fc.constantFrom('winmail.dat', 'smime.p7m', 'a.eml', 'a.msg', 'a.zip', 'a.docx', 'a.html');
    const starts = fc.constantFrom('', '789f3e220100', '3080', '504b0304', 'd0cf11e0a1b11ae1');
    await fc.assert(
      fc.asyncProperty(names, starts, fc.uint8Array({ maxLength: 300 }), async (name, start, rest) => {
        const bytes = Buffer.concat([Buffer.from(start, 'hex'), rest]);
        expect(await readMail(mailWith([{ name, bytes }]), NOW, createDocuments())).toBeTruthy();
      }),
      { numRuns: 150 },
    );
  });
});

describe('the encoding of a mail', () => {
  const of = async (charset: string | null, bytes: Buffer) => {
    const type = `Content-Type: text/plain${charset ? `; charset=${charset}` : ''}`;
    const head = Buffer.from(`From: a@b.example\r\n${type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`);
    return (await openedMail(Buffer.concat([head, bytes])))?.text;
  };
  const TEXT = 'Kunde: Müritz Käserei GmbH\nProjekt: Kühlhaus\nAuftragswert: 45.000 EUR';
  test.each([
    ['us-ascii', Buffer.from(TEXT)],
    ['iso-8859-1', Buffer.from(TEXT)],
    ['utf-8', Buffer.from(TEXT, 'latin1')],
    [null, Buffer.from(TEXT, 'latin1')],
    ['iso-8859-15', Buffer.from(TEXT, 'latin1')],
  ])('%s is not believed against its bytes', async (charset, bytes) => {
    expect(await of(charset, bytes)).toBe(TEXT);
  });
});

test('a mail that Outlook has saved without Unicode is read in the code page that it names', async () => {
  const bytes = readFileSync(join(import.meta.dirname, '../../../data/office/big5.msg'));
  const opened = await outlookMail(bytes);
  expect(opened?.mail.subject).toBe('Alfresco MSG format testing ( MSG 格式測試 )');
  expect(opened?.text).toContain('中文測試');
});
