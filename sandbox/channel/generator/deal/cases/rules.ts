import { day } from '../../days.ts';
import type { Desk, Item } from '../../desk.ts';
import { type Partner, PRODUCTS } from '../../records.ts';
import type { Registration } from '../../truth.ts';
import { automated, FORMS, inTurn, known, type Plant } from './case.ts';

interface Rule {
  name: string;
  why: string;
  /** Who registers; default: a partner of the automated segment, so that only the rule keeps it from being approved. */
  by?(desk: Desk): Partner;
  change?(partner: Partner): Partial<Registration>;
  /** The registration looks complete and its figures are fine: only this oddity stands against it. */
  odd?: true;
}

const RULES: Rule[] = [
  {
    name: 'high_value',
    why: 'USD 100,000 and more',
    change: () => ({ value: { amount: '135000.00', currency: 'EUR' } }),
  },
  {
    name: 'first_time',
    why: "the partner's first registration",
    by: (desk) => changed(desk, known('Gold'), { approvedRegistrations: 0, winRate: 0.5 }),
  },
  {
    name: 'several_territories',
    why: 'two territories make it complex',
    change: (partner) => ({ more: { territories: [partner.territories[0], 'IE'] } }),
    odd: true,
  },
  {
    name: 'other_territory',
    why: 'the partner may not sell in this territory',
    change: () => ({ more: { territories: ['ZA'] } }),
    odd: true,
  },
  {
    name: 'many_products',
    why: 'six product families make it complex',
    change: () => ({ more: { product_families: PRODUCTS.slice(0, 6) } }),
    odd: true,
  },
  {
    name: 'discount',
    why: 'a non-standard discount makes it complex',
    change: () => ({ more: { non_standard_discount: true } }),
    odd: true,
  },
  {
    name: 'close_date_past',
    why: 'the expected close date has passed',
    change: () => ({ close: day(-20) }),
    odd: true,
  },
  {
    name: 'zero',
    why: 'the stated value is zero',
    change: () => ({ value: { amount: '0.00', currency: 'EUR' } }),
    odd: true,
  },
  {
    name: 'no_rate',
    why: 'no exchange rate of this currency',
    change: () => ({ value: { amount: '18500.000', currency: 'BHD' } }),
  },
  {
    name: 'low_score',
    why: 'the score is below 70',
    by: (desk) =>
      changed(desk, known('Gold'), { certified: false, certifications: [], winRate: 0.1, performance: 0.3 }),
    change: () => ({ notes: null, more: {} }),
  },
  {
    name: 'inactive_partner',
    why: 'the partner is not active',
    by: (desk) => changed(desk, known('Gold'), { active: false }),
  },
  {
    name: 'unknown_partner',
    why: 'the partner is not in the PRM',
    change: () => ({ partner: null, partnerId: '79999' }),
  },
];

/** One registration for each rule that sends it to a person. */
export const rule: Plant = (desk, turn): Item => {
  const { name, why, by, change, odd } = inTurn(RULES, turn);
  const partner = by ? by(desk) : desk.partner(automated);
  const registration = desk.register(
    partner,
    desk.customer(partner.territories[0] as string),
    change?.(partner),
  );
  const form = inTurn(registration.partner === null || change ? (['webhook', 'csv'] as const) : FORMS, turn);
  return { registration, form, planted: { kind: `rule.${name}`, why, ...(odd ? { odd } : {}) } };
};

/** A partner that nothing else uses, with other facts. */
function changed(desk: Desk, want: (partner: Partner) => boolean, facts: Partial<Partner>): Partner {
  return Object.assign(desk.setAside(want), facts);
}
