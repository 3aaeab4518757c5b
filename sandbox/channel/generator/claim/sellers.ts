import { type Company, countryOf } from '../companies.ts';
import type { Random } from '../random.ts';
import type { Partner } from '../records.ts';
import type { Party } from './claim.ts';

/** Value-added or sales tax that most invoices of a country bear, in percent (2026). */
const TAX: Record<string, number> = {
  ...{ DE: 19, AT: 20, CH: 8.1, FR: 20, ES: 21, GB: 20, NL: 21, SE: 25, IE: 23 },
  ...{ US: 0, CA: 5, BR: 0, MX: 16, AR: 21, JP: 10, AU: 10, SG: 9, IN: 18 },
};

export const taxOf = (country: string): number => TAX[country] ?? 0;

/** A partner as the seller on its own invoices: the same address and tax number on each of them. */
export function sellerOf(partner: Partner): Party {
  const country = partner.territories[0] as string;
  const { cities, streets } = countryOf(country);
  const number = Number(partner.id);
  const [city, postalCode] = cities[number % cities.length] as [string, string];
  return {
    name: partner.name,
    street: `${streets[number % streets.length]} ${(number % 90) + 1}`,
    ...{ city, postalCode, country },
    ...vatOf(country, number),
  };
}

export function buyerOf({ name, address }: Company): Party {
  return { name, ...address };
}

/** A tax number with right check digits, where this generator knows how they are made. */
function vatOf(country: string, number: number): { vatId?: string } {
  if (country === 'DE') return { vatId: `DE${withMod11of10(String(20_000_000 + number))}` };
  if (country === 'AT') return { vatId: `ATU${withAustrianDigit(String(1_000_000 + number))}` };
  if (country === 'FR') return { vatId: french(String(40_000_000 + number)) };
  return {};
}

/** ISO 7064 MOD 11,10: the last of nine digits of a German number. */
function withMod11of10(eight: string): string {
  let product = 10;
  for (const digit of eight) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  return `${eight}${(11 - product) % 10}`;
}

function withAustrianDigit(seven: string): string {
  const sum = [...seven].reduce((all, digit, at) => {
    const weighed = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return all + Math.floor(weighed / 10) + (weighed % 10);
  }, 0);
  return `${seven}${(10 - ((sum + 4) % 10)) % 10}`;
}

/** The business number by Luhn, and the key that is made of it. */
function french(eight: string): string {
  const sum = [...eight].reduce((all, digit, at) => {
    const weighed = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return all + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  const siren = `${eight}${(10 - (sum % 10)) % 10}`;
  return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0')}${siren}`;
}

/** List prices for one unit in euro cents. */
const PRICES: Record<string, number> = {
  ...{ 'ANL-CORE': 24_000, 'ANL-PRO': 48_000, 'ARC-STD': 9_000, 'BKP-STD': 6_000, 'BKP-PRO': 11_000 },
  ...{ 'EP-STD': 4_500, 'EP-PRO': 7_500, 'IDT-STD': 3_600, 'MON-STD': 5_500, 'NET-STD': 15_000 },
};
export const SKUS: readonly string[] = Object.keys(PRICES);

export const PRODUCT_NAMES: Record<string, string> = {
  ...{ 'ANL-CORE': 'Analytics Core', 'ANL-PRO': 'Analytics Pro', 'ARC-STD': 'Archive', 'BKP-STD': 'Backup' },
  ...{ 'BKP-PRO': 'Backup Pro', 'EP-STD': 'Endpoint', 'EP-PRO': 'Endpoint Pro', 'IDT-STD': 'Identity' },
  ...{ 'MON-STD': 'Monitoring', 'NET-STD': 'Network' },
};

/** Units of a currency for one euro, at which the price lists are kept. */
const PER_EURO: Record<string, number> = {
  ...{ EUR: 1, GBP: 0.86, USD: 1.09, CHF: 0.96, SEK: 11.3, CAD: 1.52, BRL: 6, MXN: 20.5, JPY: 165 },
  ...{ AUD: 1.67, SGD: 1.45, INR: 93 },
};

/** What the price list says, and up to 15 percent less: a discount for the customer. Minor units. */
export function unitPrice(random: Random, sku: string, currency: string): number {
  const list = (PRICES[sku] as number) * (PER_EURO[currency] ?? 1) * (currency === 'JPY' ? 0.01 : 1);
  return Math.round((list * (100 - random.between(0, 15))) / 100);
}
