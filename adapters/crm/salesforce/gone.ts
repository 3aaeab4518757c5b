import { z } from 'zod';
import type { Call } from '../../ports/call.ts';
import type { SalesforceClient } from './client.ts';
import { soqlText } from './soql.ts';

const row = z.looseObject({ Id: z.string(), IsDeleted: z.boolean(), MasterRecordId: z.string().nullish() });
/** Kinds whose records can be merged. */
const MERGED = new Set(['Account', 'Contact']);

/**
 * What an undo says of a record that cannot be read. Salesforce answers a deleted record and one that our user may not see alike, and
 * an undo must not pass for done while our values still stand there: only the recycle bin tells.
 * @throws VendorFault when the object itself is hidden from us
 */
export async function whatBecameOf(
  client: SalesforceClient,
  object: string,
  id: string,
  call: Call,
): Promise<{ corrected?: string }> {
  const columns = MERGED.has(object) ? 'Id, IsDeleted, MasterRecordId' : 'Id, IsDeleted';
  const soql = `SELECT ${columns} FROM ${object} WHERE Id = ${soqlText(id)}`;
  const [found] = await client.query(soql, row, call, 'deleted');
  const name = `salesforce: ${object} ${id}`;
  if (found?.MasterRecordId)
    return {
      corrected: `${name} was merged into ${found.MasterRecordId} after our write and was left as it is`,
    };
  if (found?.IsDeleted) return {};
  return {
    corrected: `${name} cannot be read, so what we wrote may still stand there: it is gone from the recycle bin, or the run-as user may not see it`,
  };
}
