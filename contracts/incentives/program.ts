import { z } from 'zod';
import {
  CAP_SCOPES,
  type Catalogue,
  COUNTING_PERIODS,
  type IncentiveProgram,
  MONEY_KINDS,
  PAPERS,
  PARTIES,
  PROGRAM_TYPES,
  PROOF_DOCUMENTS,
  type Rate,
  REVIEWER_ROLES,
} from '../../domain/incentives/program.ts';
import type { Money } from '../../domain/money.ts';

/** YAML reads `2.5` as a number; written out it is the decimal that stands in the file, as long as no digit is lost. */
const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,15}(\.\d{1,6})?$/, { error: 'is a decimal, such as 2.5 or "100000.00"' }));

const money = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,6})? [A-Z]{3}$/, { error: 'is an amount with its currency, such as 25.00 EUR' })
  .transform((text): Money => {
    const [amount = '', currency = ''] = text.split(' ');
    return { amount, currency };
  });

const name = z
  .string()
  .regex(/^[a-z0-9]+([-_][a-z0-9]+)*$/, { error: 'is a name in small letters, such as emea-launch' });
const text = z.string().trim().min(1).max(300);
const names = z.array(z.string().min(1)).default([]);
const days = z.number().int().min(0).max(3_650);

const rateFields = { percent: decimal.optional(), perUnit: money.optional(), perLine: money.optional() };
const ONE_RATE = 'needs one of percent, perUnit and perLine';

/** The one rate that is stated; undefined: none or several. */
function rateOf({
  percent,
  perUnit,
  perLine,
}: {
  percent?: string | undefined;
  perUnit?: Money | undefined;
  perLine?: Money | undefined;
}): Rate | undefined {
  const stated: Rate[] = [
    ...(percent === undefined ? [] : [{ percent }]),
    ...(perUnit === undefined ? [] : [{ perUnit }]),
    ...(perLine === undefined ? [] : [{ perLine }]),
  ];
  return stated.length === 1 ? stated[0] : undefined;
}

const step = z
  .strictObject({ from: decimal, below: decimal.nullable().default(null), ...rateFields })
  .transform(({ from, below, ...stated }, context) => {
    const rate = rateOf(stated);
    if (rate) return { from, below, rate };
    context.issues.push({ code: 'custom', message: ONE_RATE, input: stated });
    return z.NEVER;
  });

const tiered = z.strictObject({
  by: z.enum(['volume', 'units']),
  retroactive: z.boolean().default(false),
  steps: z.array(step).min(2),
});

const selectorFields = {
  skus: names,
  tiers: names,
  regions: names,
  from: z.string().nullable().default(null),
  to: z.string().nullable().default(null),
};

const rule = z
  .strictObject({ rule: name, ...selectorFields, ...rateFields, tiered: tiered.optional() })
  .transform(({ rule, skus, tiers, regions, from, to, tiered, ...stated }, context) => {
    const none = Object.values(stated).every((one) => one === undefined);
    const gives = tiered === undefined ? rateOf(stated) : none ? tiered : undefined;
    if (gives) return { rule, skus, tiers, regions, from, to, gives };
    context.issues.push({ code: 'custom', message: `${ONE_RATE}, or tiered`, input: stated });
    return z.NEVER;
  });

const bonus = z
  .strictObject({ bonus: name, ...selectorFields, ...rateFields })
  .transform(({ bonus, skus, tiers, regions, from, to, ...stated }, context) => {
    const gives = rateOf(stated);
    if (gives) return { bonus, skus, tiers, regions, from, to, gives };
    context.issues.push({ code: 'custom', message: ONE_RATE, input: stated });
    return z.NEVER;
  });

/** A file of policy/incentives: one version of one program. */
export const incentiveProgramSchema = z
  .strictObject({
    program: name,
    title: text,
    type: z.enum(PROGRAM_TYPES),
    effectiveFrom: z.string(),
    currency: z.string(),
    zone: z.string(),
    window: z.strictObject({ from: z.string(), to: z.string() }),
    period: z.enum(COUNTING_PERIODS).default('window'),
    submit: z.strictObject({ withinDays: days, extensionDays: days.default(0) }),
    eligibility: z
      .strictObject({
        tiers: names,
        regions: names,
        skus: names,
        certifications: names,
        deal: z.boolean().default(false),
        conditions: z.array(z.strictObject({ condition: name, when: z.string().min(1), text })).default([]),
      })
      .prefault({}),
    rules: z.array(rule).default([]),
    bonuses: z.array(bonus).default([]),
    bundles: z
      .array(z.strictObject({ bundle: name, skus: z.array(z.string().min(1)).min(2), perBundle: money }))
      .default([]),
    accelerators: z
      .array(
        z.strictObject({
          accelerator: name,
          by: z.enum(['volume', 'units']),
          from: decimal,
          factor: decimal,
        }),
      )
      .default([]),
    caps: z
      .array(z.strictObject({ per: z.enum(CAP_SCOPES), amount: money.nullable().default(null) }))
      .default([]),
    budget: money.nullable().default(null),
    payee: z.enum(['partner', 'person']).default('partner'),
    splits: z.array(z.strictObject({ to: z.enum(PARTIES), percent: decimal })).default([]),
    money: z.enum(MONEY_KINDS),
    papers: z.array(z.enum(PAPERS)).min(1),
    notPayable: z.strictObject({ publicSector: z.boolean().default(false), countries: names }).prefault({}),
    holdDays: days.default(30),
    clawbackDays: days.default(180),
    proof: z.strictObject({
      documents: z.array(z.enum(PROOF_DOCUMENTS)).min(1),
      vendors: names,
      logo: z.boolean().default(false),
    }),
    alongside: z.array(z.enum(PROGRAM_TYPES)).optional(),
    automaticUpToUsd: decimal,
    legalEntity: z.string().min(1).nullable().default(null),
    reviewers: z.array(z.enum(REVIEWER_ROLES)).min(1),
    estimate: z
      .strictObject({
        method: z.enum(['expected_value', 'most_likely']),
        outcomes: z.array(z.strictObject({ factor: decimal, probability: decimal })).min(1),
      })
      .prefault({ method: 'most_likely', outcomes: [{ factor: '1', probability: '1' }] }),
  })
  .transform((program) => ({
    ...program,
    // One receiver gets all of it.
    splits:
      program.splits.length === 0 && program.payee === 'partner'
        ? [{ to: 'partner' as const, percent: '100' }]
        : program.splits,
  })) satisfies z.ZodType<IncentiveProgram>;

/** policy/catalogue.yaml */
export const catalogueSchema = z.strictObject({
  tiers: z.array(z.string().min(1)).min(1),
  regions: z.array(z.string().min(1)).min(1),
  certifications: z.array(z.string().min(1)),
  products: z
    .array(
      z.strictObject({
        sku: z.string().regex(/^[^*\s]+$/, { error: 'is a SKU without * and spaces' }),
        name: z.string().min(1),
      }),
    )
    .min(1),
  vendors: z.array(z.string().min(1)),
  legalEntities: names,
}) satisfies z.ZodType<Catalogue>;
