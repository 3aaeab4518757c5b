import type { PartnerstackMapping } from '../../../contracts/vendors/partnerstack.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import { ownId } from '../../own-id.ts';
import { VendorFault } from '../../ports/call.ts';
import type { Write } from '../../ports/write.ts';
import { holds } from '../../restore.ts';
import { created } from '../payloads.ts';
import { bodyOf, centsOf } from './body.ts';
import type { PartnerstackClient } from './client.ts';
import { heldAt, isArchived } from './records.ts';

/**
 * PartnerStack has no idempotency key, and nobody says that an external key is unique. A repeat could double, but a deal can be
 * read by its external key, and ours is made from the effect's key.
 */
export function createDeal(
  client: PartnerstackClient,
  { deal }: PartnerstackMapping,
  searchLagMs: number,
): Write {
  const withdrawn = deal.statuses.Withdrawn ?? 'Withdrawn';

  /** What a new deal holds, by where it stands. */
  function stated(payload: JsonObject, key: string): [path: string, value: Json][] {
    const { partnerId, fields } = created(payload);
    const { stated_value, expected_close_date, customer_name, ...rest } = fields;
    const values = {
      ...rest,
      customer_name: customer_name ?? rest.opportunity_name ?? 'Deal registration',
      currency: stated_value?.currency ?? null,
    };
    const mapped = Object.entries(values).flatMap(([name, value]): [string, Json][] =>
      value === null ? [] : [[deal.fields[name as keyof typeof values], value]],
    );
    return [
      ['partner_key', partnerId],
      ['external_key', ownId(key)],
      ['source', 'partner'],
      ['stage', deal.statuses.Submitted ?? 'Submitted'],
      ...(stated_value ? [['amount', centsOf(stated_value)] as [string, Json]] : []),
      ...(expected_close_date === null ? [] : [['close_date', expected_close_date] as [string, Json]]),
      ...mapped,
    ];
  }

  return {
    repeat: 'lookup',
    searchLagMs,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      const values = stated(payload, key);
      return { id: await client.create(bodyOf(values, null), call), created: true };
    },
    async lookup(_payload, key, call) {
      const found = await client.get('deals', ownId(key), call);
      if (!found || isArchived(found)) return 'absent';
      return found.external_key === ownId(key) ? { id: found.key, created: true } : 'unknown';
    },
    async undo({ payload, landed, key }, call) {
      const now = await client.get('deals', landed.id, call);
      if (!now || isArchived(now)) return {};
      const values: JsonObject = Object.fromEntries(stated(payload, key));
      const held = Object.fromEntries(Object.keys(values).map((path) => [path, heldAt(now, path)]));
      if (!holds(held, values) && !holds(held, { ...values, stage: withdrawn }))
        return { corrected: `partnerstack: deal ${landed.id} was changed after our write and was kept` };
      try {
        await client.archive(landed.id, call);
        return {};
      } catch (error) {
        if (!(error instanceof VendorFault)) throw error;
        if (error.kind !== 'auth' && error.kind !== 'rejected') throw error;
      }
      await client.update(landed.id, { stage: withdrawn, lost_reason: 'Withdrawn' }, call);
      return {
        corrected: `partnerstack: deal ${landed.id} could not be archived and was set to ${withdrawn}`,
      };
    },
  };
}
