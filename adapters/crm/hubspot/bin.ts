import { type Call, type FaultKind, VendorFault } from '../../ports/call.ts';
import type { OddRecord } from '../../ports/changes.ts';
import type { CrmPort } from '../../ports/crm.ts';
import type { HubspotClient } from './client.ts';

/**
 * Changes with what was deleted. A deletion changes no record, and no search shows it: only the bin tells, which can be read as a whole and
 * no other way. It is read when all changes are, at most so often. What lies there is told each time: it does no harm, and a worker that
 * starts anew need not know what it has told.
 * @param everyMs milliseconds from one reading of the bin to the next
 */
export function withDeletions(
  changedSince: CrmPort['changedSince'],
  client: Pick<HubspotClient, 'bin'>,
  everyMs: number,
  now: () => number = Date.now,
): CrmPort['changedSince'] {
  let readAt = Number.NEGATIVE_INFINITY;
  async function deleted(call: Call) {
    return {
      accounts: await client.bin('companies', call),
      opportunities: await client.bin('deals', call),
    };
  }

  return async (since, call) => {
    const page = await changedSince(since, call);
    if (page.next !== null || now() - readAt < everyMs) return page;
    const at = now();
    const found = await deleted(call).catch(lost);
    // One that has no end costs a thousand calls each time.
    readAt = at;
    if ('message' in found) return { ...page, odd: [...(page.odd ?? []), found] };
    // A record that was put back while we read is there.
    const there = new Set([...page.accounts, ...page.opportunities].map(({ id }) => id));
    const gone = {
      accounts: [...(page.gone?.accounts ?? []), ...found.accounts.filter((id) => !there.has(id))],
      opportunities: [
        ...(page.gone?.opportunities ?? []),
        ...found.opportunities.filter((id) => !there.has(id)),
      ],
    };
    return gone.accounts.length + gone.opportunities.length > 0 ? { ...page, gone } : page;
  };
}

/** A bin that may not be read, or has no end, is told and holds up no change. @throws whatever may pass */
function lost(error: unknown): OddRecord {
  if (!(error instanceof VendorFault) || !LASTING.has(error.kind)) throw error;
  return { id: '', message: `what was deleted is not known: ${error.message}` };
}
const LASTING = new Set<FaultKind>(['auth', 'rejected', 'not_found']);
