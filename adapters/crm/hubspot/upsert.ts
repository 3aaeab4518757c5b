import type { HubspotRow } from '../../../contracts/vendors/hubspot.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { leftMerged } from '../../merged.ts';
import { markOf } from '../../own-id.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { Landed, Write } from '../../ports/write.ts';
import type { AccountRef } from '../payloads.ts';
import { listOf } from '../read.ts';
import { type RecordKind, recordWrite } from '../record-write.ts';
import type { HubspotClient, HubspotType, Properties, Where } from './client.ts';
import { gone, moved } from './faults.ts';

/** What one kind of record writes; names are HubSpot's. */
export interface Upsert extends Pick<RecordKind<HubspotRow>, 'same' | 'landed' | 'keep'> {
  type: HubspotType;
  /** Holds the mark of the write that created the record. */
  origin: string;
  where(payload: JsonObject): Where;
  /** Written each time, restored by the undo. */
  fields(payload: JsonObject): Properties;
  /** Written only when the record is created, so that what a seller made of it later stays. */
  onCreate(payload: JsonObject): Properties;
  /** Where a record keeps further addresses: one that is asked for by such an address is not found by it. */
  more?: { property: string; also: string };
  /** The company that a new record hangs on. */
  company?: Companies & { of(payload: JsonObject): AccountRef };
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
  const { type, origin, company, more, where, fields, onCreate, same, landed, keep } = kind;

  async function create(payload: JsonObject, ours: JsonObject, key: string, call: Call): Promise<Landed> {
    const at = where(payload);
    if (!('property' in at)) throw gone(at.id);
    const properties = {
      ...(ours as Properties),
      ...onCreate(payload),
      [at.property]: at.value,
      [origin]: markOf(key),
    };
    const on = company?.of(payload);
    const associations =
      company && on ? [{ type: 'companies' as const, id: await company.id(on, call) }] : [];
    try {
      const id = await client.create(type, { properties, associations, trace: markOf(key) }, call);
      return { id, created: true };
    } catch (error) {
      const refused =
        error instanceof VendorFault && (error.kind === 'not_found' || error.kind === 'rejected');
      if (refused && company && on && (await company.moved(on, call))) throw moved();
      throw error;
    }
  }

  return recordWrite<HubspotRow>({
    ...{ vendor: 'hubspot', name: type, repeat: 'upsert', searchLagMs: 0 },
    ...{ fields, onCreate, create },
    ...(same ? { same } : {}),
    ...(landed ? { landed } : {}),
    ...(keep ? { keep } : {}),
    idOf: ({ id }) => id,
    value: ({ properties }, name) => properties[name] || null,
    isOurs: ({ properties }, key) => properties[origin] === markOf(key),
    async find(payload, names, call) {
      const at = where(payload);
      const row = await client.row(at, [...names, origin], call);
      // One that was merged is answered with the one that it went into, whose own case goes on.
      return row && (!('id' in at) || row.id === at.id) ? [row] : [];
    },
    async change({ id }, ours, { payload, key }, call) {
      const at = where(payload);
      if ('property' in at)
        return await client.upsert(at, { properties: ours as Properties, trace: markOf(key) }, call);
      await client.update({ type, id }, ours as Properties, call);
      return { id };
    },
    async read(id, names, call) {
      const row = await client.row({ type, id }, names, call);
      if (!row) return { gone: {} };
      // HubSpot answers a merged record with the one that it went into, which is somebody's work.
      if (row.id === id) return row;
      return { gone: leftMerged({ vendor: 'hubspot', name: `${type} ${id}`, into: row.id }) };
    },
    // HubSpot has no conditional write: what somebody changes between the read and this write is lost.
    async restore({ id }, back, call) {
      const texts = Object.entries(back).map(([field, value]) => [
        field,
        value === null ? '' : String(value),
      ]);
      await client.update({ type, id }, Object.fromEntries(texts), call);
    },
    remove: (id, call) => client.remove({ type, id }, call),
    unique(payload) {
      const at = where(payload);
      return more?.property ?? ('property' in at ? at.property : 'value');
    },
    ...(more ? { isMeant: (holder, payload, call) => hasAddress(client, kind, holder, payload, call) } : {}),
  });
}

/** Whether the record that holds an address is a contact with it, which a read by the address does not find. */
async function hasAddress(
  client: HubspotClient,
  { type, more, fields }: Upsert,
  holder: string,
  payload: JsonObject,
  call: Call,
): Promise<boolean> {
  if (!more) return false;
  const asked = [more.property, more.also];
  const row = await client.row({ type, id: holder }, asked, call);
  const addresses = asked.flatMap((name) => listOf(row?.properties[name]?.toLowerCase() ?? null, ';'));
  return addresses.includes(fields(payload)[more.property] ?? '');
}
