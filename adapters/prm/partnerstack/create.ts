import type { PartnerstackMapping } from '../../../contracts/vendors/partnerstack.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import { createOnce } from '../../create-once.ts';
import { ownId } from '../../own-id.ts';
import type { Call } from '../../ports/call.ts';
import type { Write } from '../../ports/write.ts';
import { created } from '../payloads.ts';
import { undoCreation } from '../undo-creation.ts';
import { bodyOf, centsOf } from './body.ts';
import type { PartnerstackClient } from './client.ts';
import { mustBeKept } from './kept.ts';
import { heldAt, isArchived } from './records.ts';
import { sameKey } from './same-key.ts';

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
  function stated(payload: JsonObject, id: string): [path: string, value: Json][] {
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
      ['external_key', id],
      ['source', 'partner'],
      ['stage', deal.statuses.Submitted ?? 'Submitted'],
      ...(stated_value ? [['amount', centsOf(stated_value)] as [string, Json]] : []),
      ...(expected_close_date === null ? [] : [['close_date', expected_close_date] as [string, Json]]),
      ...mapped,
    ];
  }
  const valuesOf = (payload: JsonObject, id: string): JsonObject => Object.fromEntries(stated(payload, id));

  const once = createOnce({
    searchLagMs,
    async create(payload, id, call) {
      const key = await client.create(bodyOf(stated(payload, id), null), call);
      return mustBeKept(client, { id: key, created: true }, valuesOf(payload, id), call);
    },
    carrying: (id, call) => sameKey(client, id, call),
  });

  return {
    ...once,
    async lookup(payload, key, call) {
      const found = await once.lookup(payload, key, call);
      if (typeof found === 'string') return found;
      return mustBeKept(client, found, valuesOf(payload, ownId(key)), call);
    },
    undo: ({ payload, landed: { id, detail }, key }, call: Call) => {
      const dropped = (detail?.dropped ?? []) as string[];
      const kept = Object.entries(valuesOf(payload, ownId(key))).filter(([path]) => !dropped.includes(path));
      const fields: JsonObject = Object.fromEntries(kept);
      return undoCreation({
        ...{ vendor: 'partnerstack', name: `deal ${id}`, withdrawn: { stage: withdrawn } },
        fields,
        async now(paths) {
          const now = await client.get('deals', id, call);
          if (!now || isArchived(now)) return { gone: {} };
          return Object.fromEntries(paths.map((path) => [path, heldAt(now, path)]));
        },
        remove: () => client.archive(id, call),
        async withdraw() {
          await client.update(id, { stage: withdrawn, lost_reason: 'Withdrawn' }, call);
          return `partnerstack: deal ${id} could not be archived and was set to ${withdrawn}`;
        },
      });
    },
  };
}
