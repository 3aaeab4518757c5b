import { z } from 'zod';
import type { SalesforceMapping } from '../../../contracts/vendors/salesforce.ts';
import type { CrmPort } from '../../ports/crm.ts';
import { type After, type ChangeSource, changedSince, changesIn } from '../changes.ts';
import { instantOf } from '../read.ts';
import type { SalesforceClient } from './client.ts';
import { salesforceAccounts, salesforceOpportunities } from './records.ts';
import { soqlText } from './soql.ts';

/** A moment as a record states it becomes ours, and stands in the next query again. */
const changedRow = z.preprocess(
  (row) => (row !== null && typeof row === 'object' ? row : {}),
  z.looseObject({
    Id: z.string().catch(''),
    SystemModstamp: z.string().nullable().catch(null),
    IsDeleted: z.boolean().catch(false),
  }),
);

/**
 * Changes by SystemModstamp, which also moves when the system changes a record and is indexed.
 * @param settleMs what changed less than so long ago is left for later: a transaction stamps its records before others see them.
 */
export function salesforceChanges(
  client: SalesforceClient,
  mapping: SalesforceMapping,
  { pageSize, settleMs }: { pageSize: number; settleMs: number },
): CrmPort['changedSince'] {
  function source<T>(
    object: string,
    kind: { columns: string; read: (row: Record<string, unknown>) => T },
  ): ChangeSource<T> {
    return async (after, call) => {
      const until = new Date(Date.now() - settleMs).toISOString();
      const soql =
        `SELECT ${kind.columns}, IsDeleted FROM ${object} WHERE ${later(after)}SystemModstamp <= ${until} ` +
        `ORDER BY SystemModstamp, Id LIMIT ${pageSize}`;
      // Deleted and merged records lie in the recycle bin, with the moment of that as their stamp.
      const rows = await client.query(soql, changedRow, call, 'deleted');
      return changesIn(rows, rows.length === pageSize, {
        ...{ vendor: 'salesforce', name: object },
        idOf: ({ Id }) => Id,
        modifiedAt: ({ SystemModstamp }) => instantOf(SystemModstamp),
        read: (row) => (row.IsDeleted ? null : kind.read(row)),
      });
    };
  }
  const sources = {
    accounts: source('Account', salesforceAccounts(mapping)),
    opportunities: source('Opportunity', salesforceOpportunities(mapping)),
  };
  return (since, call) => changedSince(sources, since, call);
}

function later(after: After | null): string {
  if (after === null) return '';
  // A mark may come from outside: only what is an instant goes into the query.
  const at = new Date(after.modifiedAt).toISOString();
  if (after.id === null) return `SystemModstamp > ${at} AND `;
  if (after.id === '') return `SystemModstamp >= ${at} AND `;
  return `(SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > ${soqlText(after.id)})) AND `;
}
