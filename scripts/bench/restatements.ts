import { draw, type Random } from './random.ts';

/** How a customer's name comes back from somebody else. Null where the name gives no occasion for it. */
interface Kind {
  kind: string;
  /** Where the kind is published. */
  source: string;
  restate(name: string, random: Random): string | null;
}

const FORMS = [
  'GmbH',
  'AG',
  'Ltd.',
  'Inc.',
  'LLC',
  'S.A.',
  'S.r.l.',
  'B.V.',
  'AB',
  'SAS',
  'Corp.',
  'Oy',
  'Kft.',
  'Pty Ltd',
];
const FORM =
  /[,\s]+(gmbh(?: & co\.? kg)?|ag|ltd\.?|limited|inc\.?|incorporated|llc|s\.?a\.?|s\.?r\.?l\.?|b\.?v\.?|n\.?v\.?|ab|sas|corp\.?|corporation|co\.?|company|kg|oy|aps|plc|p\.?l\.?c\.?|lda|sarl|ug|s\.?l\.?|s\.?p\.?a\.?|e\.k\.|se|pty ltd|lp|l\.p\.)\.?$/iu;
const PLACES = ['Rostock', 'Lyon', 'Leeds', 'Austin', 'Graz', 'Malmö', 'Porto', 'Brno', 'Osaka', 'Perth'];
const COUNTRIES = [
  'Germany',
  'Deutschland',
  'France',
  'España',
  'Italia',
  'UK',
  'USA',
  'Brasil',
  'Japan',
  'Poland',
];
const GENERIC: Readonly<Record<string, readonly [string, string]>> = {
  // What it is shortened to, and what it is in another language.
  Logistics: ['Log.', 'Logistik'],
  Services: ['Svcs', 'Dienstleistungen'],
  Systems: ['Sys.', 'Systeme'],
  Solutions: ['Solns', 'Lösungen'],
  Consulting: ['Cons.', 'Beratung'],
  Engineering: ['Eng.', 'Ingenierie'],
  Electronics: ['Electr.', 'Elektronik'],
  Technologies: ['Tech', 'Technologien'],
  International: ['Intl', 'Internacional'],
  Industries: ['Ind.', 'Industrien'],
  Energy: ['Enrgy', 'Energie'],
  Group: ['Grp', 'Gruppe'],
  Manufacturing: ['Mfg.', 'Fabricación'],
  Communications: ['Comms', 'Comunicaciones'],
  Pharma: ['Ph.', 'Farma'],
  Transport: ['Transp.', 'Transporte'],
  Resources: ['Res.', 'Recursos'],
  Maschinenbau: ['Masch.', 'Machines'],
};

const bare = (name: string) => name.replace(FORM, '').replace(FORM, '');
const words = (name: string) => bare(name).split(/\s+/);
const behind = (text: string) => (name: string) => `${name}${text}`;
const changed = (before: string, after: string) => (after === before ? null : after);

/** One letter lost, doubled, swapped or replaced in the longest word. */
function typo(name: string, random: Random): string | null {
  const long = [...words(name)].sort((a, b) => b.length - a.length)[0] ?? '';
  if (long.length < 5) return null;
  const i = 1 + Math.floor(random() * (long.length - 2));
  const made = [
    long.slice(0, i) + long.slice(i + 1),
    long.slice(0, i) + long.charAt(i) + long.slice(i),
    long.slice(0, i) + long.charAt(i + 1) + long.charAt(i) + long.slice(i + 2),
    long.slice(0, i) + draw(random, [...'aeioustrnl']) + long.slice(i + 1),
  ];
  return changed(name, name.replace(long, draw(random, made)));
}

function replaced(name: string, by: 0 | 1): string | null {
  const word = words(name).find((each, at) => at > 0 && Object.hasOwn(GENERIC, each));
  return word === undefined ? null : name.replace(word, GENERIC[word]?.[by] ?? word);
}

function initials(name: string): string | null {
  const kept = words(name).filter((word) => /^\p{Lu}/u.test(word));
  return kept.length < 3 ? null : kept.map((word) => word.charAt(0)).join('');
}

/** Kinds that the product was made with. */
export const SEEN: readonly Kind[] = [
  {
    kind: 'another legal form',
    source: 'rigour, GLEIF',
    restate: (name, random) => `${bare(name)} ${draw(random, FORMS)}`,
  },
  { kind: 'no legal form', source: 'cleanco', restate: (name) => changed(name, bare(name)) },
  {
    kind: 'a form in front',
    source: 'GLEIF (NV …, PT …)',
    restate: (name, random) => `${draw(random, ['PT', 'NV', 'OOO', 'SIA'])} ${bare(name)}`,
  },
  {
    kind: 'a place behind',
    source: 'cleanco issues',
    restate: (name, random) => `${bare(name)} ${draw(random, FORMS)}, ${draw(random, PLACES)}`,
  },
  {
    kind: 'a country in brackets',
    source: 'cleanco issues',
    restate: (name, random) => `${bare(name)} (${draw(random, COUNTRIES)})`,
  },
  {
    kind: 'a branch behind',
    source: 'GLEIF (branches)',
    restate: (name, random) =>
      `${name} - ${draw(random, ['Niederlassung', 'Branch', 'Filiale'])} ${draw(random, PLACES)}`,
  },
  {
    kind: 'a trade name',
    source: 'GLEIF TRADING_OR_OPERATING_NAME',
    restate: (name) => `Quorvex Holdings LLC dba ${bare(name)}`,
  },
  {
    kind: 'a former name',
    source: 'GLEIF PREVIOUS_LEGAL_NAME',
    restate: (name) => `Quorvex Holdings (formerly ${bare(name)})`,
  },
  { kind: 'group', source: 'reports of duplicate accounts', restate: (name) => `The ${bare(name)} Group` },
  { kind: 'headquarters', source: 'reports of duplicate accounts', restate: (name) => `${bare(name)} (HQ)` },
  { kind: 'a typing error', source: 'FEBRL', restate: typo },
  {
    kind: 'two typing errors',
    source: 'FEBRL',
    restate: (name, random) => typo(typo(name, random) ?? name, random),
  },
  { kind: 'an abbreviation', source: 'Magellan, ACM–DBLP', restate: (name) => replaced(name, 0) },
  {
    kind: 'read by machine',
    source: 'FEBRL (OCR)',
    restate: (name) =>
      changed(
        name,
        name
          .replace(/rn/, 'm')
          .replace(/(?<=\p{L})l(?=\p{L})/u, '1')
          .replace(/(?<=\p{L})o(?=\p{L})/u, '0'),
      ),
  },
  {
    kind: 'another order',
    source: 'FEBRL',
    restate: (name) => (words(name).length < 2 ? null : [...words(name).slice(1), words(name)[0]].join(' ')),
  },
  {
    kind: 'without accents',
    source: 'GLEIF AUTO_ASCII_TRANSLITERATED',
    restate: (name) => changed(name, name.normalize('NFKD').replace(/\p{M}/gu, '')),
  },
  {
    kind: 'umlauts spelled out',
    source: 'GLEIF PREFERRED_ASCII_TRANSLITERATED',
    restate: (name) =>
      changed(name, name.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/ß/g, 'ss')),
  },
  {
    kind: 'written together',
    source: 'nomenklatura',
    restate: (name) =>
      words(name).length < 2 ? null : `${words(name)[0]}${words(name).slice(1).join(' ').toLowerCase()}`,
  },
];

/** Kinds that were written down after the product had been made with those above; what was general in their first misses was mended. */
export const UNSEEN: readonly Kind[] = [
  { kind: 'initials', source: 'Wikidata P1813 short name', restate: initials },
  {
    kind: 'capitals without marks',
    source: 'SEC EDGAR',
    restate: (name) => changed(name, name.toUpperCase().replace(/[.,&]/g, ' ')),
  },
  {
    kind: 'a generic word in another language',
    source: 'Wikidata P1705 native label',
    restate: (name) => replaced(name, 1),
  },
  {
    kind: 'the form written out',
    source: 'ISO 20275',
    restate: (name, random) =>
      `${bare(name)} ${draw(random, ['Gesellschaft mit beschränkter Haftung', 'Société anonyme', 'Public Limited Company', 'Besloten Vennootschap', 'Spółka z ograniczoną odpowiedzialnością'])}`,
  },
  {
    kind: 'as a web site',
    source: 'Crunchbase',
    restate: (name) =>
      `www.${words(name)
        .join('')
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')}.com`,
  },
  { kind: 'the article behind', source: 'SEC EDGAR', restate: (name) => `${bare(name)}, The` },
  {
    kind: 'a division of',
    source: 'OpenCorporates',
    restate: (name) => `${bare(name)}, a division of Quorvex Holdings`,
  },
  { kind: 'care of', source: 'USPTO assignees', restate: (name) => `${bare(name)} c/o Quorvex Partners` },
  {
    kind: 'a country behind',
    source: 'Wikidata labels',
    restate: (name, random) => `${bare(name)} ${draw(random, COUNTRIES)} ${draw(random, FORMS)}`,
  },
  { kind: 'a mark', source: 'Wikidata labels', restate: behind('®') },
  {
    kind: 'possessive',
    source: 'nomenklatura',
    restate: (name) => `${words(name)[0]}'s ${words(name).slice(1).join(' ')}`.trim(),
  },
  {
    kind: 'an ampersand for and',
    source: 'cleanco',
    restate: (name) => changed(name, name.replace(' & ', ' und ').replace(/ and /i, ' + ')),
  },
  {
    kind: 'another spelling',
    source: 'CLDR transliterations',
    restate: (name) =>
      changed(
        name,
        name
          .replace(/c(?=[aou])/, 'k')
          .replace(/ph/, 'f')
          .replace(/y$/, 'i'),
      ),
  },
  {
    kind: 'a word of the trade more',
    source: 'reports of duplicate accounts',
    restate: (name, random) =>
      `${bare(name)} ${draw(random, ['Digital', 'Europe', 'Trading', 'Services', 'Technologies'])}`,
  },
  { kind: 'two forms', source: 'cleanco issues', restate: (name) => `${bare(name)} GmbH & Co. KG aA` },
  {
    kind: 'a slip of the register',
    source: 'OpenCorporates',
    restate: (name) => `${bare(name)} (in liquidation)`,
  },
];
