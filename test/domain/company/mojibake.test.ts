import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { repaired } from '../../../domain/company/mojibake.ts';

const misread = (text: string) => new TextDecoder('windows-1252').decode(new TextEncoder().encode(text));

test.each(['Müller Milch', 'Société Générale', 'Škoda Auto', 'Łódź Œuvre', 'Naïve “quotes” – Größe'])(
  '%s read as Windows-1252 is as it was meant',
  (text) => {
    expect(repaired(misread(text))).toBe(text);
  },
);

test('a text that is right stays as it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'abc äöüßéèñçøåÄÖÜÉ&.-'), minLength: 1, maxLength: 20 }),
      (text) => {
        // Of these letters none follows another as the bytes of one letter do.
        expect(repaired(text)).toBe(text);
      },
    ),
  );
});

test('a letter that was lost leaves the word whole; a question stays one', () => {
  expect(repaired('M\uFFFDller Milch')).toBe('Mller Milch');
  expect(repaired('Citro?n')).toBe('Citron');
  expect(repaired('Who? Me')).toBe('Who? Me');
});
