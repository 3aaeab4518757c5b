import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type After, type ChangeSource, changedSince } from '../../../adapters/crm/changes.ts';
import type { ChangeMark } from '../../../adapters/ports/changes.ts';
import type { CrmAccount, CrmOpportunity } from '../../../adapters/ports/crm.ts';
import { call } from '../contract.ts';

const order = (a: Line, b: Line) => a.at - b.at || (a.id < b.id ? -1 : 1);
interface Line {
  at: number;
  id: string;
}
const instant = (at: number) => `2026-11-2${at}T00:00:00.000Z`;

/** A list as a CRM would page it. */
function source<T>(lines: Line[], size: number): ChangeSource<T> {
  return async (after: After | null) => {
    const later = lines.toSorted(order).filter(({ at, id }) => {
      if (after === null || instant(at) > after.modifiedAt) return true;
      return instant(at) === after.modifiedAt && after.id !== null && id > after.id;
    });
    const changed = later
      .slice(0, size)
      .map(({ at, id }) => ({ modifiedAt: instant(at), id, record: { id } as T }));
    return { changed, more: changed.length === size };
  };
}

/** Few instants, so that many records share one. */
const lines = fc.uniqueArray(
  fc.record({ at: fc.integer({ min: 0, max: 3 }), id: fc.stringMatching(/^[0-9a-z]{1,2}$/) }),
  { selector: ({ id }) => id, maxLength: 12 },
);

test('whatever shares an instant and however small a page: each record once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(lines, lines, fc.integer({ min: 1, max: 4 }), async (accounts, deals, size) => {
      const sources = {
        accounts: source<CrmAccount>(accounts, size),
        opportunities: source<CrmOpportunity>(deals, size),
      };
      const seen: { accounts: string[]; opportunities: string[] } = { accounts: [], opportunities: [] };
      const passed: string[] = [];
      let since: ChangeMark | null = null;
      for (let page = 0; page < 60; page += 1) {
        const found = await changedSince(sources, since, call);
        seen.accounts.push(...found.accounts.map(({ id }) => id));
        seen.opportunities.push(...found.opportunities.map(({ id }) => id));
        since = found.next;
        if (since === null) break;
        passed.push(since.modifiedAt);
      }
      expect(since).toBeNull();
      expect(seen.accounts).toEqual(accounts.toSorted(order).map(({ id }) => id));
      expect(seen.opportunities).toEqual(deals.toSorted(order).map(({ id }) => id));
      expect(passed).toEqual(passed.toSorted());
    }),
  );
});
