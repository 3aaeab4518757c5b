import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.ts';
import { folded, nameBook } from './similar.ts';

/** What a country contributes: where its companies sit and what they and their people are called (invented). */
export interface Country {
  region: 'EMEA' | 'AMER' | 'LATAM' | 'APAC';
  language: string;
  currency: string;
  zone: string;
  forms: string[];
  first: string[];
  last: string[];
  trades: string[];
  it: string[];
  /** City and post code. */
  cities: [string, string][];
  streets: string[];
  given: string[];
  family: string[];
  order: 'stem' | 'trade';
  /** How often it is drawn, beside the others'. */
  weight: number;
}

export interface Company {
  /** As its letter head says it. */
  name: string;
  /** The name without its legal form. */
  bare: string;
  form: string;
  country: string;
  /** Always under `.example` (RFC 2606), so that no real address is ever in the channel. */
  domain: string;
  address: { street: string; postalCode: string; city: string; country: string };
}

const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'));
export const COUNTRIES = read('places.json') as Record<string, Country>;
const PUBLISHED = read('published-names.json') as Record<string, string[]>;

/** Country codes, each as often as its weight says. */
export const DRAWN = Object.entries(COUNTRIES).flatMap(([code, { weight }]) =>
  Array<string>(weight).fill(code),
);

export function countryOf(code: string): Country {
  const country = COUNTRIES[code];
  if (!country) throw new Error(`no country ${code} in places.json`);
  return country;
}

/** Makes companies of which no two could be taken for one another. */
export function companyMaker(random: Random) {
  const names = nameBook();
  const published = Object.fromEntries(
    Object.entries(PUBLISHED).map(([code, list]) => [code, random.fork(`published ${code}`).shuffled(list)]),
  );

  /** @param tries when the words of the country are used up, syllables make new ones without end */
  function invented(code: string, kind: 'trades' | 'it', tries: number) {
    const { first, last, forms, order, ...lists } = countryOf(code);
    const stem = tries < 20 ? `${random.pick(first)}${random.pick(last)}` : syllables();
    const trade = random.pick(lists[kind]);
    const bare = order === 'stem' ? `${stem} ${trade}` : `${trade} ${stem}`;
    return { bare, form: random.pick(forms), word: stem };
  }

  function syllables(): string {
    const one = () => `${random.pick([...'bdfgklmnprstvz'])}${random.pick([...'aeiou'])}`;
    const word = one() + one() + one() + random.pick(['n', 'r', 's', 'l']);
    return word.charAt(0).toUpperCase() + word.slice(1);
  }

  /** @param kind what it does; `published` takes the name of a real company where there is one of that country. */
  function make(code: string, kind: 'trades' | 'it' | 'published' = 'trades'): Company {
    for (let tries = 0; tries < 2_000; tries += 1) {
      const real = kind === 'published' ? published[code]?.pop() : undefined;
      const { word, ...made } = real
        ? splitForm(real)
        : invented(code, kind === 'it' ? 'it' : 'trades', tries);
      if (!names.take(made.bare, word)) continue;
      return { ...made, name: `${made.bare} ${made.form}`.trim(), country: code, ...seat(code, made.bare) };
    }
    throw new Error(`no further company name of ${code}: add words to places.json`);
  }

  function seat(code: string, bare: string): Pick<Company, 'domain' | 'address'> {
    const country = countryOf(code);
    const [city, postalCode] = random.pick(country.cities);
    const street = `${random.pick(country.streets)} ${random.between(1, 140)}`;
    return { domain: `${asciiSlug(bare)}.example`, address: { street, postalCode, city, country: code } };
  }
  return { make };
}

/** `Aber Diamond Ltd.` → `Aber Diamond`, `Ltd.` */
function splitForm(name: string): { bare: string; form: string; word: string } {
  const match = /^(.*?),? ((?:S\.A\.(?:B\.)? de C\.V\.)|[\w.]+)$/.exec(name);
  const [, bare = name, form = ''] = match ?? [];
  return /^(S\.A|N\.V|Inc|Corp|Ltd|Co\b|plc|PLC|AG|SA|AB|SpA|S\.p\.A|Limited)/.test(form)
    ? { bare, form, word: name.split(' ')[0] as string }
    : { bare: name, form: '', word: name.split(' ')[0] as string };
}

/** German umlauts in two letters, as domain owners there do; everything else without its accents. */
export function ascii(text: string): string {
  const pairs: Record<string, string> = {
    ä: 'ae',
    ö: 'oe',
    ü: 'ue',
    ß: 'ss',
    Ä: 'Ae',
    Ö: 'Oe',
    Ü: 'Ue',
    ø: 'o',
  };
  return text
    .normalize('NFC')
    .replace(/[äöüßÄÖÜø]/g, (letter) => pairs[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
}

function asciiSlug(text: string): string {
  return folded(ascii(text)).replaceAll(' ', '-').slice(0, 40);
}

export interface Person {
  name: string;
  email: string;
}

/** Somebody who works there. */
export function personAt(random: Random, company: Company): Person {
  const { given, family } = countryOf(company.country);
  const [first, last] = [random.pick(given), random.pick(family)];
  const local = `${ascii(first).charAt(0)}.${ascii(last)}`.toLowerCase().replace(/[^a-z.]/g, '');
  return { name: `${first} ${last}`, email: `${local}@${company.domain}` };
}
