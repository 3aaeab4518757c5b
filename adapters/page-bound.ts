import { VendorFault } from './ports/call.ts';

/** More pages than any list has that is read whole. */
const MOST_PAGES = 1_000;

/**
 * Ends a list that never does: a faulty vendor, or a hostile one, names a next page each time, and the worker would read on for good.
 * @returns what to call before each page. It throws a VendorFault `rejected` at the first page too many.
 */
export function pageBound(vendor: string): () => void {
  let pages = 0;
  return () => {
    pages += 1;
    if (pages <= MOST_PAGES) return;
    throw new VendorFault({
      vendor,
      kind: 'rejected',
      code: 'ENDLESS_LIST',
      message: `a list has not ended after ${MOST_PAGES} pages; nothing of it was used, tell the vendor`,
    });
  };
}
