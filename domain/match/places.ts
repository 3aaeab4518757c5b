import { fold } from './fold.ts';

/** Regions that companies name their parts after, and short forms of countries, which no list of countries has. */
const ALSO: readonly (readonly [string, string])[] = [
  ...['usa', 'u s a', 'u s', 'us', 'america'].map((name) => [name, 'us'] as const),
  ...['uk', 'great britain', 'england', 'scotland', 'wales'].map((name) => [name, 'gb'] as const),
  ['uae', 'ae'],
  ['holland', 'nl'],
  ['korea', 'kr'],
  ...'emea apac latam dach benelux nordics iberia cee'.split(' ').map((name) => [name, name] as const),
];
/** Of the languages in which companies write where they sit. */
const LANGUAGES = 'en de fr es pt it nl pl cs sv da nb fi ro hu tr ru el ja zh ko ar vi id'.split(' ');
/** Continents and their parts, as CLDR numbers them. */
const PARTS = '001 002 003 005 009 013 019 021 029 030 034 035 039 053 142 143 145 150 151 154 155 419'.split(
  ' ',
);

/** Codes of countries and regions by their folded names, which are CLDR's. Made when first asked for. */
let known: ReadonlyMap<string, string> | undefined;

/** The code of a country or region: `Germany`, `Deutschland`, `ドイツ` → `de`; null for anything else. @param name as it is written */
export function regionOf(name: string): string | null {
  known ??= regions();
  return known.get(fold(name)) ?? null;
}

function regions(): ReadonlyMap<string, string> {
  const found = new Map(ALSO);
  const codes = [...countryCodes(), ...PARTS];
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = names.of(code);
      if (name !== undefined) found.set(fold(name), code.toLowerCase());
    }
  }
  return found;
}

/** Every pair of letters that is not an older code of another country, as `DD` is; those that are no country have no name. */
function countryCodes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  return pairs.filter((code) => new Intl.Locale(`und-${code}`).region === code);
}
