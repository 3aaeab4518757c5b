import type { JsonObject } from '../../../domain/json.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { Landed } from '../../ports/write.ts';
import { holdsOurs } from '../../restore.ts';
import type { PartnerstackClient } from './client.ts';
import { heldAt } from './records.ts';

/**
 * Reads a deal back after a write: PartnerStack drops what it does not take, and says nothing.
 * @param values what was written, by where it stands
 * @throws VendorFault `rejected`, code FIELD_DROPPED, with what landed all the same; `unavailable` where it cannot be read back
 */
export async function mustBeKept(
  client: PartnerstackClient,
  landed: Landed,
  values: JsonObject,
  call: Call,
): Promise<Landed> {
  const { id } = landed;
  const deal = await client.get('deals', id, call).catch((error: unknown) => {
    if (!(error instanceof VendorFault)) throw error;
    const { code, status, retryAfterMs } = error;
    // Whatever kept the reading from working, the write before it was answered.
    throw new VendorFault({
      ...{ vendor: 'partnerstack', kind: 'unavailable' },
      message: `deal ${id} was written, but could not be read back (${error.message})`,
      ...(code === undefined ? {} : { code }),
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  });
  if (!deal) return landed;
  const dropped = Object.entries(values).flatMap(([path, value]) =>
    // What was changed meanwhile is somebody's, what is empty was not kept.
    heldAt(deal, path) !== null || holdsOurs({ [path]: null }, { [path]: value }) ? [] : [path],
  );
  if (dropped.length === 0) return landed;
  throw new VendorFault({
    ...{ vendor: 'partnerstack', kind: 'rejected', code: 'FIELD_DROPPED' },
    landed: { ...landed, detail: { dropped } },
    message:
      `deal ${id} was written without ${dropped.join(', ')}, which PartnerStack dropped in silence; ` +
      'map them to fields of the deal form in policy/mappings/partnerstack.yaml (or to null); trying again leaves it as it is',
  });
}
