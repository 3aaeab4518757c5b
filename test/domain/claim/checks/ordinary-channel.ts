import { randomNumbers } from '../../../environment/random-numbers.ts';
import type { Sold, Stated } from './made.ts';

/** A claim of the ordinary channel, as tests state one, in the order in which it comes in. */
export interface OrdinaryClaim extends Stated {
  case: string;
  customer: string;
  submittedOn: string;
  lines: (Sold & { soldOn: string; amount: string; quantity: string; sku: string; invoice: string })[];
}

const NAMES =
  `Albrecht Brandis Calder Dornier Eskil Falkner Garmin Haldor Ivens Jorvik Kessel Lindner Marlow Norden Orsted Pallas Quint Rasmus
  Selkirk Tamsin Ulmer Varga Wexford Yarrow Zander`.split(/\s+/);
const TRADES = [
  'Logistik GmbH',
  'Energie AG',
  'Foods Ltd',
  'Stahl GmbH',
  'Retail SARL',
  'Werke GmbH',
  'Insurance plc',
];
const PRICES: Record<string, number> = {
  'EP-PRO': 42,
  'EP-STD': 25,
  'BKP-PRO': 80,
  'NET-STD': 310,
  'ANL-CORE': 150,
};

/**
 * Half a year of honest sales: some partners sell ten times a week, others seldom; customers come back with the same order, on other days;
 * invoices are numbered one after the other; prices differ by discount; the end of a quarter is strong for all.
 */
export function ordinaryChannel(seed: number): OrdinaryClaim[] {
  const random = randomNumbers(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const pick = <T>(some: readonly T[]) => some[whole(some.length)] as T;
  const claims: OrdinaryClaim[] = [];
  for (let partner = 0; partner < 12; partner += 1) {
    const perWeek = [10, 10, 6, 4, 3, 2, 2, 1, 1, 1, 0.5, 0.3][partner] as number;
    const customers = Array.from(
      { length: 14 },
      (_, at) => `${NAMES[(partner * 2 + at) % NAMES.length]} ${pick(TRADES)}`,
    );
    const usual = 5 + whole(20);
    let invoice = 1_000 * (partner + 1) + whole(500);
    for (let day = 0; day < 180; day += 1) {
      const strong = day % 90 >= 80 ? 2 : 1;
      for (let chance = (perWeek / 7) * strong; chance > 0; chance -= 1) {
        if (random() >= chance) continue;
        invoice += 1 + whole(3);
        const sku = pick(Object.keys(PRICES));
        const quantity = Math.max(1, Math.round(usual * (0.5 + random())));
        const unit = (PRICES[sku] as number) * (0.8 + 0.05 * whole(5));
        const soldOn = new Date(Date.UTC(2026, 3, 1 + day)).toISOString().slice(0, 10);
        const amount = (unit * quantity).toFixed(2);
        const name = `claim:files:${partner}_${claims.length}`;
        claims.push({
          ...{
            case: name,
            claim: name,
            partner: `P${partner}`,
            customer: pick(customers),
            usd: (quantity * 25).toFixed(2),
          },
          submittedOn: new Date(Date.UTC(2026, 3, 1 + day + whole(30))).toISOString().slice(0, 10),
          lines: [
            {
              sku,
              quantity: `${quantity}`,
              amount,
              usd: amount,
              soldOn,
              invoice: `RE-2026-${String(invoice).padStart(5, '0')}`,
            },
          ],
        });
      }
    }
  }
  return claims.sort((a, b) => (a.submittedOn < b.submittedOn ? -1 : a.submittedOn > b.submittedOn ? 1 : 0));
}
