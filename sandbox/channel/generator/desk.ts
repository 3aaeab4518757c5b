import { type Company, type companyMaker, countryOf, personAt } from './companies.ts';
import type { Crm } from './crm.ts';
import { at, clearDay, day } from './days.ts';
import { type Rate, rateOf } from './exchange.ts';
import type { PastDeal } from './history.ts';
import type { Random } from './random.ts';
import { type Deal, type Money, type Partner, PRODUCTS } from './records.ts';
import type { Form, Planted, Registration } from './truth.ts';

/** How a registration is written down; `source` is what carries it. */
export interface Item {
  registration: Registration;
  planted: Planted;
  form: Form | 'impartner';
  /** Arrives when the others have come to rest. */
  late?: true;
  /** Puts a fault into the record as it is sent. */
  fault?(record: Record<string, unknown>): Record<string, unknown>;
  /** Makes the whole file from the record. */
  raw?(record: Record<string, unknown>): { ending: string; bytes: string | Buffer };
  /** How it is written, for mails and texts. */
  style?: { layout: number; language: string; extra?: Extra };
}

/** What is put into or around a mail beside the registration. */
export interface Extra {
  subject?: string;
  fileName?: string;
  around?: 'quoted' | 'registered_before' | 'forwarded' | 'html' | 'quoted_printable' | 'attached';
  attachment?: { name: string; type: string; bytes: Buffer };
  hostile?: string;
}

/** What a case needs to be planted: partners, customers nobody knows yet, and the records that stand against it. */
export interface Desk {
  random: Random;
  crm: Crm;
  rates: readonly Rate[];
  partners: readonly Partner[];
  /** @param want first that fits and has not been used much */
  partner(want: (partner: Partner) => boolean): Partner;
  customer(code: string): Company;
  /** The same, and nobody gets it again. */
  setAside(want: (partner: Partner) => boolean): Partner;
  /** A complete registration with nothing against it. */
  register(partner: Partner, customer: Company, change?: Partial<Registration>): Registration;
  /** A live protection in the PRM, approved `back` days ago. */
  protect(partner: Partner, customer: Company, back: number, status?: string): Deal;
}

export function openDesk(world: {
  random: Random;
  crm: Crm;
  rates: readonly Rate[];
  partners: readonly Partner[];
  companies: ReturnType<typeof companyMaker>;
  past: PastDeal[];
}): Desk {
  const { random, crm, rates, partners, companies, past } = world;
  const used = new Map<string, number>();
  let count = 0;
  function draw(want: (partner: Partner) => boolean): Partner {
    const fits = partners.filter(want);
    if (fits.length === 0)
      throw new Error('no partner of this channel fits a planted case: make more partners');
    const least = Math.min(...fits.map(({ id }) => used.get(id) ?? 0));
    const partner = random.pick(fits.filter(({ id }) => (used.get(id) ?? 0) === least));
    used.set(partner.id, least + 1);
    return partner;
  }
  return {
    random,
    crm,
    rates,
    partners,
    partner: draw,
    setAside(want) {
      const partner = draw(want);
      used.set(partner.id, Number.POSITIVE_INFINITY);
      return partner;
    },
    customer: (code) => companies.make(code),
    register(partner, customer, change = {}) {
      count += 1;
      return {
        id: `QE-${1000 + count}`,
        partner,
        partnerId: partner.id,
        customer: customer.name,
        opportunity: `${random.pick(PRODUCTS)}, ${random.between(10, 300)} ${random.pick(['seats', 'hosts', 'sites'])}`,
        value: valueFor(random, partner, rates),
        close: clearDay(day(random.between(35, 130))),
        contact: personAt(random, customer).email,
        notes: random.pick(NOTES),
        submittedAt: at(-random.between(0, 1), random.between(420, 700)),
        more: {
          territories: [customer.country].filter((code) => partner.territories.includes(code)),
          // Of those it is certified for, so that a planted opportunity can be about the same.
          product_families: partner.certifications.slice(0, random.between(1, 2)),
        },
        ...change,
      };
    },
    protect(partner, customer, back, status = 'Approved') {
      const deal: Deal = {
        id: String(9000 + past.length),
        partnerId: partner.id,
        status,
        name: `${random.pick(PRODUCTS)} rollout`,
        customerName: customer.name,
        amount: random.between(10, 80) * 500,
        currency: countryOf(customer.country).currency,
        closeDate: day(60),
        contactEmail: personAt(random, customer).email,
        notes: '',
        createdAt: at(-back - 1, 600),
        modifiedAt: at(-back, 600),
      };
      past.push({ deal, customer });
      return deal;
    },
  };
}

const NOTES = [
  'Budget approved for the first half year.',
  'Pilot finished, technical contact named.',
  'Decision before the end of the quarter.',
  'Replaces a product that runs out of support.',
];

/** USD 6,000 to 70,000 in the partner's currency, rounded as people round. */
function valueFor(random: Random, partner: Partner, rates: readonly Rate[]): Money {
  const country = partner.territories[0] as string;
  const { currency } = countryOf(country);
  const rate = rateOf(rates, currency) ?? 1;
  const step = rate < 0.02 ? 10_000 : rate < 0.3 ? 1_000 : 100;
  const amount = Math.round((random.between(60, 700) * 100) / rate / step) * step;
  return { amount: currency === 'JPY' ? String(amount) : `${amount}.00`, currency };
}
