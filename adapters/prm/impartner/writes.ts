import type { ImpartnerMapping } from '../../../contracts/vendors/impartner.ts';
import type { Write } from '../../ports/write.ts';
import { jsonAmount, renamed } from '../../vendor-words.ts';
import { dealUpdate } from '../deal-update.ts';
import { conflictPayload, created } from '../payloads.ts';
import type { ImpartnerClient } from './client.ts';
import { creation } from './create.ts';
import { heldIn } from './records.ts';

/** A registration that came by e-mail or file; one that may not be deleted again is withdrawn. */
export function createDeal(client: ImpartnerClient, { deal }: ImpartnerMapping, searchLagMs: number): Write {
  const withdrawn = { status: deal.statuses.Withdrawn ?? 'Withdrawn', closureReason: 'Withdrawn' };
  return creation(client, searchLagMs, {
    object: deal.object,
    key: deal.externalId,
    body(payload) {
      const { partnerId, fields } = created(payload);
      const { opportunity_name, customer_name, stated_value, ...rest } = fields;
      const body = renamed(written(deal), {
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
    kept: renamed(written(deal), { status: withdrawn.status }),
    async keep(id, call) {
      await client.update(deal.object, id, renamed(written(deal), withdrawn), call);
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
  const fields = written(deal);
  return dealUpdate({
    vendor: 'impartner',
    statuses: deal.statuses,
    async now(id, names, call) {
      const asked = names.map((name) => fields[name] as string);
      const record = await client.get(deal.object, id, ['Id', ...asked], call);
      if (record && record.id !== id) return { into: record.id };
      return (
        record && Object.fromEntries(names.map((name, at) => [name, heldIn(record, asked[at] as string)]))
      );
    },
    async change(id, values, call) {
      await client.update(deal.object, id, renamed(fields, values), call);
    },
  });
}

/** Our names and the fields that are written. */
const written = ({ fields }: ImpartnerMapping['deal']): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, { write }]) => [name, write]));
