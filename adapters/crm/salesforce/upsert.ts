import type { SalesforceRow } from '../../../contracts/vendors/salesforce.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import type { Call } from '../../ports/call.ts';
import type { Landed, Write } from '../../ports/write.ts';
import { holds, leftAlone, restoration } from '../../restore.ts';
import { existence } from '../existence.ts';
import type { SalesforceClient, Where } from './client.ts';

/** What one kind of record writes; names are Salesforce's. */
export interface Upsert {
  object: string;
  externalIdField: string;
  externalId(payload: JsonObject): string;
  /** Written each time, restored by the undo. */
  fields(payload: JsonObject): JsonObject;
  /** Written only when the record is created, so that what a seller made of it later stays. */
  onCreate(payload: JsonObject): JsonObject;
  /** Why a record that we created must stay, if it must; undefined lets the undo delete it. */
  keep?(id: string, call: Call): Promise<string | undefined>;
}

/** An upsert by external id: a repeat is harmless, and reads by external id are consistent. */
export function salesforceUpsert(client: SalesforceClient, kind: Upsert): Write {
  const existing = existence();
  const whereOf = (payload: JsonObject): Where => ({
    object: kind.object,
    field: kind.externalIdField,
    value: kind.externalId(payload),
  });

  const isOurs = async (row: SalesforceRow, call: Call) =>
    row.CreatedById?.slice(0, 15) === (await client.userId(call));

  async function undoCreated(
    payload: JsonObject,
    landed: Landed,
    call: Call,
  ): Promise<{ corrected?: string; inUse?: boolean }> {
    const name = `salesforce: ${kind.object} ${landed.id}`;
    if (!landed.created)
      return { corrected: `${name} appeared between our read and our write and was left as it is` };
    const where: Where = { object: kind.object, id: landed.id };
    const ours = { ...kind.fields(payload), ...plainFields(kind.onCreate(payload)) };
    const row = await client.row(where, Object.keys(ours), call);
    if (!row) return {};
    if (!holds(valuesOf(row, ours), ours))
      return { corrected: `${name} was changed after our write and was kept` };
    const reason = await kind.keep?.(landed.id, call);
    if (reason) return { corrected: `${name} ${reason} and was kept`, inUse: true };
    await client.remove(where, call);
    return {};
  }

  return {
    repeat: 'upsert',
    searchLagMs: 0,
    movesMoney: false,
    async before(payload, key, call) {
      const ours = kind.fields(payload);
      const row = await client.row(whereOf(payload), Object.keys(ours), call);
      existing.note(key, row !== null);
      return row && valuesOf(row, ours);
    },
    async send(payload, key, call) {
      const where = whereOf(payload);
      const seen = existing.of(key);
      const found = seen === undefined ? await client.row(where, [], call) : null;
      const fields = kind.fields(payload);
      const body = (seen ?? found !== null) ? fields : { ...fields, ...kind.onCreate(payload) };
      const landed = await client.upsert(where, body, call);
      if (landed.created || seen) return landed;
      // A repeat of our own send whose answer was lost finds the record that it created.
      const row = found ?? (await client.row(where, [], call));
      return { id: landed.id, created: row !== null && (await isOurs(row, call)) };
    },
    async lookup(payload, _key, call) {
      const ours = kind.fields(payload);
      const row = await client.row(whereOf(payload), Object.keys(ours), call);
      if (!row || !holds(valuesOf(row, ours), ours)) return 'absent';
      return { id: row.Id, created: await isOurs(row, call) };
    },
    async undo({ payload, before, landed }, call) {
      if (!before) return await undoCreated(payload, landed, call);
      const where: Where = { object: kind.object, id: landed.id };
      const ours = kind.fields(payload);
      const row = await client.row(where, Object.keys(ours), call);
      if (!row) return {};
      const { back, left } = restoration(before, ours, valuesOf(row, ours));
      if (Object.keys(back).length > 0) await client.update(where, back, row.LastModifiedDate, call);
      return leftAlone('salesforce', left);
    },
  };
}

const valuesOf = (row: SalesforceRow, fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, (row[name] ?? null) as Json]));

/** Without references to other records (`Account: { … }`), which cannot be read back by that name. */
const plainFields = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value !== 'object'));
