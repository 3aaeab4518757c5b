import type { SalesforceRow } from '../../../contracts/vendors/salesforce.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import type { Call } from '../../ports/call.ts';
import type { Write } from '../../ports/write.ts';
import type { AccountRef } from '../payloads.ts';
import { type RecordKind, recordWrite } from '../record-write.ts';
import type { Accounts } from './accounts.ts';
import type { SalesforceClient, Where } from './client.ts';
import { whatBecameOf } from './gone.ts';

/** What one kind of record writes; names are Salesforce's. */
export interface Upsert extends Pick<RecordKind<Found>, 'fields' | 'onCreate' | 'same' | 'keep'> {
  object: string;
  externalIdField: string;
  externalId(payload: JsonObject): string;
  /** Id of a record without our external id that is the one meant; null: none. */
  twin?(payload: JsonObject, call: Call): Promise<string | null>;
  /** The account that a new record hangs on. */
  hangsOn?: { accounts: Accounts; of(payload: JsonObject): AccountRef };
}

/** A record, and how it was found: by our external id, or, a twin, by its own. */
interface Found {
  row: SalesforceRow;
  where: Where;
}

/** An upsert by external id: a repeat is harmless, and reads by external id are consistent. */
export function salesforceUpsert(client: SalesforceClient, kind: Upsert): Write {
  const { object, fields, onCreate, same, keep, hangsOn } = kind;
  const whereOf = (payload: JsonObject): Where => ({
    object,
    field: kind.externalIdField,
    value: kind.externalId(payload),
  });
  /** A twin is somebody else's. */
  const isOurs = async ({ row, where }: Found, call: Call) =>
    !('id' in where) && row.CreatedById?.slice(0, 15) === (await client.userId(call));

  return recordWrite<Found>({
    ...{ vendor: 'salesforce', name: object, repeat: 'upsert', searchLagMs: 0 },
    fields,
    onCreate: (payload) => plainFields(onCreate(payload)),
    ...(same ? { same } : {}),
    ...(keep ? { keep } : {}),
    idOf: ({ row }) => row.Id,
    value: ({ row }, name) => (row[name] ?? null) as Json,
    isOurs: (found, _key, call) => isOurs(found, call),
    async find(payload, names, call) {
      const where = whereOf(payload);
      const own = await client.row(where, names, call);
      if (own) return [{ row: own, where }];
      const id = (await kind.twin?.(payload, call)) ?? null;
      const row = id === null ? null : await client.row({ object, id }, names, call);
      return row ? [{ row, where: { object, id: row.Id } }] : [];
    },
    async create(payload, ours, _key, call) {
      const where = whereOf(payload);
      const body = { ...ours, ...onCreate(payload) };
      const landed = await client.upsert(where, body, call).catch(async (refusal: unknown) => {
        await hangsOn?.accounts.followed(hangsOn.of(payload), refusal, call);
        throw refusal;
      });
      if (landed.created) return landed;
      // It is there all the same: by an earlier try of ours, or by somebody else.
      const row = await client.row(where, [], call);
      return { id: landed.id, created: row !== null && (await isOurs({ row, where }, call)) };
    },
    async change({ row, where }, ours, _of, call) {
      if (!('id' in where)) return await client.upsert(where, ours, call);
      await client.update(where, ours, null, call);
      return { id: row.Id };
    },
    async read(id, names, call) {
      const where = { object, id };
      const row = await client.row(where, names, call);
      return row ? { row, where } : { gone: await whatBecameOf(client, object, id, call) };
    },
    restore: ({ row, where }, back, call) => client.update(where, back, row.LastModifiedDate, call),
    remove: (id, call) => client.remove({ object, id }, call),
  });
}

/** Without references to other records (`Account: { … }`), which cannot be read back by that name. */
const plainFields = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value !== 'object'));
