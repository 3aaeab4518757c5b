import type { IncentiveProgram } from '../incentives/program.ts';
import { skuFits } from '../incentives/selector.ts';
import { codeOf } from './same-text.ts';

/**
 * A SKU as the program writes it. A line is proven without regard to case, blanks and marks, so it is rated without regard to them, too: `ep pro` is
 * `EP-PRO` where the program names that, or all that begins with `EP-`. What the program does not name stays as it is.
 */
export function ratedSku(sku: string, program: IncentiveProgram): string {
  const { rules, bonuses, bundles, eligibility } = program;
  const named = [...rules, ...bonuses, ...bundles, eligibility].flatMap(({ skus }) => skus);
  if (named.some((pattern) => skuFits(pattern, sku))) return sku;
  const name = named.find((one) => !one.endsWith('*') && codeOf(one) === codeOf(sku));
  if (name !== undefined) return name;
  const spelled = withHyphens(sku);
  // The longest one says most about the product.
  const [beginning] = named
    .filter((one) => one.endsWith('*') && spelled.startsWith(withHyphens(one.slice(0, -1))))
    .map((one) => one.slice(0, -1))
    .sort((a, b) => b.length - a.length);
  return beginning === undefined ? sku : `${beginning}${spelled.slice(beginning.length)}`;
}

/** In capitals, with a hyphen for each blank or mark: where a beginning ends still shows. */
const withHyphens = (sku: string): string =>
  sku
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N}]/gu, '-');
