import { dayAfter } from '../../day-after.ts';
import { compare, exact, magnitude, minus, most, times } from '../../exact.ts';
import { sameNumber } from '../same-text.ts';
import type { ClaimFacts, FactLine } from './claim-facts.ts';
import { sameCustomer } from './customer-words.ts';
import type { PastLine } from './past-claims.ts';

/** Why two lines are taken for claims of one sale; the first that holds. */
export type SameSale = 'sale' | 'file' | 'invoice' | 'image' | 'fields' | 'currency';

/** An invoice may be dated a few days after the order or the delivery, so that one sale has several days. */
const DAYS = 3;
/** Of the larger amount; prices are rounded per unit or per line. */
const ROUNDING = '0.005';
/** Of the larger amount in USD: two sources of exchange rates differ by as much, and so do two days. */
const EXCHANGE = '0.02';

export interface Verdict {
  why: SameSale;
  /** Records or documents prove it; else it only looks so. */
  certain: boolean;
}

/** Whether two claimed lines are about one sale, and by what; null: nothing says so. Who claimed them, and of what program, does not matter. */
export function sameSale(own: FactLine, facts: ClaimFacts, past: PastLine): Verdict | null {
  const has = (shared: PastLine['shares'][number]) => past.shares.includes(shared);
  if (own.sale !== null && past.sale !== null) return own.sale === past.sale ? sure('sale') : null;
  if (apart(own.sku, past.sku, (a, b) => a === b)) return null;
  const customer = sameCustomer(facts.customer, past.customer);
  const quantity = known(own.quantity, past.quantity, sameNumber);
  const amount = sameAmount(own, past);
  const goods = quantity !== false && amount !== false;
  const invoice = own.invoices.length > 0 && past.invoices.length > 0 ? has('invoice') : null;
  // One file may show many sales: only those with like figures are one.
  if (has('file') && invoice !== false && quantity !== false) return { why: 'file', certain: goods };
  if (invoice && sameSeller(facts, past, customer === true || goods))
    return { why: 'invoice', certain: quantity === true && amount === true };
  if (has('stem') && goods && quantity === true && amount === true) return looks('invoice');
  // Invoices of one form for the same goods, month by month, differ in number and day; of the same paper one of them is the same.
  const isOtherInvoice = invoice === false && apart(own.soldOn, past.soldOn, (a, b) => a === b);
  if (has('image') && goods && customer !== false && !isOtherInvoice) return looks('image');
  const near = withinDays(own.soldOn, past.soldOn, DAYS);
  if (!near || quantity !== true || customer === false) return null;
  // Rows of a point-of-sale file name no customer; their invoices tell them apart, and so do their partners.
  if (customer === null && (invoice === false || past.by !== 'same')) return null;
  const sameDay = own.soldOn === past.soldOn;
  if (amount === false && !(sameDay && customer === true)) return null;
  const currencies = own.amount && past.amount && own.amount.currency !== past.amount.currency;
  return looks(currencies ? 'currency' : 'fields');
}

const sure = (why: SameSale): Verdict => ({ why, certain: true });
const looks = (why: SameSale): Verdict => ({ why, certain: false });

/** Whether both are known and differ. */
function apart<T>(a: T | null, b: T | null, same: (a: T, b: T) => boolean): boolean {
  return known(a, b, same) === false;
}

/** Null: one of them is not known. */
function known<T>(a: T | null, b: T | null, same: (a: T, b: T) => boolean): boolean | null {
  return a === null || b === null ? null : same(a, b);
}

/** Numbers of invoices are unique for a seller only. Where no document says who that is, it is the partner itself. */
function sameSeller(facts: ClaimFacts, past: PastLine, alike: boolean): boolean {
  if (facts.sellers.length > 0 && past.sellers.length > 0)
    return facts.sellers.some((seller) => past.sellers.includes(seller));
  return past.by === 'same' || alike;
}

/** Equal but for rounding, in another currency but for what rates differ by; null: not known. */
export function sameAmount(
  a: Pick<FactLine, 'amount' | 'usd'>,
  b: Pick<PastLine, 'amount' | 'usd'>,
): boolean | null {
  if (a.amount === null || b.amount === null) return null;
  if (a.amount.currency === b.amount.currency) return near(a.amount.amount, b.amount.amount, ROUNDING);
  return known(a.usd, b.usd, (one, other) => near(one, other, EXCHANGE));
}

function near(a: string, b: string, share: string): boolean {
  const [one, other] = [exact(a), exact(b)];
  const largest = most(magnitude(one), magnitude(other));
  return compare(magnitude(minus(one, other)), times(largest, exact(share))) <= 0;
}

/** Whether two days are at most so many apart; false where one is not known. */
export function withinDays(a: string | null, b: string | null, days: number): boolean {
  return a !== null && b !== null && a <= dayAfter(b, days) && b <= dayAfter(a, days);
}
