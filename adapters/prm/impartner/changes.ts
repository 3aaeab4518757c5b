import type { ImpartnerMapping } from '../../../contracts/vendors/impartner.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { ChangeMark } from '../../ports/changes.ts';
import type { PrmDeal } from '../../ports/prm.ts';
import { afterMark, markOf } from '../changes.ts';
import { filterLiteral, type ImpartnerClient } from './client.ts';
import { dealFields, dealFrom } from './records.ts';

const PAGE = 100;

/**
 * Deals by the instant of their last change. Pages go on from the last record, not by offset: a deal that changes meanwhile
 * would move all others up by one, and one would be missed. An answer ends with a whole instant, because Impartner sorts finer
 * than the milliseconds of a mark.
 */
export async function changedDeals(
  client: ImpartnerClient,
  mapping: ImpartnerMapping,
  searchLagMs: number,
  since: ChangeMark | null,
  call: Call,
): Promise<{ deals: PrmDeal[]; next: ChangeMark | null }> {
  const { object, modified } = mapping.deal;
  const settled = `${modified} <= ${filterLiteral(new Date(Date.now() - searchLagMs).toISOString())}`;
  const query = { fields: ['Id', ...dealFields(mapping)], orderBy: [modified, 'Id'], take: PAGE };
  const found = new Map<string, PrmDeal>();
  let from = since && `${modified} >= ${filterLiteral(since.modifiedAt)}`;
  for (;;) {
    const filter = from === null ? settled : `${from} and ${settled}`;
    const page = await client.search(object, { ...query, filter }, call);
    const known = found.size;
    for (const record of page) found.set(record.id, dealFrom(record, mapping));
    const deals = afterMark(since, [...found.values()]);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return { deals, next: null };
    const whole = deals.filter((deal) => deal.modifiedAt !== deals.at(-1)?.modifiedAt);
    const end = whole.at(-1);
    if (end) return { deals: whole, next: markOf(end) };
    if (found.size === known) throw stuck();
    const at = filterLiteral(String(last[modified.toLowerCase()]));
    const id = /^\d+$/.test(last.id) ? last.id : filterLiteral(last.id);
    from = `(${modified} > ${at} or (${modified} = ${at} and Id > ${id}))`;
  }
}

function stuck(): VendorFault {
  return new VendorFault({
    vendor: 'impartner',
    kind: 'rejected',
    code: 'SAME_PAGE',
    message: 'the search answers the same page again; check deal.modified in policy/mappings/impartner.yaml',
  });
}
