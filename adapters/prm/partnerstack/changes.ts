import type { PartnerstackMapping } from '../../../contracts/vendors/partnerstack.ts';
import { pageBound } from '../../page-bound.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { ChangeMark, OddRecord } from '../../ports/changes.ts';
import type { PrmDeal } from '../../ports/prm.ts';
import { readEach } from '../../read-each.ts';
import { afterMark, changeMarkOf } from '../changes.ts';
import type { PartnerstackClient } from './client.ts';
import { dealFrom } from './records.ts';

/** The most that PartnerStack gives on one page. */
const LIMIT = 250;
/** The most that one answer hands out. */
const MOST = 5_000;

/**
 * Deals by the instant of their last change. PartnerStack lists the newest created first, whatever is asked for, so all that
 * changed since are read, and the oldest of them kept. A first reading of n deals takes n/250 requests for every 5,000.
 */
export async function changedDeals(
  client: PartnerstackClient,
  mapping: PartnerstackMapping,
  searchLagMs: number,
  since: ChangeMark | null,
  call: Call,
): Promise<{ deals: PrmDeal[]; odd: OddRecord[]; next: ChangeMark | null }> {
  const until = Date.now() - searchLagMs;
  const settled = new Date(until).toISOString();
  // One millisecond wider on both sides, because nobody says whether the ends are included.
  const from = since ? { min_updated: Date.parse(since.modifiedAt) - 1 } : {};
  const query = { ...from, max_updated: until + 1, limit: LIMIT };
  let found: PrmDeal[] = [];
  const odd: OddRecord[] = [];
  let cut = false;
  const oldest = (deals: PrmDeal[]) => {
    const sorted = afterMark(since, deals);
    cut ||= sorted.length > MOST;
    return sorted.slice(0, MOST);
  };
  let after: string | undefined;
  const nextPage = pageBound('partnerstack');
  for (;;) {
    nextPage();
    const { items, has_more } = await client.list(after ? { ...query, starting_after: after } : query, call);
    const each = readEach(
      items,
      ({ key }) => key,
      (record) => dealFrom(record, mapping),
    );
    odd.push(...each.odd);
    found.push(...each.read.filter((deal) => deal.modifiedAt === null || deal.modifiedAt <= settled));
    if (found.length > 2 * MOST) found = oldest(found);
    const last = items.findLast(({ key }) => key !== '')?.key;
    if (!has_more || last === undefined) break;
    if (last === after) throw stuck();
    after = last;
  }
  found = oldest(found);
  const end = found.at(-1);
  return { deals: found, odd, next: cut && end ? changeMarkOf(end) : null };
}

function stuck(): VendorFault {
  return new VendorFault({
    vendor: 'partnerstack',
    kind: 'rejected',
    code: 'SAME_PAGE',
    message: 'the list answers the same page again; nothing was skipped, tell PartnerStack',
  });
}
