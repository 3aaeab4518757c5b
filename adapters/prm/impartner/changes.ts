import type { ImpartnerMapping } from '../../../contracts/vendors/impartner.ts';
import { pageBound } from '../../page-bound.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { ChangeMark, OddRecord } from '../../ports/changes.ts';
import type { PrmDeal } from '../../ports/prm.ts';
import { readEach } from '../../read-each.ts';
import { vendorInstant } from '../../vendor-words.ts';
import { afterMark, changeMarkOf } from '../changes.ts';
import { filterLiteral, type ImpartnerClient } from './client.ts';
import { dealFields, dealFrom } from './records.ts';

const PAGE = 100;

/**
 * Deals by the instant of their last change, up to the last second that is over: some tenants answer whole seconds, and a mark
 * within one would pass by what changes later in it. Pages go on from the last record, not by offset: a deal that changes meanwhile
 * would move all others up by one, and one would be missed. An answer ends with a whole instant, because Impartner sorts finer
 * than the milliseconds of a mark.
 */
export async function changedDeals(
  client: ImpartnerClient,
  mapping: ImpartnerMapping,
  searchLagMs: number,
  since: ChangeMark | null,
  call: Call,
): Promise<{ deals: PrmDeal[]; odd: OddRecord[]; next: ChangeMark | null }> {
  const { object, modified } = mapping.deal;
  const over = Math.floor((Date.now() - searchLagMs) / 1000) * 1000;
  const settled = `${modified} < ${filterLiteral(new Date(over).toISOString())}`;
  const query = { fields: ['Id', ...dealFields(mapping)], orderBy: [modified, 'Id'], take: PAGE };
  const found = new Map<string, PrmDeal>();
  const odd = new Map<string, OddRecord>();
  let from = since && `${modified} >= ${filterLiteral(since.modifiedAt)}`;
  let skip = 0;
  const nextPage = pageBound('impartner');
  for (let before = ''; ; ) {
    nextPage();
    const filter = from === null ? settled : `${from} and ${settled}`;
    const page = await client.list(object, { ...query, filter, skip }, call);
    if (since === null && before === '' && page.length === 0)
      await mustBeNone(client, mapping, new Date(over).toISOString(), call);
    const known = found.size + odd.size;
    const each = readEach(
      page,
      ({ id }) => id,
      (record) => dealFrom(record, mapping),
    );
    for (const deal of each.read) found.set(deal.id, deal);
    for (const one of each.odd) odd.set(one.id, one);
    const deals = afterMark(since, [...found.values()]);
    if (page.length < PAGE) return { deals, odd: [...odd.values()], next: null };
    const last = page.findLast(({ id }) => id !== '');
    if (last === undefined) throw stuck();
    const whole = deals.filter((deal) => deal.modifiedAt !== deals.at(-1)?.modifiedAt);
    const end = whole.at(-1);
    if (end) return { deals: whole, odd: [...odd.values()], next: changeMarkOf(end) };
    if (found.size + odd.size === known) {
      // More records than a page changed within what the tenant answers as one moment.
      if (skip > 0 && last.id === before) throw stuck();
      skip += PAGE;
    } else {
      skip = 0;
      const at = filterLiteral(String(last[modified.toLowerCase()]));
      const id = /^\d+$/.test(last.id) ? last.id : filterLiteral(last.id);
      from = `(${modified} > ${at} or (${modified} = ${at} and Id > ${id}))`;
    }
    before = last.id;
  }
}

/**
 * How a filter states a moment is documented nowhere in public. A tenant that reads it as something else would answer that nothing has ever
 * changed, and no registration would be seen: the first reading that finds none asks without a moment.
 * @throws VendorFault `rejected` when there is a registration that should have been found
 */
async function mustBeNone(
  client: ImpartnerClient,
  { deal: { object, modified } }: ImpartnerMapping,
  until: string,
  call: Call,
): Promise<void> {
  const query = { fields: ['Id', modified], filter: 'Id > 0', orderBy: [modified, 'Id'], take: 1 };
  const [oldest] = await client.search(object, query, call);
  const stated = oldest?.[modified.toLowerCase()];
  const changed = typeof stated === 'string' ? vendorInstant(stated) : null;
  if (changed === null || changed >= until) return;
  throw new VendorFault({
    vendor: 'impartner',
    kind: 'rejected',
    code: 'DATE_FORM',
    message: `the search finds no ${object} by ${modified} although there is one; ask Impartner which form of date a filter takes`,
  });
}

function stuck(): VendorFault {
  return new VendorFault({
    vendor: 'impartner',
    kind: 'rejected',
    code: 'SAME_PAGE',
    message: 'the search answers the same page again; check deal.modified in policy/mappings/impartner.yaml',
  });
}
