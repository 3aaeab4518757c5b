import type { PartnerstackMapping, PartnerstackRecord } from '../../contracts/partnerstack.ts';
import { type Call, type ChangeMark, type PrmDeal, VendorFault } from '../ports.ts';
import { afterMark, markOf } from './changes.ts';
import type { PartnerstackClient } from './partnerstack-client.ts';
import { dealFrom } from './partnerstack-records.ts';

/** The most that PartnerStack gives on one page, and the pages that are read for one answer. */
const LIMIT = 250;
const MOST_PAGES = 20;

/**
 * Deals by the instant of their last change. PartnerStack lists the newest created first, whatever the filter, so a span of
 * time is read whole and sorted here; a span that holds too many is halved.
 */
export async function changedDeals(
  client: PartnerstackClient,
  mapping: PartnerstackMapping,
  searchLagMs: number,
  since: ChangeMark | null,
  call: Call,
): Promise<{ deals: PrmDeal[]; next: ChangeMark | null }> {
  const settled = Date.now() - searchLagMs;
  let from = since ? Date.parse(since.modifiedAt) : 0;
  let until = settled;
  for (;;) {
    const records = await span(client, from, until, call);
    if (records === null) {
      until = from + Math.floor((until - from) / 2);
      continue;
    }
    const iso = new Date(until).toISOString();
    const read = records.map((record) => dealFrom(record, mapping));
    const deals = afterMark(
      since,
      read.filter((deal) => deal.modifiedAt === null || deal.modifiedAt <= iso),
    );
    const last = deals.at(-1);
    if (until >= settled) return { deals, next: null };
    if (last) return { deals, next: markOf(last) };
    from = until;
    until = settled;
  }
}

/** Every deal that changed in the span, both ends included; null when there are too many and the span can be halved. */
async function span(
  client: PartnerstackClient,
  from: number,
  until: number,
  call: Call,
): Promise<PartnerstackRecord[] | null> {
  // One millisecond wider, because nobody says whether the ends of the filter are included.
  const query = { min_updated: Math.max(0, from - 1), max_updated: until + 1, limit: LIMIT };
  const records: PartnerstackRecord[] = [];
  let after: string | undefined;
  for (let page = 1; ; page += 1) {
    const { items, has_more } = await client.list(after ? { ...query, starting_after: after } : query, call);
    records.push(...items);
    const last = items.at(-1)?.key;
    if (!has_more || last === undefined) return records;
    if (last === after) throw stuck();
    if (page >= MOST_PAGES && until - from > 1) return null;
    after = last;
  }
}

function stuck(): VendorFault {
  return new VendorFault({
    vendor: 'partnerstack',
    kind: 'rejected',
    code: 'SAME_PAGE',
    message: 'the list answers the same page again; nothing was skipped, tell PartnerStack',
  });
}
