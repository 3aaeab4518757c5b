import { Decimal } from 'decimal.js';
import type { PartnerstackMapping, PartnerstackRecord } from '../../contracts/partnerstack.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { exponentOf, type Money } from '../../domain/money.ts';
import { type Call, VendorFault, type Write } from '../ports.ts';
import { holds, leftAlone, restoration } from '../restore.ts';
import { ownId } from './own-id.ts';
import type { PartnerstackClient } from './partnerstack-client.ts';
import { heldAt, isArchived } from './partnerstack-records.ts';
import { created, updated } from './payloads.ts';

/**
 * PartnerStack has no idempotency key, and nobody says that an external key is unique. A repeat could double, but a deal can be
 * read by its external key, and ours is made from the effect's key.
 */
export function createDeal(
  client: PartnerstackClient,
  { deal }: PartnerstackMapping,
  searchLagMs: number,
): Write {
  return {
    repeat: 'lookup',
    searchLagMs,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      const { partnerId, fields } = created(payload);
      const { stated_value, expected_close_date, customer_name, ...rest } = fields;
      const values = {
        ...rest,
        customer_name: customer_name ?? rest.opportunity_name ?? 'Deal registration',
        currency: stated_value?.currency ?? null,
      };
      const mapped = Object.entries(values).flatMap(([name, value]) =>
        value === null ? [] : [[deal.fields[name as keyof typeof values], value] as const],
      );
      const body = {
        partner_key: partnerId,
        external_key: ownId(key),
        source: 'partner',
        stage: deal.statuses.Submitted ?? 'Submitted',
        ...(stated_value ? { amount: centsOf(stated_value) } : {}),
        ...(expected_close_date === null ? {} : { close_date: expected_close_date }),
        ...bodyOf(mapped, null),
      };
      return { id: await client.create(body, call), created: true };
    },
    async lookup(_payload, key, call) {
      const found = await client.get('deals', ownId(key), call);
      if (!found || isArchived(found)) return 'absent';
      return found.external_key === ownId(key) ? { id: found.key, created: true } : 'unknown';
    },
    async undo({ landed }, call) {
      try {
        await client.archive(landed.id, call);
        return {};
      } catch (error) {
        if (!(error instanceof VendorFault)) throw error;
        if (error.kind === 'not_found') return {};
        if (error.kind !== 'auth' && error.kind !== 'rejected') throw error;
      }
      const stage = deal.statuses.Withdrawn ?? 'Withdrawn';
      await client.update(landed.id, { stage, lost_reason: 'Withdrawn' }, call);
      return { corrected: `partnerstack: deal ${landed.id} could not be archived and was set to ${stage}` };
    },
  };
}

/** Writes stage, lost reason and the three AI fields of one deal. A repeat writes the same values, but is looked up first. */
export function updateDeal(client: PartnerstackClient, { deal }: PartnerstackMapping): Write {
  const paths: Record<string, string> = { ...deal.fields, status: 'stage', closureReason: 'lost_reason' };
  const ours = (payload: JsonObject): JsonObject => {
    const { id: _, status, ...rest } = updated(payload);
    return { ...rest, status: deal.statuses[status] ?? status };
  };

  /** The touched fields as they are now, under our names. */
  async function now(payload: JsonObject, call: Call): Promise<JsonObject | null> {
    const record = await client.get('deals', updated(payload).id, call);
    if (!record || isArchived(record)) return null;
    return Object.fromEntries(
      Object.keys(ours(payload)).map((name) => [name, heldAt(record, paths[name] as string)]),
    );
  }

  async function write(id: string, values: JsonObject, call: Call): Promise<void> {
    const mapped = Object.entries(values).map(([name, value]) => [paths[name] as string, value] as const);
    const inside = mapped.some(([path]) => path.includes('.'));
    const current = inside ? await client.get('deals', id, call) : null;
    if (inside && !current) throw gone(id);
    await client.update(id, bodyOf(mapped, current), call);
  }

  return {
    repeat: 'lookup',
    // Read by key, which is consistent; only lists lag.
    searchLagMs: 0,
    movesMoney: false,
    before: (payload, _key, call) => now(payload, call),
    async send(payload, _key, call) {
      const { id } = updated(payload);
      await write(id, ours(payload), call);
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
      if (Object.keys(back).length > 0) await write(updated(payload).id, back, call);
      return leftAlone('partnerstack', left);
    },
  };
}

/**
 * The body of a write. A container goes whole, with what others keep in it: nobody says whether PartnerStack merges or replaces
 * it, and this is right either way.
 */
function bodyOf(
  values: readonly (readonly [string, Json])[],
  current: PartnerstackRecord | null,
): JsonObject {
  const body: JsonObject = {};
  for (const [path, value] of values) {
    const [outer, inner] = path.split('.') as [string, string?];
    if (inner === undefined) body[outer] = value;
    else body[outer] = { ...((body[outer] ?? current?.[outer] ?? {}) as JsonObject), [inner]: value };
  }
  return body;
}

/** @throws VendorFault `rejected` for what has no whole number of cents, instead of writing another amount. */
function centsOf({ amount, currency }: Money): number {
  const cents = new Decimal(amount).times(100);
  if (exponentOf(currency) === 2 && cents.isInteger() && cents.abs().lte(Number.MAX_SAFE_INTEGER))
    return cents.toNumber();
  throw new VendorFault({
    vendor: 'partnerstack',
    kind: 'rejected',
    code: 'AMOUNT_NOT_REPRESENTABLE',
    message: `PartnerStack counts cents, which do not fit an amount in ${currency} or of this size; register it there by hand`,
    certainlyNotLanded: true,
  });
}

function gone(id: string): VendorFault {
  return new VendorFault({
    vendor: 'partnerstack',
    kind: 'not_found',
    status: 404,
    message: `there is no deal ${id}`,
    certainlyNotLanded: true,
  });
}
