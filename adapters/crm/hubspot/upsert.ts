import type { HubspotRow } from '../../../contracts/vendors/hubspot.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { Landed, Write } from '../../ports/write.ts';
import { holds } from '../../restore.ts';
import { existence } from '../existence.ts';
import type { AccountRef } from '../payloads.ts';
import { undoRecord } from '../undo.ts';
import type { HubspotClient, HubspotType, Properties, Where } from './client.ts';
import { gone, heldElsewhere, moved, Taken } from './faults.ts';
import { markOf, type Same, valuesOf } from './values.ts';

/** What one kind of record writes; names are HubSpot's. */
export interface Upsert {
  type: HubspotType;
  /** Holds the mark of the write that created the record. */
  origin: string;
  where(payload: JsonObject): Where;
  /** Written each time, restored by the undo. */
  fields(payload: JsonObject): Properties;
  /** Written only when the record is created, so that what a seller made of it later stays. */
  onCreate(payload: JsonObject): Properties;
  /** Properties that HubSpot gives back in a spelling of its own. */
  same?: Same;
  /** Where a record keeps further addresses: one that is asked for by such an address is not found by it. */
  more?: { property: string; also: string };
  /** The company that a new record hangs on. */
  company?: Companies & { of(payload: JsonObject): AccountRef };
  /** Told which record our external id means now; null: none any more. */
  landed?(payload: JsonObject, id: string | null): void;
  /** Why a record that we created must stay, if it must; undefined lets the undo remove it. */
  keep?(id: string, call: Call): Promise<string | undefined>;
}

/** HubSpot's ids of companies. */
export interface Companies {
  id(at: AccountRef, call: Call): Promise<string>;
  /** After a refusal: reads anew which company our external id means, and answers whether that had changed. */
  moved(at: AccountRef, call: Call): Promise<boolean>;
}

/**
 * A record that is there is written by upsert on its unique property. One that is not is created with what only a create
 * can carry: its company and what a seller owns afterwards. Two creates of one external id: HubSpot refuses the second, whose
 * repeat finds the first. Reads by unique property are consistent.
 */
export function hubspotUpsert(client: HubspotClient, kind: Upsert): Write {
  const existing = existence();
  const names = (ours: Properties) => [...Object.keys(ours), kind.origin];
  const read = (payload: JsonObject, ours: Properties, call: Call) =>
    client.row(kind.where(payload), names(ours), call);
  const isOurs = (row: HubspotRow, key: string) => row.properties[kind.origin] === markOf(key);

  async function create(payload: JsonObject, where: Where, key: string, call: Call): Promise<Landed> {
    if (!('property' in where)) throw gone(where.id);
    const { type, company } = kind;
    const properties = {
      ...kind.fields(payload),
      ...kind.onCreate(payload),
      [where.property]: where.value,
      [kind.origin]: markOf(key),
    };
    const at = company?.of(payload);
    const associations =
      company && at ? [{ type: 'companies' as const, id: await company.id(at, call) }] : [];
    try {
      const id = await client.create(type, { properties, associations, trace: markOf(key) }, call);
      return { id, created: true };
    } catch (error) {
      const refused =
        error instanceof VendorFault && (error.kind === 'not_found' || error.kind === 'rejected');
      if (refused && company && at && (await company.moved(at, call))) throw moved();
      throw error;
    }
  }

  /** After a refusal because of a unique value: the record that holds it, if it is the one that we mean. */
  async function holderOf(error: Taken, payload: JsonObject, existed: boolean, call: Call): Promise<Landed> {
    const ours = kind.fields(payload);
    // Somebody made it between our read and our write: the repeat finds it.
    if (!existed && (await read(payload, ours, call))) throw error;
    const { type, more } = kind;
    const where = kind.where(payload);
    const property = more?.property ?? ('property' in where ? where.property : 'value');
    const asked = more ? [more.property, more.also] : [];
    const row = error.holder && more ? await client.row({ type, id: error.holder }, asked, call) : null;
    const addresses = asked.flatMap((name) => row?.properties[name]?.toLowerCase().split(';') ?? []);
    if (row && addresses.includes(ours[property] ?? ''))
      return { id: row.id, created: false, detail: { untouched: true } };
    throw heldElsewhere(error, type, property);
  }

  return {
    repeat: 'upsert',
    searchLagMs: 0,
    movesMoney: false,
    async before(payload, key, call) {
      const ours = kind.fields(payload);
      const row = await read(payload, ours, call);
      existing.note(key, row !== null);
      return row && valuesOf(row, ours);
    },
    async send(payload, key, call) {
      const where = kind.where(payload);
      const seen = existing.of(key);
      const ours = kind.fields(payload);
      const found = seen === undefined ? await read(payload, ours, call) : null;
      const existed = seen ?? found !== null;
      const write = async (): Promise<Landed> => {
        if (!existed) return await create(payload, where, key, call);
        if ('property' in where) {
          const answer = await client.upsert(where, { properties: ours, trace: markOf(key) }, call);
          // A repeat of our own send whose answer was lost finds the record that it created.
          return { id: answer.id, created: answer.created || (found !== null && isOurs(found, key)) };
        }
        await client.update(where, ours, call);
        return { id: where.id, created: false };
      };
      const landed = await write().catch((error: unknown) => {
        if (error instanceof Taken) return holderOf(error, payload, existed, call);
        throw error;
      });
      kind.landed?.(payload, landed.id);
      return landed;
    },
    async lookup(payload, key, call) {
      const ours = kind.fields(payload);
      const row = await read(payload, ours, call);
      if (!row || !holds(valuesOf(row, ours, kind.same), ours)) return 'absent';
      return { id: row.id, created: isOurs(row, key) };
    },
    // HubSpot has no conditional write: what somebody changes between this read and the write after it is lost.
    undo({ payload, before, landed }, call) {
      const { id } = landed;
      const where = { type: kind.type, id };
      const name = `${kind.type} ${id}`;
      return undoRecord({
        ...{ vendor: 'hubspot', name, landed, before },
        fields: kind.fields(payload),
        onCreate: kind.onCreate(payload),
        async now(ours) {
          const row = await client.row(where, Object.keys(ours), call);
          if (!row) return { gone: {} };
          // HubSpot answers a merged record with the one that it went into, which is somebody's work.
          if (row.id === id) return { values: valuesOf(row, ours as Properties, kind.same) };
          const corrected = `hubspot: ${name} was merged into ${row.id} after our write and was left as it is`;
          return { gone: { corrected } };
        },
        async restore(back) {
          const texts = Object.entries(back).map(([field, value]) => [
            field,
            value === null ? '' : String(value),
          ]);
          await client.update(where, Object.fromEntries(texts), call);
        },
        async remove() {
          await client.remove(where, call);
          kind.landed?.(payload, null);
        },
        keep: async () => kind.keep?.(id, call),
      });
    },
  };
}
