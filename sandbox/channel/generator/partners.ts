import { COUNTRIES, type companyMaker, countryOf, DRAWN } from './companies.ts';
import type { Random } from './random.ts';
import { type Partner, PRODUCTS } from './records.ts';

/** Ids of generated partners count from here; those below are written by hand. */
const FIRST_ID = 7501;
const MANAGERS: Record<string, string> = { EMEA: 'p-ana', AMER: 'p-joe', APAC: 'p-yuki', LATAM: 'p-lia' };
const TIERS = ['Platinum', 'Gold', 'Silver', 'Bronze'] as const;
/** Of 100 partners. */
const TIER_SHARE = { Platinum: 10, Gold: 25, Silver: 37, Bronze: 28 };
const PERFORMANCE = { Platinum: 0.85, Gold: 0.74, Silver: 0.6, Bronze: 0.48 };

/**
 * Partners over tiers, countries and two levels: one in ten is a distributor, two thirds of the others buy from one of their
 * region. Win rate and approved registrations follow from the history.
 */
export function makePartners(
  random: Random,
  companies: ReturnType<typeof companyMaker>,
  count: number,
): Partner[] {
  const codes = Object.keys(COUNTRIES);
  const partners = Array.from({ length: count }, (_, index): Partner => {
    // The first ones cover every tier in every country, the others fall as they may.
    const code = index < codes.length * 2 ? (codes[index % codes.length] as string) : random.pick(DRAWN);
    const tier = index < codes.length ? 'Platinum' : index < codes.length * 2 ? 'Gold' : drawTier(random);
    const country = countryOf(code);
    const company = companies.make(code, 'it');
    const certified = tier === 'Platinum' || tier === 'Gold' || random.next() < 0.4;
    return {
      id: String(FIRST_ID + index),
      name: company.name,
      tier,
      region: country.region,
      language: country.language,
      timeZone: country.zone,
      email: `${random.pick(['partner', 'channel', 'deals', 'alliances'])}@${company.domain}`,
      active: true,
      winRate: 0,
      performance: round(PERFORMANCE[tier] + (random.next() - 0.5) * 0.2),
      certified,
      approvedRegistrations: 0,
      manager: MANAGERS[country.region] ?? 'p-ana',
      certifications: certified ? random.shuffled(PRODUCTS).slice(0, random.between(3, 5)).sort() : [],
      territories: territoriesOf(random, code),
      ...(random.next() < 0.7
        ? { mdfBalance: { amount: amountOf(random, country.currency), currency: country.currency } }
        : {}),
    };
  });
  return withDistributors(random, partners);
}

function amountOf(random: Random, currency: string): string {
  const hundreds = random.between(0, 60) * 5;
  return currency === 'JPY' ? String(hundreds * 10_000) : `${hundreds * 100}.00`;
}

function drawTier(random: Random): Partner['tier'] {
  let left = random.between(0, 99);
  for (const tier of TIERS) {
    if (left < TIER_SHARE[tier]) return tier;
    left -= TIER_SHARE[tier];
  }
  return 'Bronze';
}

/** The own country, and for some a neighbour of the region. */
function territoriesOf(random: Random, code: string): string[] {
  const { region } = countryOf(code);
  const near = Object.keys(COUNTRIES).filter((other) => other !== code && countryOf(other).region === region);
  return random.next() < 0.3 && near.length > 0 ? [code, random.pick(near)] : [code];
}

function withDistributors(random: Random, partners: Partner[]): Partner[] {
  const isDistributor = new Set(partners.filter((_, index) => index % 10 === 4).map(({ id }) => id));
  return partners.map((partner) => {
    const above = partners.filter(({ id, region }) => isDistributor.has(id) && region === partner.region);
    const buys = !isDistributor.has(partner.id) && above.length > 0 && random.next() < 0.66;
    return buys ? { ...partner, parentPartner: random.pick(above).id } : partner;
  });
}

export const round = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * 100) / 100;
