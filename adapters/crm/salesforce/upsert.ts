import type { SalesforceRow } from '../../../contracts/vendors/salesforce.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { Write } from '../../ports/write.ts';
import { holds } from '../../restore.ts';
import { existence } from '../existence.ts';
import { undoRecord } from '../undo.ts';
import type { SalesforceClient, Where } from './client.ts';
import { DUPLICATE_VALUE, heldElsewhere } from './faults.ts';
import { whatBecameOf } from './gone.ts';

/** What one kind of record writes; names are Salesforce's. */
export interface Upsert {
  object: string;
  externalIdField: string;
  externalId(payload: JsonObject): string;
  /** Written each time, restored by the undo. */
  fields(payload: JsonObject): JsonObject;
  /** Written only when the record is created, so that what a seller made of it later stays. */
  onCreate(payload: JsonObject): JsonObject;
  /** Fields whose values Salesforce gives back in a spelling of its own: whether the two mean the same. */
  same?: Record<string, (theirs: string, ours: string) => boolean>;
  /** Id of a record without our external id that is the one meant; null: none. */
  twin?(payload: JsonObject, call: Call): Promise<string | null>;
  /** Why a record that we created must stay, if it must; undefined lets the undo delete it. */
  keep?(id: string, call: Call): Promise<string | undefined>;
}

/** An upsert by external id: a repeat is harmless, and reads by external id are consistent. */
export function salesforceUpsert(client: SalesforceClient, kind: Upsert): Write {
  const existing = existence<Where | null>();
  const { object } = kind;
  const whereOf = (payload: JsonObject): Where => ({
    object,
    field: kind.externalIdField,
    value: kind.externalId(payload),
  });
  const valuesOf = (row: SalesforceRow, ours: JsonObject) => held(row, ours, kind.same ?? {});

  const isOurs = async (row: SalesforceRow, call: Call) =>
    row.CreatedById?.slice(0, 15) === (await client.userId(call));

  /** The record that a payload means: by our external id, else its twin, which is somebody else's. */
  async function find(payload: JsonObject, ours: JsonObject, call: Call) {
    const fields = Object.keys(ours);
    const own = await client.row(whereOf(payload), fields, call);
    if (own) return { row: own, where: whereOf(payload), twin: false };
    const id = (await kind.twin?.(payload, call)) ?? null;
    const row = id === null ? null : await client.row({ object, id }, fields, call);
    return row && { row, where: { object, id: row.Id }, twin: true };
  }

  /** After a refusal because of a value that is taken. @throws VendorFault always: whether a repeat finds the record */
  async function taken(error: unknown, payload: JsonObject, existed: boolean, call: Call): Promise<never> {
    if (!(error instanceof VendorFault) || error.code !== DUPLICATE_VALUE) throw error;
    // Somebody made it between our read and our write: the repeat finds it.
    if (!existed && (await client.row(whereOf(payload), [], call))) throw error;
    throw heldElsewhere(error);
  }

  return {
    repeat: 'upsert',
    searchLagMs: 0,
    movesMoney: false,
    async before(payload, key, call) {
      const ours = kind.fields(payload);
      const found = await find(payload, ours, call);
      existing.note(key, found?.where ?? null);
      return found && valuesOf(found.row, ours);
    },
    async send(payload, key, call) {
      const seen = existing.of(key);
      const fields = kind.fields(payload);
      const found = seen === undefined ? await find(payload, {}, call) : null;
      const at = seen === undefined ? (found?.where ?? null) : seen;
      if (at && 'id' in at) {
        await client.update(at, fields, null, call).catch((error) => taken(error, payload, true, call));
        return { id: at.id, created: false };
      }
      const body = at ? fields : { ...fields, ...kind.onCreate(payload) };
      const landed = await client
        .upsert(whereOf(payload), body, call)
        .catch((error) => taken(error, payload, at !== null, call));
      if (landed.created || seen) return landed;
      // A repeat of our own send whose answer was lost finds the record that it created.
      const row = found?.row ?? (await client.row(whereOf(payload), [], call));
      return { id: landed.id, created: row !== null && (await isOurs(row, call)) };
    },
    async lookup(payload, _key, call) {
      const ours = kind.fields(payload);
      const found = await find(payload, ours, call);
      if (!found || !holds(valuesOf(found.row, ours), ours)) return 'absent';
      return { id: found.row.Id, created: !found.twin && (await isOurs(found.row, call)) };
    },
    undo({ payload, before, landed }, call) {
      const { id } = landed;
      const where: Where = { object, id };
      let unmodifiedSince: string | null = null;
      return undoRecord({
        ...{ vendor: 'salesforce', name: `${object} ${id}`, landed, before },
        fields: kind.fields(payload),
        onCreate: plainFields(kind.onCreate(payload)),
        async now(ours) {
          const row = await client.row(where, Object.keys(ours), call);
          if (!row) return { gone: await whatBecameOf(client, object, id, call) };
          unmodifiedSince = row.LastModifiedDate;
          return { values: valuesOf(row, ours) };
        },
        restore: (back) => client.update(where, back, unmodifiedSince, call),
        remove: async () => void (await client.remove(where, call)),
        keep: async () => kind.keep?.(id, call),
      });
    },
  };
}

/** What a row holds of the fields that we write; what means the same in our spelling. */
function held(row: SalesforceRow, ours: JsonObject, same: NonNullable<Upsert['same']>): JsonObject {
  const value = (name: string): Json => {
    const [now, wanted] = [(row[name] ?? null) as Json, ours[name] ?? null];
    const both = typeof now === 'string' && typeof wanted === 'string';
    return both && same[name]?.(now, wanted) ? wanted : now;
  };
  return Object.fromEntries(Object.keys(ours).map((name) => [name, value(name)]));
}

/** Without references to other records (`Account: { … }`), which cannot be read back by that name. */
const plainFields = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value !== 'object'));
