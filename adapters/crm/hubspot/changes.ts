import type { HubspotMapping, HubspotRow } from '../../../contracts/vendors/hubspot.ts';
import type { Call } from '../../ports/call.ts';
import type { CrmPort } from '../../ports/crm.ts';
import { type ChangeSource, changedSince, changesIn } from '../changes.ts';
import { listOf } from '../read.ts';
import type { HubspotClient, HubspotType } from './client.ts';
import { changedAt, hubspotAccounts, hubspotOpportunities, MODIFIED, textsOnly } from './records.ts';

interface Filter {
  propertyName: string;
  operator: 'EQ' | 'GT' | 'LTE';
  value: string;
}

/**
 * Changes by the search. It sorts by one property and ends after 10,000 results, so every page is a search of its own that
 * begins after the last record; what shares its instant with others is read by id.
 * @param settleMs what changed less than so long ago is left for later: the search may not show it yet.
 */
export function hubspotChanges(
  client: HubspotClient,
  mapping: HubspotMapping,
  { pageSize, settleMs }: { pageSize: number; settleMs: number },
): CrmPort['changedSince'] {
  function source<T>(
    type: HubspotType,
    kind: { properties: string[]; read: (row: HubspotRow) => T },
  ): ChangeSource<T> {
    const rows = async (filters: Filter[], sortedBy: string, call: Call) => {
      const sorts = [{ propertyName: sortedBy, direction: 'ASCENDING' }];
      const query = {
        filterGroups: [{ filters: filters.map((each) => ({ ...each })) }],
        properties: [...kind.properties, ABSORBED],
        sorts,
        limit: pageSize,
      };
      return await client.list(type, query, call);
    };
    const ofInstant = (at: string, beyond: string, call: Call) =>
      rows(
        [
          { propertyName: MODIFIED, operator: 'EQ', value: millis(at) },
          ...(beyond === ''
            ? []
            : [{ propertyName: 'hs_object_id', operator: 'GT' as const, value: beyond }]),
        ],
        'hs_object_id',
        call,
      );
    const page = (found: HubspotRow[], more: boolean) =>
      changesIn<HubspotRow, T>(found, more, {
        ...{ vendor: 'hubspot', name: type },
        idOf: ({ id }) => id,
        modifiedAt: changedAt,
        read: (row) => kind.read(textsOnly(type, row)),
        absorbed({ properties: { [ABSORBED]: ids } }) {
          return listOf(typeof ids === 'string' ? ids : null, ';');
        },
      });

    return async (after, call) => {
      const until = {
        propertyName: MODIFIED,
        operator: 'LTE',
        value: String(Date.now() - settleMs),
      } as const;
      const ties =
        after === null || after.id === null ? [] : await ofInstant(after.modifiedAt, after.id, call);
      if (ties.length >= pageSize) return page(ties, true);
      const from = after
        ? [{ propertyName: MODIFIED, operator: 'GT', value: millis(after.modifiedAt) } as const]
        : [];
      const later = (await rows([...from, until], MODIFIED, call)).sort(byChange);
      if (later.length < pageSize) return page([...ties, ...later], false);
      // The page may have cut the records of its last instant apart: they come with the next one, whole.
      const last = changedAt(later.at(-1) as HubspotRow);
      const whole = later.filter((row) => changedAt(row) !== last);
      if (last === null || ties.length + whole.length > 0) return page([...ties, ...whole], true);
      return page(await ofInstant(last, '', call), true);
    };
  }

  const sources = {
    accounts: source('companies', hubspotAccounts(mapping)),
    opportunities: source('deals', hubspotOpportunities(mapping)),
  };
  return (since, call) => changedSince(sources, since, call);
}

/** Ids of the records that were merged into one: of these HubSpot says nothing else any more. */
const ABSORBED = 'hs_merged_object_ids';

const millis = (instant: string) => String(new Date(instant).getTime());

function byChange(a: HubspotRow, b: HubspotRow): number {
  // What names no moment has no place, and comes first.
  const [left, right] = [changedAt(a) ?? '', changedAt(b) ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}
