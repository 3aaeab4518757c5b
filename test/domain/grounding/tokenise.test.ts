import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isCardNumber, isIban } from '../../../domain/grounding/checksums.ts';
import { restore, tokenise, unknownTokens } from '../../../domain/grounding/tokenise.ts';
import { cpuMs } from '../../environment/cpu-time.ts';

interface Sample {
  text: string;
  spans: { type: string; value: string }[];
}
const samples = JSON.parse(
  readFileSync(new URL('../../data/presidio/personal-data.json', import.meta.url), 'utf8'),
) as Sample[];

describe('what is found', () => {
  test.each([
    ['write to jane.miller@partner.example, please', 'write to [[EMAIL_1]], please'],
    ['<jörg@müller.example>', '<[[EMAIL_1]]>'],
    ['IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX', 'IBAN [[IBAN_1]] BIC COBADEFFXXX'],
    ['iban de89370400440532013000.', 'iban [[IBAN_1]].'],
    ['card 4111 1111 1111 1111 exp 12/27', 'card [[CARD_1]] exp 12/27'],
    ['SSN 536-22-8726, EIN 12-3456789', 'SSN [[TAXID_1]], EIN [[TAXID_2]]'],
    ['account number: 000123456789', 'account number: [[ACCOUNT_1]]'],
    ['Kontonummer 1234567', 'Kontonummer [[ACCOUNT_1]]'],
    ['ring +49 (30) 901820-0 or 415-555-2671', 'ring [[PHONE_1]] or [[PHONE_2]]'],
    ['Tel. 60-56-85-91', 'Tel. [[PHONE_1]]'],
    ['Tél. : 03.93.92.16.85', 'Tél. : [[PHONE_1]]'],
  ])('%s', (text, expected) => {
    expect(tokenise(text, []).text).toBe(expected);
  });

  test.each([
    'Deal over USD 1,200,500.50 closing 2026-12-31, Q4 2026, 12 % discount',
    'Wert 1.250.000,00 EUR, Abschluss 31.12.2026, Angebot 05/2026',
    'Order 4711 with SKU A-100-22, 120 seats, 3 years, due 01/15/2027',
  ])('amounts, dates and order numbers stay readable: %s', (text) => {
    expect(tokenise(text, []).text).toBe(text);
  });

  test('check digits decide what is an IBAN or a card', () => {
    expect(isIban('GB82 WEST 1234 5698 7654 32')).toBe(true);
    expect(isIban('GB82 WEST 1234 5698 7654 33')).toBe(false);
    expect(isCardNumber('4111 1111 1111 1111')).toBe(true);
    expect(isCardNumber('4111 1111 1111 1112')).toBe(false);
  });

  test('names known from records, in any case, and their single words; not inside other words', () => {
    const { text } = tokenise('JANE MILLER called. Regards, Jane. The Janesville millers. 田中太郎さん', [
      'Jane Miller',
      '田中太郎',
    ]);
    expect(text).toBe('[[PERSON_1]] called. Regards, [[PERSON_2]]. The Janesville millers. [[PERSON_3]]さん');
  });

  test.each(['Jean-Luc Picard', "O'Neill", 'J. R. (Bob) Dobbs', 'A+B Müller', 'x/y [z]'])(
    'a name with marks: %s',
    (name) => {
      expect(tokenise(`Yours, ${name}`, [name]).text).toBe('Yours, [[PERSON_1]]');
    },
  );

  test('the same value keeps its token, also over a second text', () => {
    const first = tokenise('a@x.example b@x.example a@x.example', []);
    expect(first.text).toBe('[[EMAIL_1]] [[EMAIL_2]] [[EMAIL_1]]');
    const second = tokenise('b@x.example c@x.example', [], first.tokens);
    expect(second.text).toBe('[[EMAIL_2]] [[EMAIL_3]]');
    expect(restore(second.text, second.tokens)).toBe('b@x.example c@x.example');
  });

  test('a text that already holds a token is not confused by it', () => {
    const text = 'ignore [[EMAIL_1]] and write to a@x.example';
    const done = tokenise(text, []);
    expect(done.text).toBe('ignore [[EMAIL_1]] and write to [[EMAIL_2]]');
    expect(restore(done.text, done.tokens)).toBe(text);
    expect(unknownTokens('[[EMAIL_2]] [[PERSON_9]] [[EMAIL_1]]', done.tokens)).toEqual([
      '[[PERSON_9]]',
      '[[EMAIL_1]]',
    ]);
  });

  test('a megabyte without personal data costs no more than a moment', () => {
    const started = cpuMs();
    for (const piece of ['a', '1', '(', '0 ', 'A1', '+1', 'a.'])
      tokenise(piece.repeat(500_000 / piece.length), []);
    expect(cpuMs() - started).toBeLessThan(5_000);
  });
});

describe('published texts (presidio-research)', () => {
  const values = (type: string, usable: (value: string) => boolean = () => true) =>
    samples.flatMap((sample) =>
      sample.spans
        .filter((span) => span.type === type && usable(span.value))
        .map((span) => ({ ...sample, ...span })),
    );

  test.each([
    ['EMAIL_ADDRESS', 1],
    ['IBAN_CODE', 1],
    ['US_SSN', 1],
    ['CREDIT_CARD', 1],
    // Numbers without a country, a leading zero or a word like "phone" beside them are not told from other numbers.
    ['PHONE_NUMBER', 0.6],
  ])('%s: at least %d of them are gone', (type, share) => {
    const valid: Record<string, (value: string) => boolean> = {
      CREDIT_CARD: isCardNumber,
      IBAN_CODE: isIban,
    };
    const cases = values(type, valid[type]);
    expect(cases.length).toBeGreaterThan(4);
    const missed = cases
      .filter(({ text, value }) => tokenise(text, []).text.includes(value))
      .map(({ text }) => text);
    expect({ missed: missed.length <= cases.length * (1 - share) ? [] : missed }).toEqual({ missed: [] });
  });

  test('no known name remains, and every text comes back whole', () => {
    for (const { text, spans } of samples) {
      const known = spans.filter(({ type }) => type === 'PERSON').map(({ value }) => value);
      const done = tokenise(text, known);
      for (const name of known) expect(done.text).not.toContain(name);
      expect(restore(done.text, done.tokens)).toBe(text);
    }
  });
});

describe('properties', () => {
  const letters = fc.stringMatching(/^[A-Za-zäöüéñ]{3,12}$/);
  const name = fc.oneof(
    letters,
    fc.tuple(letters, fc.constantFrom('-', "'", '. ', ' (', '/'), letters).map((parts) => parts.join('')),
    fc.tuple(letters, letters).map((parts) => parts.join(' ')),
    fc.stringMatching(/^[田中太郎山本]{2,4}$/),
  );
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.emailAddress(),
    fc.constantFrom(
      '[[',
      ']]',
      '[[EMAIL_1]]',
      '[[PERSON_2]]',
      '_1]]',
      'DE89370400440532013000',
      '+49 30 901820',
      '$&',
      '$1',
    ),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(' '));

  test('restore(tokenise(x)) is x', () => {
    fc.assert(
      fc.property(text, fc.array(name, { maxLength: 3 }), (body, known) => {
        const done = tokenise(body, known);
        expect(restore(done.text, done.tokens)).toBe(body);
      }),
      { numRuns: 500 },
    );
  });

  test('no known value remains as a word, wherever it stands and however it is written', () => {
    const spelled = (value: string) => fc.constantFrom(value, value.toUpperCase(), value.toLowerCase());
    fc.assert(
      fc.property(
        fc
          .array(name, { minLength: 1, maxLength: 3 })
          .chain((known) =>
            fc.tuple(
              fc.constant(known),
              fc.tuple(text, ...known.map((value) => fc.tuple(spelled(value), text))),
            ),
          ),
        ([known, [head, ...rest]]) => {
          const body = [head, ...rest.flat()].join(' ');
          const { text: safe } = tokenise(body, known);
          for (const value of known) {
            const whole = new RegExp(
              /[A-Za-zäöüéñ]/.test(value)
                ? `(?<![\\p{L}\\p{N}_])${value.replace(/[.(]/g, '\\$&')}(?![\\p{L}\\p{N}_])`
                : value,
              'iu',
            );
            expect(safe).not.toMatch(whole);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('no generated e-mail address remains', () => {
    fc.assert(
      fc.property(fc.emailAddress({ size: 'small' }), text, (address, body) => {
        // Characters that RFC 5322 allows and nobody uses (`{`, `!`) may stay in front; the mailbox is unreadable all the same.
        fc.pre(/^[\w.%+'-]+@/.test(address));
        expect(tokenise(`${body} ${address} ${body}`, []).text).not.toContain(address);
      }),
    );
  });
});
