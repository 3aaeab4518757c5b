import { readFileSync } from 'node:fs';

/** What a hostile text repeats: a reader that tries one of these in several ways takes its length squared. */
const PIECES: readonly string[] = [
  // Single characters, and what joins them.
  ...' \t\n\r@.,;:|/\\-_*#&%+=~^$<>()[]{}"\'`!?0aAé'.split(''),
  ...[
    '\r\n',
    '> ',
    '| ',
    '\u00a0',
    '\u0301',
    '\u200b',
    '\u202e',
    '\ud800',
    '🙂',
    'ａ',
    '，',
    '「',
    '様',
    '。',
  ],
  ...['a ', '1 ', ', ', '. ', '; ', 'a.', 'a-', 'a@', '@a', 'a,b', '1.', '1,', "1'", '1-', '1/', '+1', '(0'],
  // Tags, entities and encodings.
  ...[
    '<a',
    '<a ',
    '</',
    '<style',
    '<!--',
    '&',
    '&#',
    '&#x41;',
    '&amp;',
    '&nbsp;',
    '=41',
    '=\n',
    '%41',
    '\\u0041',
    'QUJD',
  ],
  // Addresses, links and identifiers.
  ...['a@b.example ', 'a.b@c.d.', 'www.', 'http://', '[[A_1]]', '[a](', 'DE89', '4111 ', '0800-', 'ID-1 '],
  // Labels, amounts, dates, names and other words of registrations.
  ...[
    'Customer: ',
    'Kunde: a',
    '; Kunde: a',
    'Kunde: a\n',
    'Notes: a\nb\n',
    'Kunde\n',
    'Budget (EUR) ',
    'Partner id ',
  ],
  ...['€1', 'EUR ', '1,234 ', '1.234,56 €', 'EUR 5 to ', '1億', '120k EUR per ', 'US$ '],
  ...[
    '2027-',
    '2027-01-01 ',
    '2027年3月',
    'Q1 2027 ',
    '1 March 2027 ',
    '01/02/2027 ',
    'end of ',
    'in six ',
    'FY ',
  ],
  ...[
    'GmbH ',
    'ACME GmbH & Co. KG ',
    'bei der Firma ACME ',
    'between A and ',
    '株式会社',
    '株式会社A様の',
    '"A" ',
  ],
  ...[
    'register a ',
    'for a b',
    'project "a',
    'On x wrote ',
    'From: a@b.example\nSubject: x\nTo: y\n',
    '-- \n',
    'Re: ',
  ],
  ...[
    'and ',
    'not ',
    'rose by 5 % ',
    'one hundred ',
    'twenty-',
    'approved ',
    'signed for ',
    'term of ',
    'governed by ',
  ],
];

/** Behind these a repetition stands where a reader has already begun. */
const BEGINNINGS: readonly string[] = [
  '',
  'Kunde: a',
  'Partner id 7001\nCustomer: ACME GmbH\nValue: EUR 1',
  'a@b',
  'We register a project at ',
  readFileSync(new URL('../../sandbox/channel/inbox/09-thames.eml', import.meta.url), 'utf8').slice(0, 2_000),
];

export interface Hostile {
  name: string;
  /** So many characters. */
  text(length: number): string;
}

/** So many of the pieces, and so many mixtures of them, are tried in one run. */
const DRAWN = 8;
const MIXED = 2;
/** Tried in every run: they have been slow before. */
const ALWAYS: readonly string[] = [
  ' ',
  '\n',
  '|',
  '@',
  '1',
  '<',
  'GmbH ',
  '1 March 2027 ',
  '€1',
  'Kunde: a\n',
];

/** @param seed of the draw: other pieces in each run, behind other beginnings, and texts that repeat several of them */
export function hostileTexts(seed: number): Hostile[] {
  const draw = drawn(seed);
  const any = <T>(all: readonly T[]) => all[draw(all.length)] as T;
  const pieces = [...new Set([...ALWAYS, ...Array.from({ length: DRAWN }, () => any(PIECES))])];
  const mixtures = Array.from({ length: MIXED }, () =>
    Array.from({ length: 2 + draw(3) }, () => any(PIECES)).join(''),
  );
  return [...new Set([...pieces, ...mixtures])].map((piece) => hostile(any(BEGINNINGS), piece));
}

/** Ends in what no repetition goes on with, so that a reader that hoped for more has to go back. */
function hostile(beginning: string, piece: string): Hostile {
  return {
    name: `${JSON.stringify(beginning.slice(0, 20))} and ${JSON.stringify(piece)} again and again`,
    text: (length) =>
      `${beginning}${piece.repeat(Math.max(0, length - beginning.length) / piece.length)}\u0001!b`,
  };
}

/** Marsaglia's xorshift. @returns a function that draws a number below its argument */
function drawn(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
