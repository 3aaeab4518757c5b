import { ascii, type Company, countryOf } from '../companies.ts';
import type { Random } from '../random.ts';

const CONSONANTS = [...'bdfgklmnprstvz'];
const VOWELS = [...'aeiou'];

/**
 * Makes customers, thousands of them: an invented word that nobody else bears, a trade and a legal form of the country, which many bear. So
 * two customers may look as alike as `Bovaltin Logistik GmbH` and `Tarelmos Logistik GmbH` do.
 */
export function customerMaker(random: Random): (country: string) => Company {
  const words = new Set<string>();
  const syllable = () => `${random.pick(CONSONANTS)}${random.pick(VOWELS)}`;
  function word(): string {
    for (;;) {
      const made = `${syllable()}${syllable()}${random.pick(['l', 'n', 'r', 's', 't'])}${syllable()}${random.pick(['n', 's', 'r', 'x'])}`;
      if (words.has(made)) continue;
      words.add(made);
      return made.charAt(0).toUpperCase() + made.slice(1);
    }
  }
  return (country) => {
    const { trades, forms, order, cities, streets } = countryOf(country);
    const [stem, trade, form] = [word(), random.pick(trades), random.pick(forms)];
    const bare = order === 'stem' ? `${stem} ${trade}` : `${trade} ${stem}`;
    const [city, postalCode] = random.pick(cities);
    return {
      ...{ name: `${bare} ${form}`.trim(), bare, form, country },
      domain: `${ascii(bare)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')}.example`,
      address: { street: `${random.pick(streets)} ${random.between(1, 140)}`, postalCode, city, country },
    };
  };
}
