import { type Company, type companyMaker, countryOf, personAt } from './companies.ts';
import { at, day } from './days.ts';
import { round } from './partners.ts';
import type { Random } from './random.ts';
import { type Deal, type Partner, PRODUCTS } from './records.ts';

/** Eight quarters. */
const DAYS = 730;
const PER_QUARTER = { Platinum: 1.3, Gold: 0.7, Silver: 0.3, Bronze: 0.15 };
/** Smooths a partner's own share of wins, as few registrations say little. */
const USUAL_WINS = { Platinum: 0.6, Gold: 0.5, Silver: 0.4, Bronze: 0.3 };
const PROTECTION_DAYS = 90;
/** Approved before these quarters. */
const APPROVED_BEFORE = { Platinum: 12, Gold: 4, Silver: 1, Bronze: 0 };

export interface PastDeal {
  deal: Deal;
  customer: Company;
}

/** Registrations of the last eight quarters with their outcomes, oldest first. What was approved within 90 days is protected. */
export function makeHistory(
  random: Random,
  companies: ReturnType<typeof companyMaker>,
  partners: readonly Partner[],
): PastDeal[] {
  const past: PastDeal[] = [];
  let id = 2000;
  for (const partner of partners) {
    const customers: Company[] = [];
    const count = Math.round(PER_QUARTER[partner.tier] * 8 * (0.6 + random.next() * 0.8));
    for (let number = 0; number < count; number += 1) {
      const again = customers.length > 0 && random.next() < 0.35;
      const code = partner.territories[0] as string;
      const customer = again
        ? random.pick(customers)
        : companies.make(code, random.next() < 0.6 ? 'published' : 'trades');
      if (!again) customers.push(customer);
      id += 1;
      past.push({ deal: dealOf(random, String(id), partner, customer), customer });
    }
  }
  return past.sort((a, b) => (a.deal.createdAt < b.deal.createdAt ? -1 : 1));
}

function dealOf(random: Random, id: string, partner: Partner, customer: Company): Deal {
  const back = random.between(8, DAYS);
  const outcome = outcomeOf(random, back);
  const { currency } = countryOf(customer.country);
  return {
    id,
    partnerId: partner.id,
    ...outcome,
    name: `${random.pick(PRODUCTS)}, ${random.between(10, 400)} seats`,
    customerName: customer.name,
    amount: random.between(6, 160) * (currency === 'JPY' ? 50_000 : 500),
    currency,
    closeDate: day(-back + random.between(45, 120)),
    contactEmail: personAt(random, customer).email,
    notes: '',
    createdAt: at(-back, random.between(480, 1_080)),
    modifiedAt: at(-Math.max(back - random.between(1, 6), 1), random.between(480, 1_080)),
  };
}

function outcomeOf(random: Random, back: number): Pick<Deal, 'status' | 'closureReason'> {
  const share = random.next();
  if (back <= PROTECTION_DAYS) {
    return share < 0.75 ? { status: 'Approved' } : { status: 'Rejected', closureReason: 'Ineligible' };
  }
  if (share < 0.42) return { status: 'Converted' };
  if (share < 0.72) return { status: 'Expired', closureReason: 'Expired' };
  if (share < 0.84) return { status: 'Rejected', closureReason: 'Duplicate' };
  return share < 0.92
    ? { status: 'Rejected', closureReason: 'Conflict' }
    : { status: 'Withdrawn', closureReason: 'Withdrawn' };
}

/** The partners with what their history says of them. */
export function withRecord(partners: readonly Partner[], past: readonly PastDeal[]): Partner[] {
  return partners.map((partner) => {
    const own = past.filter(({ deal }) => deal.partnerId === partner.id);
    const approved = own.filter(({ deal }) => ['Approved', 'Converted', 'Expired'].includes(deal.status));
    const lastYear = approved.filter(
      ({ deal }) => deal.createdAt >= at(-365, 0) && deal.status !== 'Approved',
    );
    const won = lastYear.filter(({ deal }) => deal.status === 'Converted').length;
    const usual = USUAL_WINS[partner.tier];
    return {
      ...partner,
      winRate: round((won + 4 * usual) / (lastYear.length + 4)),
      approvedRegistrations: APPROVED_BEFORE[partner.tier] + approved.length,
    };
  });
}
