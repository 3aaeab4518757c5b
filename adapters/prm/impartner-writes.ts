import type { ImpartnerMapping, ImpartnerRecord } from '../../contracts/impartner.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Call, Write } from '../ports.ts';
import { holds, leftAlone, restoration } from '../restore.ts';
import { jsonAmount, renamed } from '../vendor-words.ts';
import type { ImpartnerClient } from './impartner-client.ts';
import { creation } from './impartner-create.ts';
import { conflictPayload, created, updated } from './payloads.ts';

/** A registration that came by e-mail or file; one that may not be deleted again is withdrawn. */
export function createDeal(client: ImpartnerClient, { deal }: ImpartnerMapping, searchLagMs: number): Write {
  return creation(client, searchLagMs, {
    object: deal.object,
    key: deal.externalId,
    body(payload) {
      const { partnerId, fields } = created(payload);
      const { opportunity_name, customer_name, stated_value, ...rest } = fields;
      const body = renamed(deal.fields, {
        ...rest,
        customer_name,
        // Name is the one field that Impartner requires.
        opportunity_name: opportunity_name ?? customer_name ?? 'Deal registration',
        amount: stated_value && jsonAmount('impartner', stated_value.amount),
        currency: stated_value?.currency ?? null,
        status: deal.statuses.Submitted ?? 'Submitted',
      });
      body[deal.partner.write] = /^\d+$/.test(partnerId) ? Number(partnerId) : partnerId;
      return body;
    },
    async keep(id, call) {
      const withdrawn = { status: deal.statuses.Withdrawn ?? 'Withdrawn', closureReason: 'Withdrawn' };
      await client.update(deal.object, id, renamed(deal.fields, withdrawn), call);
      return `impartner: deal ${id} could not be deleted and was set to Withdrawn`;
    },
  });
}

/** One conflict as the tenant's own object; null when the mapping names none. */
export function recordConflict(
  client: ImpartnerClient,
  { conflict }: ImpartnerMapping,
  searchLagMs: number,
): Write | null {
  if (!conflict) return null;
  return creation(client, searchLagMs, {
    object: conflict.object,
    key: conflict.key,
    body: (payload) => renamed(conflict.fields, conflictPayload.parse(payload)),
    keep: async (id) => `impartner: conflict record ${id} could not be deleted and stays`,
  });
}

/** Writes status, closure reason and the three AI fields of one deal. A repeat writes the same values, but is looked up first. */
export function updateDeal(client: ImpartnerClient, { deal }: ImpartnerMapping): Write {
  const ours = (payload: JsonObject): JsonObject => {
    const { id: _, status, ...rest } = updated(payload);
    return { ...rest, status: deal.statuses[status] ?? status };
  };

  /** The touched fields as they are now, under our names, values as Impartner holds them. */
  async function now(payload: JsonObject, call: Call): Promise<JsonObject | null> {
    const names = Object.keys(ours(payload));
    const fields = names.map((name) => deal.fields[name as keyof typeof deal.fields]);
    const record = await client.get(deal.object, updated(payload).id, ['Id', ...fields], call);
    return (
      record && Object.fromEntries(names.map((name, at) => [name, heldIn(record, fields[at] as string)]))
    );
  }

  return {
    repeat: 'lookup',
    // Read by id, which is consistent; only the search lags.
    searchLagMs: 0,
    movesMoney: false,
    before: (payload, _key, call) => now(payload, call),
    async send(payload, _key, call) {
      const { id } = updated(payload);
      await client.update(deal.object, id, renamed(deal.fields, ours(payload)), call);
      return { id, created: false };
    },
    async lookup(payload, _key, call) {
      const current = await now(payload, call);
      return current && holds(current, ours(payload))
        ? { id: updated(payload).id, created: false }
        : 'absent';
    },
    async undo({ payload, before }, call) {
      const current = before && (await now(payload, call));
      if (!before || !current) return {};
      const { back, left } = restoration(before, ours(payload), current);
      if (Object.keys(back).length > 0)
        await client.update(deal.object, updated(payload).id, renamed(deal.fields, back), call);
      return leftAlone('impartner', left);
    },
  };
}

const heldIn = (record: ImpartnerRecord, field: string): Json =>
  (record[field.toLowerCase()] ?? null) as Json;
