import { broken } from './deal/cases/broken.ts';
import type { Plant } from './deal/cases/case.ts';
import { clean } from './deal/cases/clean.ts';
import { conflict } from './deal/cases/conflict.ts';
import { duplicate } from './deal/cases/duplicate.ts';
import { hostile } from './deal/cases/hostile.ts';
import { incomplete } from './deal/cases/incomplete.ts';
import { near } from './deal/cases/near.ts';
import { rule } from './deal/cases/rules.ts';
import { freeText } from './deal/cases/texts.ts';

/** Every kind of case; the later ones may build on the earlier. */
export const KINDS: Record<Kind, Plant> = {
  clean,
  rule,
  free_text: freeText,
  near,
  conflict,
  incomplete,
  hostile,
  broken,
  duplicate,
};
export type Kind =
  | 'clean'
  | 'rule'
  | 'free_text'
  | 'near'
  | 'conflict'
  | 'incomplete'
  | 'hostile'
  | 'broken'
  | 'duplicate';

/** How much of everything is made. */
export interface Plan {
  partners: number;
  /** Registrations in the inbox beside those written by hand. */
  registrations: number;
  /** How often each kind occurs, in any unit: only their proportions count. */
  rates: Record<Kind, number>;
}

export const PLAN: Plan = {
  partners: 194,
  registrations: 124,
  rates: {
    clean: 14,
    rule: 12,
    free_text: 39,
    near: 14,
    conflict: 12,
    incomplete: 7,
    hostile: 9,
    broken: 13,
    duplicate: 4,
  },
};

/**
 * A plan with other figures from JSON: `{ "registrations": 200, "rates": { "hostile": 30 } }`; what it leaves out stays.
 * @throws Error naming what is unknown or no number
 */
export function parsePlan(text: string): Plan {
  const { rates = {}, ...figures } = JSON.parse(text) as Partial<Plan>;
  const known = { ...PLAN, ...figures, rates: { ...PLAN.rates, ...rates } };
  const numbers = Object.entries({
    ...known.rates,
    partners: known.partners,
    registrations: known.registrations,
  });
  for (const [name, value] of numbers) {
    if (!(name in PLAN || name in PLAN.rates))
      throw new Error(`${name} is no kind of case; there are ${Object.keys(KINDS)}`);
    if (typeof value !== 'number' || !(value >= 0)) throw new Error(`${name} must be a number of 0 or more`);
  }
  for (const name of Object.keys(figures))
    if (!(name in PLAN)) throw new Error(`${name} is no part of a plan`);
  return known;
}

/** How many of each kind, by largest remainder. */
export function countsOf({ registrations, rates }: Plan): [Kind, number][] {
  const total = Object.values(rates).reduce((sum, rate) => sum + rate, 0);
  const shares = Object.entries(rates).map(([kind, rate]) => ({
    kind: kind as Kind,
    exact: total === 0 ? 0 : (registrations * rate) / total,
  }));
  const left = registrations - shares.reduce((sum, { exact }) => sum + Math.floor(exact), 0);
  const rest = [...shares].sort((a, b) => (b.exact % 1) - (a.exact % 1)).slice(0, total === 0 ? 0 : left);
  return shares.map((share) => [share.kind, Math.floor(share.exact) + (rest.includes(share) ? 1 : 0)]);
}
