import type { Exact } from '../exact.ts';
import type { ClaimLine } from './claim.ts';
import type { Accelerator, Bonus, Bundle, EarningRule, IncentiveProgram } from './program.ts';
import type { Volume } from './rate-line.ts';

/** What belongs to every amount that is booked: by which version, for whom, in which period. */
export interface Item {
  program: IncentiveProgram;
  event: string;
  claim: string;
  /** The line's id; of a bundle its name and sale. */
  line: string;
  partner: string;
  period: string;
  /** The approved request for funds, where there is one. */
  request: { record: string; approved: string } | null;
  payees: string[];
  /** Of the payees, in the same order. */
  weights: string[];
  /** Minor units that stand for each payee. Never below 0. */
  booked: bigint[];
}

/** A line that was taken. */
export interface LineItem extends Item {
  source: ClaimLine;
  /** Null: it counts for a bundle only. */
  rule: EarningRule | null;
  bonuses: Bonus[];
  accelerator: Accelerator | null;
  /** Of retroactive tiers the one by which it is rated. */
  tier: number | null;
  /** How much of it still stands, 0 to 1. */
  share: Exact;
}

export interface BundleItem extends Item {
  bundle: Bundle;
  /** The lines of its sale. */
  lines: string[];
  complete: bigint;
}

/** What was booked so far. */
export interface Books {
  lines: Shelf<LineItem>;
  bundles: Shelf<BundleItem>;
  /** Lines of a claim, in order. */
  claims: Shelf<string[]>;
  /** Bundles of a claim. */
  claimBundles: Shelf<string[]>;
  /** Lines with retroactive tiers, which move together: by rule, partner and period. */
  groups: Shelf<string[]>;
  volumes: Shelf<Volume>;
  /** Minor units by what a cap counts. */
  used: Shelf<bigint>;
  /** Events that hold a claim and were not released. */
  holds: Shelf<string[]>;
}

export interface Shelf<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  keys(): string[];
  /** Writes what was set here to the shelf below. */
  keep(): void;
}

/** @param below what it begins from; that stays as it is until `keep` */
export function openBooks(below?: Books): Books {
  return {
    lines: shelf(below?.lines),
    bundles: shelf(below?.bundles),
    claims: shelf(below?.claims),
    claimBundles: shelf(below?.claimBundles),
    groups: shelf(below?.groups),
    volumes: shelf(below?.volumes),
    used: shelf(below?.used),
    holds: shelf(below?.holds),
  };
}

/** Lets what was tried count. */
export function keepBooks(books: Books): void {
  for (const one of Object.values(books) as Shelf<unknown>[]) one.keep();
}

function shelf<V>(below?: Shelf<V>): Shelf<V> {
  const own = new Map<string, V>();
  return {
    get: (key) => (own.has(key) ? own.get(key) : below?.get(key)),
    set: (key, value) => void own.set(key, value),
    keys: () => [...new Set([...(below?.keys() ?? []), ...own.keys()])],
    keep: () => {
      for (const [key, value] of own) below?.set(key, value);
    },
  };
}
