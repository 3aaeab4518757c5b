import { z } from 'zod';
import { leftMerged } from '../../merged.ts';
import type { Call } from '../../ports/call.ts';
import type { SalesforceClient } from './client.ts';
import { soqlText } from './soql.ts';

const row = z.looseObject({ Id: z.string(), IsDeleted: z.boolean(), MasterRecordId: z.string().nullish() });
/** Kinds whose records can be merged. */
const MERGED = new Set(['Account', 'Contact']);

/** What the recycle bin holds of a record. */
async function inBin(client: SalesforceClient, object: string, id: string, call: Call) {
  const columns = MERGED.has(object) ? 'Id, IsDeleted, MasterRecordId' : 'Id, IsDeleted';
  const soql = `SELECT ${columns} FROM ${object} WHERE Id = ${soqlText(id)}`;
  return (await client.query(soql, row, call, 'deleted'))[0];
}

/** Id of the record that stays of those that one was merged into, one after the other; null: it was not merged. */
export async function survivorOf(
  client: SalesforceClient,
  object: string,
  id: string,
  call: Call,
): Promise<string | null> {
  let survivor: string | null = null;
  for (let merges = 0; merges < MOST_MERGES; merges += 1) {
    const into: string | null | undefined = (await inBin(client, object, survivor ?? id, call))
      ?.MasterRecordId;
    if (!into) return survivor;
    survivor = into;
  }
  return survivor;
}

/** Of one record, one after the other. */
const MOST_MERGES = 10;

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
  const found = await inBin(client, object, id, call);
  const name = `${object} ${id}`;
  if (found?.MasterRecordId) return leftMerged({ vendor: 'salesforce', name, into: found.MasterRecordId });
  if (found?.IsDeleted) return {};
  return {
    corrected: `salesforce: ${name} cannot be read, so what we wrote may still stand there: it is gone from the recycle bin, or the run-as user may not see it`,
  };
}
