import type { IncentiveProgram, Selector } from './program.ts';

/** What of a line decides which rule it falls under. */
export interface Selected {
  sku: string;
  /** As of the day of the sale. */
  tier: string;
  region: string;
  soldOn: string;
}

export function selects(selector: Selector, line: Selected): boolean {
  return (
    (selector.skus.length === 0 || selector.skus.some((pattern) => skuFits(pattern, line.sku))) &&
    (selector.tiers.length === 0 || selector.tiers.includes(line.tier)) &&
    (selector.regions.length === 0 || selector.regions.includes(line.region)) &&
    (selector.from === null || line.soldOn >= selector.from) &&
    (selector.to === null || line.soldOn <= selector.to)
  );
}

/** Whether a line could fall under both. */
export function overlap(a: Selector, b: Selector): boolean {
  return (
    meet(a.skus, b.skus, skusMeet) &&
    meet(a.tiers, b.tiers, (one, other) => one === other) &&
    meet(a.regions, b.regions, (one, other) => one === other) &&
    (a.from === null || b.to === null || a.from <= b.to) &&
    (b.from === null || a.to === null || b.from <= a.to)
  );
}

/** What the program lets in at all, as a selector. */
export function admitted({ eligibility, window }: IncentiveProgram): Selector {
  const { skus, tiers, regions } = eligibility;
  return { skus, tiers, regions, from: window.from, to: window.to };
}

/** `EP-*` fits every SKU that begins so. */
export function skuFits(pattern: string, sku: string): boolean {
  return pattern.endsWith('*') ? sku.startsWith(pattern.slice(0, -1)) : pattern === sku;
}

function skusMeet(a: string, b: string): boolean {
  if (a.endsWith('*') && b.endsWith('*')) return a.startsWith(b.slice(0, -1)) || b.startsWith(a.slice(0, -1));
  return b.endsWith('*') ? skuFits(b, a) : skuFits(a, b);
}

function meet(a: readonly string[], b: readonly string[], same: (one: string, other: string) => boolean) {
  return a.length === 0 || b.length === 0 || a.some((one) => b.some((other) => same(one, other)));
}
