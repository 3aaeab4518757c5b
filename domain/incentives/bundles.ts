import { exact, least, minorText, plus, toMinor, whole, ZERO } from '../exact.ts';
import type { AccrualLine } from './accruals.ts';
import type { Books, BundleItem } from './books.ts';
import { volumeOf } from './rate-line.ts';
import { settle } from './settle.ts';

/**
 * Counts the bundles of a claim's sales anew: so many as the scarcest of their SKUs allows, by what still stands.
 * @param mayRise whether it may pay more: after a sale, never after a refund
 */
export function recountBundles(books: Books, claim: string, event: string, mayRise: boolean): AccrualLine[] {
  return (books.claimBundles.get(claim) ?? []).flatMap((key) => {
    const item = books.bundles.get(key);
    return item ? recount(books, item, event, mayRise) : [];
  });
}

function recount(books: Books, item: BundleItem, event: string, mayRise: boolean): AccrualLine[] {
  const { bundle, program, lines } = item;
  const counts = bundle.skus.map((sku) =>
    lines
      .flatMap((line) => books.lines.get(line) ?? [])
      .filter(({ source }) => source.sku === sku)
      .map(({ source, share }) => volumeOf(source, share).units)
      .reduce(plus, ZERO),
  );
  const complete = whole(counts.reduce(least));
  if (complete === item.complete) return [];
  const { currency } = program;
  const counted: BundleItem = { ...item, complete };
  books.bundles.set(item.line, counted);
  const { amount } = bundle.perBundle;
  const due = complete * toMinor(exact(amount), currency);
  const step = { does: 'bundle' as const, arithmetic: `${complete} × ${amount} ${currency}` };
  return settle(books, counted, due, event, 'bundle', mayRise, {
    rules: [bundle.bundle],
    steps: [{ ...step, result: `${minorText(due, currency)} ${currency}` }],
  });
}
