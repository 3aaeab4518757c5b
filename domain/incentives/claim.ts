import type { Money } from '../money.ts';

/** Fields of a line that a calculation names as its inputs. */
export type LineField = 'amount' | 'quantity' | 'sku' | 'soldOn';

/** One line of a claim, as records show it. A fact that is not known is null. Days are `2026-01-31`. */
export interface ClaimLine {
  /** Unique over all claims of a program. */
  line: string;
  /** The order or invoice that it belongs to; bundles are counted in one sale. */
  sale: string;
  /** Where it stands, and under which names: `{ record: 'crm:OpportunityLineItem/00k1', fields: { amount: 'TotalPrice' } }` */
  source: { record: string; fields: Partial<Record<LineField, string>> };
  /** MDF: the day of the activity. */
  soldOn: string;
  sku: string;
  /** A whole number above 0. */
  quantity: number;
  /** Net; above 0. MDF: the proven cost. */
  amount: Money;
  /** How the amount becomes one in the program's currency; null where it is in it. */
  exchange: Exchange | null;
  /** The customer's country, ISO 3166-1. */
  country: string | null;
  publicSector: boolean | null;
  /** The partner's approved registration that the sale belongs to; null: none. */
  deal: string | null;
  /** Who invoiced a funded activity. */
  vendor: string | null;
  /** The partner as of the day of the sale. */
  partner: {
    record: string;
    tier: string | null;
    region: string | null;
    country: string | null;
    certifications: string[] | null;
  };
}

/** Published rates as of the day of the sale: USD for one unit of either currency. */
export interface Exchange {
  from: { usd: string; record: string };
  to: { usd: string; record: string };
}

/** A claim in all its parts. */
export interface Claim {
  claim: string;
  partner: string;
  /** Who stands between the company and the partner; null: nobody. */
  distributor: string | null;
  /** Who is paid where a program pays persons, and for which part each. */
  persons: { person: string; share: string; consent: string | null }[];
  /** UTC instant from which it was complete: what waits for budget goes by it. */
  completeAt: string;
  /** Day of submission. */
  submittedOn: string;
  /** Whether the one extension of the time to submit was granted. */
  extended: boolean;
  /** The partner agreement in force on the day of the sale; null: none is known. */
  agreement: string | null;
  /** MDF: the approved request for funds that it draws on, with the amount in the program's currency; null: none. */
  request: { record: string; approved: Money } | null;
  lines: ClaimLine[];
}

/**
 * What a customer was given back in money, perhaps of another currency than the sale's, with the rates of that day (USD for one unit).
 * By how much it is worth more or less than at the rates of the sale is a difference of exchange, and no matter of the line.
 */
export interface Given {
  money: Money;
  rates: { given: { usd: string; record: string }; program: { usd: string; record: string } };
}

/** What happens to claims, in the order in which it was taken. `event` is unique: the same one again changes nothing. */
export type ClaimEvent =
  /** The claim was approved, for all lines that it holds here. */
  | { kind: 'claim'; event: string; claim: Claim }
  /** The customer got money back for a line: so much in the currency of its sale, or all of it. `given`: see Given; null or absent: at the rates of the sale. */
  | {
      kind: 'refund';
      event: string;
      line: string;
      refunded: Money | 'whole';
      on: string;
      given?: Given | null;
    }
  /** The claim should not have been approved; everything that it earned is taken back, whenever that is found. */
  | { kind: 'undo'; event: string; claim: string }
  /** A person has to look at the claim again: nothing of it is paid until the hold is released. */
  | { kind: 'hold'; event: string; claim: string }
  /** `hold` is the event that has put it on hold; another hold of the same claim stays. */
  | { kind: 'release'; event: string; hold: string }
  /** Other versions of the program are in force than before: what waits for budget may have room now. */
  | { kind: 'corrected'; event: string };
