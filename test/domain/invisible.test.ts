import { expect, test } from '@jest/globals';
import type { Findings } from '../../adapters/intake/findings.ts';
import { readText, shownText } from '../../adapters/intake/texts.ts';
import { printable } from '../../cli/printable.ts';

const read = (text: string) => {
  const found: Findings = { faults: [], problems: [] };
  return { text: readText('customer_name', text, found), told: found.problems.length > 0 };
};

const characters = (hexes: string) =>
  hexes
    .split(' ')
    .map((hex) => [`U+${hex.toUpperCase()}`, String.fromCodePoint(Number.parseInt(hex, 16))] as const);

test.each(
  characters(
    '034f 061c 115f 1160 17b4 180e 200e 200f 202a 202e 2062 2066 2069 206a 3164 ffa0 fff9 1d173 e0001 e0041',
  ),
)('%s in a name is shown, and a person is told', (_name, character) => {
  expect(read(`AC${character}ME`)).toEqual({ text: 'AC\ufffdME', told: true });
  expect(printable(`AC${character}ME`)).toBe('AC·ME');
});

test.each(characters('00ad 200b 2060 feff'))(
  '%s, which word processors put into names, is left out, so that two names that look equal are equal',
  (_name, character) => {
    expect(read(`AC${character}ME`)).toEqual({ text: 'ACME', told: false });
    expect(printable(`AC${character}ME`)).toBe('AC·ME');
  },
);

test.each(['A\u200cB', 'Ω\u200dμ', '株\u200d式', '1\u200c2', '\u200dA', 'e\u0301\u200dx'])(
  'a joiner that joins nothing is left out of a name, and shown on a screen: %j',
  (text) => {
    expect(read(text)).toEqual({ text: text.replace(/[\u200c\u200d]/, ''), told: false });
    expect(printable(text)).toContain('·');
  },
);

test.each([
  ['Persian', 'می\u200cخواهم'],
  ['Sinhala', 'ශ්\u200dරී ලංකා'],
  ['Hindi', 'क्\u200dष'],
  ['a family', '👩\u200d👩\u200d👧'],
  ['a flag with a variation selector', '🏳\ufe0f\u200d🌈'],
  ['a skin tone', '👩🏽\u200d🚀'],
  ['a sign before an Arabic number', '\u0600١٢'],
  ['accents, however they are written', 'Cre\u0301dit Ünïcode 株式会社'],
])('%s stays as it is', (_name, text) => {
  expect(read(text)).toEqual({ text, told: false });
  expect(printable(text)).toBe(text);
});

test('running text loses what only lays it out; what turns its direction is shown', () => {
  expect(shownText('\ufeffEnd\u00adkunde:\u200b ACME\u200c \u202eHbmG')).toBe('Endkunde: ACME \ufffdHbmG');
});
