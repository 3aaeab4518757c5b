import { normaliseCompanyName } from '../../domain/company/company-name.ts';
import {
  ADJECTIVES,
  CITIES,
  ENDS,
  INDUSTRIES,
  LEGAL_FORMS,
  MIDDLES,
  STARTS,
  SURNAMES,
} from './company-words.ts';
import { draw, type Random } from './random.ts';

/** Zipf-like: the first words of a list are far more common than the last, as they are in a register of companies. */
function common(random: Random, values: readonly string[]): string {
  return values[Math.floor(values.length * random() ** 2.2)] as string;
}

function coined(random: Random): string {
  const middle = random() < 0.6 ? draw(random, MIDDLES) : '';
  const word = draw(random, STARTS) + middle + draw(random, ENDS);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/**
 * A company name: two in five with a coined word, a third with surnames out of 200, a tenth each of initials, of a place and of
 * nothing but dictionary words; most with a legal form.
 */
function companyName(random: Random): string {
  const kind = random();
  const industry = () => common(random, INDUSTRIES);
  const core = () => {
    if (kind < 0.15) return [coined(random)];
    if (kind < 0.4) return [coined(random), industry()];
    if (kind < 0.5) return [common(random, SURNAMES), '&', common(random, SURNAMES), industry()];
    if (kind < 0.72)
      return [common(random, SURNAMES), industry(), ...(random() < 0.5 ? [common(random, CITIES)] : [])];
    if (kind < 0.8) return [common(random, CITIES), industry(), industry()];
    if (kind < 0.9) return [letters(random), industry()];
    return [common(random, ADJECTIVES), industry(), industry(), ...(random() < 0.4 ? ['Group'] : [])];
  };
  const legal = random() < 0.85 ? [common(random, LEGAL_FORMS)] : [];
  return [...core(), ...legal].join(' ');
}

function letters(random: Random): string {
  const count = random() < 0.7 ? 3 : 4;
  // Without A: `AND` is no name.
  return Array.from({ length: count }, () => draw(random, [...'BCDEFGHIKLMNOPRSTUVWZ'])).join('');
}

/** So many names, no two equal when normalised: one that is taken gets a place, then a coined word in front. */
export function companyNames(random: Random, count: number): string[] {
  const taken = new Set<string>();
  const free = (name: string) => {
    const normalised = normaliseCompanyName(name);
    if (taken.has(normalised)) return false;
    taken.add(normalised);
    return true;
  };
  return Array.from({ length: count }, () => {
    for (let name = companyName(random), tries = 0; ; tries += 1) {
      if (free(name)) return name;
      const [first = '', ...rest] = name.split(' ');
      name = tries < 2 ? [first, common(random, CITIES), ...rest].join(' ') : `${coined(random)} ${name}`;
    }
  });
}
