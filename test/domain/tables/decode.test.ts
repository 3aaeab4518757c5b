import { describe, expect, test } from '@jest/globals';
import { DEAL_HEADINGS } from '../../../adapters/intake/deal/table.ts';
import { type Decoded, decode } from '../../../domain/tables/decode.ts';
import { encoderOf } from './encoders.ts';

/** Names of countries as Unicode's CLDR has them, which no author of the reader wrote. */
function namesIn(language: string): string[] {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  return letters.flatMap((a) => letters.flatMap((b) => names.of(a + b) ?? []));
}

const WRITTEN_IN: ReadonlyArray<readonly [encoding: string, languages: string]> = [
  ['windows-1252', 'de fr es pt it nl sv da nb fi is ca en sq eu gl'],
  ['macintosh', 'de fr es pt sv da'],
  ['windows-1250', 'pl cs sk hu ro hr sl sq de'],
  ['iso-8859-2', 'pl cs hu'],
  ['iso-8859-15', 'fr fi'],
  ['windows-1251', 'ru uk bg sr mk be'],
  ['koi8-r', 'ru'],
  ['ibm866', 'ru'],
  ['windows-1253', 'el'],
  ['windows-1254', 'tr'],
  ['windows-1257', 'lt lv et'],
  ['shift_jis', 'ja'],
  ['euc-jp', 'ja'],
  ['gb18030', 'zh'],
  ['big5', 'zh-TW'],
  ['euc-kr', 'ko'],
];

/** The same numbers on every run. */
function drawer(): (below: number) => number {
  let state = 7;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

function files(
  encoding: string,
  language: string,
  heading: string,
  count: number,
): { text: string; bytes: Uint8Array }[] {
  const encode = encoderOf(encoding);
  const names = namesIn(language).filter((name) => /[^\p{ASCII}]/u.test(name) && encode(name));
  const draw = drawer();
  return Array.from({ length: count }, () => {
    const rows = Array.from({ length: 1 + draw(10) }, (_, row) => `${row};${names[draw(names.length)]}`);
    const text = [heading, ...rows, ''].join('\r\n');
    return { text, bytes: encode(text) as Uint8Array };
  });
}

const textOf = (decoded: Decoded) => ('text' in decoded ? decoded.text : null);

describe('a file without a mark', () => {
  test('is read as it was written or not at all, in 50 languages and encodings', () => {
    const broken: string[] = [];
    let read = 0;
    let all = 0;
    for (const [encoding, languages] of WRITTEN_IN)
      for (const language of languages.split(' '))
        for (const { text, bytes } of files(encoding, language, 'id;country', 60)) {
          const got = textOf(decode(bytes, null));
          all += 1;
          if (got === text) read += 1;
          else if (got !== null) broken.push(`${encoding} ${language}: ${text} → ${got}`);
          expect(textOf(decode(bytes, encoding))).toBe(text);
          const utf8 = Buffer.from(text);
          expect(decode(utf8, 'windows-1252')).toEqual({ text, encoding: 'utf-8', how: 'proved' });
        }
    expect(broken).toEqual([]);
    expect(read / all).toBeGreaterThan(0.4);
  });

  test.each([
    ['windows-1252', 'fr', 'Montant;Nom du client', 0.8],
    ['windows-1252', 'de', 'Betrag;Kunde', 0.75],
    ['windows-1252', 'es', 'Importe;Cliente', 0.9],
    ['windows-1252', 'pt', 'Moeda;Cliente', 0.9],
    ['shift_jis', 'ja', '金額;顧客名', 1],
    ['euc-jp', 'ja', '金額;顧客名', 1],
  ])('in %s with headings in %s is read: %s', (encoding, language, heading, least) => {
    const read = files(encoding, language, heading, 100).filter(
      ({ text, bytes }) => textOf(decode(bytes, null, DEAL_HEADINGS.known)) === text,
    );
    expect(read.length / 100).toBeGreaterThanOrEqual(least);
  });
});

describe('a mark at the beginning, or the zeros of UTF-16, prove an encoding', () => {
  const text = 'id\tKunde\r\n1\tMüller & Söhne\r\n2\tДомъ\r\n3\t株式会社\r\n';
  const utf16 = Buffer.from(text, 'utf16le');
  test.each<[string, Uint8Array]>([
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['utf-16le', utf16],
    ['utf-16be', Buffer.from(utf16).swap16()],
  ])('%s', (encoding, bytes) => {
    expect(decode(bytes, 'windows-1252')).toEqual({ text, encoding, how: 'proved' });
  });
});

test('two readings that differ in letters are both named, and the letters alone', () => {
  const decoded = decode(encoderOf('windows-1252')('id;name\r\n1;Rhône-Crème') as Uint8Array, null);
  expect(decoded).toEqual({
    between: [
      { encoding: 'windows-1252', letters: ['è'] },
      { encoding: 'windows-1250', letters: ['č'] },
    ],
  });
});

test.each<[string, string, Uint8Array]>([
  ['not_in_stated', 'windows-1252', Uint8Array.of(0x61, 0x81, 0x62)],
  ['unknown_encoding', 'ebcdic-17', Uint8Array.of(0x61, 0xfc)],
  ['no_encoding', '', Uint8Array.of(0x61, 0xff, 0x81, 0x61, 0xfe, 0x90, 0x61, 0xa1, 0x80)],
  ['not_text', '', Uint8Array.of(0x89, 0x50, 0x00, 0xff, 0x00, 0x00)],
])('%s is said', (wrong, stated, bytes) => {
  expect(decode(bytes, stated === '' ? null : stated)).toEqual({ wrong });
});

test('labels are taken as people write them', () => {
  const bytes = Uint8Array.of(0x4d, 0xfc);
  for (const label of ['cp1252', 'Windows-1252', 'win1252', 'ANSI', 'iso-8859-1', 'latin1'])
    expect(decode(bytes, label)).toMatchObject({ text: 'Mü', encoding: 'windows-1252', how: 'stated' });
  expect(decode(Uint8Array.of(0x4d, 0x9f), 'Mac Roman')).toMatchObject({ text: 'Mü', encoding: 'macintosh' });
  expect(decode(Uint8Array.of(0x4d, 0x81), 'cp850')).toMatchObject({ text: 'Mü', encoding: 'ibm850' });
});
