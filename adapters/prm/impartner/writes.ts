import type { ImpartnerMapping, ImpartnerRecord } from '../../../contracts/vendors/impartner.ts';
import type { Json } from '../../../domain/json.ts';
import type { Write } from '../../ports/write.ts';
import { jsonAmount, renamed } from '../../vendor-words.ts';
import { dealUpdate } from '../deal-update.ts';
import { conflictPayload, created } from '../payloads.ts';
import type { ImpartnerClient } from './client.ts';
import { creation } from './create.ts';

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

/** The outcome of one deal, under the tenant's own field names. */
export function updateDeal(client: ImpartnerClient, { deal }: ImpartnerMapping): Write {
  return dealUpdate({
    vendor: 'impartner',
    statuses: deal.statuses,
    async now(id, names, call) {
      const fields = names.map((name) => deal.fields[name as keyof typeof deal.fields]);
      const record = await client.get(deal.object, id, ['Id', ...fields], call);
      return (
        record && Object.fromEntries(names.map((name, at) => [name, heldIn(record, fields[at] as string)]))
      );
    },
    async change(id, values, call) {
      await client.update(deal.object, id, renamed(deal.fields, values), call);
    },
  });
}

const heldIn = (record: ImpartnerRecord, field: string): Json =>
  (record[field.toLowerCase()] ?? null) as Json;
