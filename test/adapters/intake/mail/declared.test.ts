import { describe, expect, test } from '@jest/globals';
import { createDocuments } from '../../../../adapters/documents/index.ts';
import { readMail } from '../../../../adapters/intake/deal/mail.ts';
import { openedMail } from '../../../../adapters/intake/mail/opened.ts';
import { encoderOf } from '../../../domain/tables/encoders.ts';

/** Mails whose program declares another encoding than the one in which their words are. */
function mailOf(
  text: string,
  written: string,
  declared: string | null,
  transfer: '8bit' | 'base64' | 'qp' = '8bit',
) {
  const encoded = encoderOf(written)(text);
  if (encoded === null) throw new Error(`${written} lacks a letter of ${text}`);
  const bytes = Buffer.from(encoded);
  const body = {
    '8bit': bytes,
    base64: Buffer.from(bytes.toString('base64').replace(/.{76}/g, '$&\r\n')),
    qp: Buffer.from(
      bytes
        .toString('latin1')
        .replace(
          /[\u0080-\u00ff=]/g,
          (one) => `=${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
        ),
    ),
  }[transfer];
  const type = declared === null ? [] : [`Content-Type: text/plain; charset=${declared}`];
  const head = [
    'From: desk@partner.example',
    'Subject: Deal',
    'MIME-Version: 1.0',
    ...type,
    `Content-Transfer-Encoding: ${transfer === 'qp' ? 'quoted-printable' : transfer}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

async function wordsOf(mail: Buffer) {
  const opened = await openedMail(mail);
  return { text: opened?.text, encoding: opened?.encoding };
}

const POLISH =
  'Dzień dobry,\nproszę o rejestrację projektu.\nKlient: Spółka Łódzka Źródło Sp. z o.o.\nMiasto: Poznań\n';
const CZECH =
  'Dobrý den,\nzákazník: Průmyslové závody Plzeň, a.s.\nhodnota projektu je 45 000 EUR, děkujeme.\n';
const HUNGARIAN =
  'Tisztelt Hölgyem!\nAz ügyfél a Győri Gépgyártó Kft. és az érték 45 000 EUR, projekt szerint.\n';
const ROMANIAN = 'Bună ziua,\nclientul este Fabrica de Maşini Braşov, valoare 45 000 EUR pentru proiect.\n';
const TURKISH = 'Merhaba,\nmüşteri İstanbul Işık Sanayi A.Ş., tutar 45.000 EUR olarak.\n';
const LITHUANIAN = 'Sveiki,\nklientas yra UAB Šiaulių energija, projekto vertė 45 000 EUR, kaip žinote.\n';
const RUSSIAN = 'Добрый день,\nзаказчик: ООО Чайка, стоимость проекта 45 000 EUR.\n';
const GREEK = 'Καλημέρα,\nπελάτης: Γλάρος ΑΕ, αξία 45.000 EUR.\n';

describe('a mail whose encoding is not the one that it declares', () => {
  const WRITTEN: [string, string, string][] = [
    ['Polish', POLISH, 'iso-8859-2'],
    ['Polish', POLISH, 'windows-1250'],
    ['Czech', CZECH, 'iso-8859-2'],
    ['Czech', CZECH, 'windows-1250'],
    ['Hungarian', HUNGARIAN, 'windows-1250'],
    ['Romanian', ROMANIAN, 'windows-1250'],
    ['Turkish', TURKISH, 'windows-1254'],
    ['Lithuanian', LITHUANIAN, 'windows-1257'],
    ['Russian', RUSSIAN, 'windows-1251'],
    ['Russian', RUSSIAN, 'koi8-r'],
    ['Greek', GREEK, 'windows-1253'],
  ];
  const DECLARED = ['windows-1252', 'iso-8859-1', 'us-ascii', null, 'ISO-8859-15'];
  test.each(WRITTEN.flatMap((one) => DECLARED.map((declared) => [...one, declared] as const)))(
    'is read as it was written: %s, %j in %s, declared %s',
    async (_language, text, written, declared) => {
      for (const transfer of ['8bit', 'base64', 'qp'] as const)
        expect(await wordsOf(mailOf(text, written, declared, transfer))).toEqual({
          text: text.trim(),
          encoding: 'guessed',
        });
    },
  );

  test.each([
    ['windows-1250', 'ISO-8859-2'],
    ['iso-8859-2', 'windows-1250'],
  ])('is told apart among those of one language, too: %s, declared %s', async (written, declared) => {
    expect(await wordsOf(mailOf(POLISH, written, declared))).toEqual({
      text: POLISH.trim(),
      encoding: 'guessed',
    });
  });

  test('has its subject read in the same way', async () => {
    const subject = Buffer.from(encoderOf('iso-8859-2')('Spółka Łódź') as Uint8Array).toString('base64');
    const mail = mailOf(POLISH, 'iso-8859-2', 'windows-1252')
      .toString('latin1')
      .replace('Subject: Deal', `Subject: =?windows-1252?B?${subject}?=`);
    expect((await openedMail(Buffer.from(mail, 'latin1')))?.mail.subject).toBe('Spółka Łódź');
  });

  test('tells a reviewer so', async () => {
    const codes = async (mail: Buffer) => {
      const read = await readMail(mail, new Date('2026-11-27T12:00:00Z'), createDocuments());
      return 'free' in read ? read.free.problems.map(({ code }) => code) : [];
    };
    expect(await codes(mailOf(POLISH, 'iso-8859-2', 'windows-1252'))).toEqual(['encoding_guessed']);
    // Words of several languages, and no language has all of them in either encoding.
    const mixed = 'Klient: Łąka Žižkov sp. z o.o.\nkwota 5 000 EUR, Überšek\n';
    expect(await codes(mailOf(mixed, 'windows-1250', 'windows-1252'))).not.toEqual([]);
  });
});

describe('a mail that is as it declares', () => {
  const RIGHT: [string, string, string][] = [
    [
      'Spanish',
      'Hola,\nel cliente es Compañía Ibáñez de Logroño, importe 45.000 EUR para el año próximo.\n',
      'windows-1252',
    ],
    [
      'French',
      'Bonjour,\nle client est Société Générale des Œufs à Orléans, montant 45 000 € pour nous.\n',
      'windows-1252',
    ],
    [
      'German',
      'Guten Tag,\nder Kunde ist die Müller & Söhne GmbH, Wert 45.000 €, bitte prüfen.\n',
      'iso-8859-1',
    ],
    ['Danish', 'Hej,\nkunden er Rødovre Kød A/S i Århus, beløb 45.000 kr.\n', 'windows-1252'],
    ['Icelandic', 'Góðan dag,\nviðskiptavinur: Þórshöfn ehf., upphæð 45.000 EUR.\n', 'windows-1252'],
    [
      'English with names of everywhere',
      'Customer: Señor Ibáñez, René Müller, São João and Ærø A/S.\nValue £45,000\n',
      'windows-1252',
    ],
    [
      'English with signs',
      'The vessel is 400 Nm³, ½day, ¼inch, 5µm, "£million" and note¹ of the café’s naïve plan.\n',
      'windows-1252',
    ],
    ['Polish', POLISH, 'iso-8859-2'],
    ['Polish', POLISH, 'windows-1250'],
    ['Czech', CZECH, 'windows-1250'],
    ['Turkish', TURKISH, 'windows-1254'],
    ['Russian', RUSSIAN, 'koi8-r'],
  ];
  test.each(RIGHT)('stays: %s, %j in %s', async (_language, text, encoding) => {
    expect(await wordsOf(mailOf(text, encoding, encoding))).toEqual({
      text: text.trim(),
      encoding: 'declared',
    });
  });
});

/** Names of countries as Unicode's CLDR has them, which no author of the reader wrote. */
function namesIn(language: string): string[] {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  return letters
    .flatMap((a) => letters.flatMap((b) => names.of(a + b) ?? []))
    .filter((name) => /[^\p{ASCII}]/u.test(name));
}

/** What a mail in the language says anyhow. */
const AROUND: Readonly<Record<string, string>> = {
  pl: 'Pozdrawiam, kwota oraz umowy dla klienta',
  cs: 'S pozdravem, hodnota smlouvy jako nebo',
  hu: 'Tisztelt, hogy vagy nem szerint',
  hr: 'Pozdrav, iznos nije ponuda',
};

test('words of a language are read right or a reviewer is told, whatever is declared', async () => {
  for (const [language, around] of Object.entries(AROUND))
    for (const written of ['windows-1250', 'iso-8859-2']) {
      const encode = encoderOf(written);
      const names = namesIn(language).filter((name) => encode(name) !== null);
      for (let at = 0; at + 5 < names.length; at += 6) {
        const text = `${names.slice(at, at + 6).join('\n')}\n${around}`;
        const read = await wordsOf(mailOf(text, written, 'windows-1252'));
        if (read.text !== text) expect({ written: text, ...read }).toMatchObject({ encoding: 'open' });
      }
    }
});
