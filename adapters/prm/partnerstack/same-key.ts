import { pageBound } from '../../page-bound.ts';
import type { Call } from '../../ports/call.ts';
import { refused } from '../../refused.ts';
import { called } from '../../vendor-words.ts';
import type { PartnerstackClient } from './client.ts';
import { isArchived } from './records.ts';

/** The most that PartnerStack gives on one page. */
const LIMIT = 250;
/** All tries of one write lie within it, milliseconds. */
const APART = 86_400_000;

/**
 * The deals that carry an external key. Asked for that key, PartnerStack answers one of them, so the list of what changed about the time
 * of that one tells whether there is another.
 */
export async function sameKey(
  client: PartnerstackClient,
  externalKey: string,
  call: Call,
): Promise<{ id: string }[]> {
  const found = await client.get('deals', externalKey, call);
  if (!found) return [];
  if (found.external_key !== externalKey)
    throw refused(
      'partnerstack',
      'OTHER_KEY',
      `it answers ${called('deal', found.key)}, which has another external key; look for ours there, and tell PartnerStack`,
    );
  const born = Number(found.created_at ?? 0);
  const query = {
    limit: LIMIT,
    min_updated: Math.max(0, born - APART),
    ...(typeof found.partner_key === 'string' ? { partner_key: found.partner_key } : {}),
  };
  const keys = new Set<string>();
  const note = (deal: typeof found) => {
    if (deal.external_key === externalKey && !isArchived(deal)) keys.add(deal.key);
  };
  note(found);
  const nextPage = pageBound('partnerstack');
  for (let after: string | undefined; ; ) {
    nextPage();
    const { items, has_more } = await client.list(after ? { ...query, starting_after: after } : query, call);
    for (const deal of items) note(deal);
    after = items.findLast(({ key }) => key !== '')?.key;
    if (!has_more || after === undefined) return [...keys].map((id) => ({ id }));
  }
}
