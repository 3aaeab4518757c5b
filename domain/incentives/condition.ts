import { Environment } from '@marcbachmann/cel-js';

/** What a condition may speak of. A fact that is not known is absent. */
export interface ConditionFacts {
  sale: {
    sku?: string;
    quantity?: number;
    /** In the currency of the sale; for comparing only. */
    amount?: number;
    currency?: string;
    country?: string;
    public_sector?: boolean;
    vendor?: string;
  };
  partner: { tier?: string; region?: string; country?: string; certifications?: string[] };
}

const SALE = {
  sku: 'string',
  quantity: 'double',
  amount: 'double',
  currency: 'string',
  country: 'string',
  public_sector: 'bool',
  vendor: 'string',
};
const PARTNER = { tier: 'string', region: 'string', country: 'string', certifications: 'list<string>' };
const NAMES = [
  ...Object.keys(SALE).map((fact) => `sale.${fact}`),
  ...Object.keys(PARTNER).map((fact) => `partner.${fact}`),
];
const LANGUAGE = new Environment()
  .registerVariable('sale', { schema: SALE })
  .registerVariable('partner', { schema: PARTNER });

/** What is wrong with a condition; null: nothing. It must be CEL, name known facts only, say yes or no, and depend on them. */
export function conditionFault(when: string): string | null {
  const checked = LANGUAGE.check(when);
  if (!checked.valid)
    return `cannot be read (${firstLine(checked.error)}); ${wayOut(firstLine(checked.error))}`;
  if (checked.type !== 'bool') return `says ${checked.type}, not yes or no`;
  const alone = holds(when, { sale: {}, partner: {} });
  // Whether a fact is known may be asked; then an answer without facts is no constant.
  return alone === 'unknown' || /\bhas\(/.test(when) ? null : `is always ${alone}, whatever is sold`;
}

/** Whether a condition holds; `unknown` when it rests on a fact that is not there. */
export function holds(when: string, facts: ConditionFacts): boolean | 'unknown' {
  try {
    const said: unknown = LANGUAGE.evaluate(when, { ...facts });
    return typeof said === 'boolean' ? said : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Amounts and quantities are decimals, which CEL compares and adds with decimals only. */
function wayOut(error: string): string {
  if (/\bdouble\b/.test(error) && /\bint\b/.test(error))
    return 'write numbers beside sale.amount and sale.quantity with a point, such as 10.0';
  return `it may name ${NAMES.join(', ')}`;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]?.trim() || 'it is no CEL';
}
