import { hubspotEvent, hubspotEvents } from '../../../contracts/vendors/hubspot.ts';
import type { Json } from '../../../domain/json.ts';
import { VendorFault } from '../../ports/call.ts';
import type { DeliveredEvent } from '../../ports/registrar.ts';

/** A delivery: up to 100 events in no order. `attemptNumber` and what they say of values is left out. */
export function delivered(body: unknown): DeliveredEvent[] | null {
  const events = hubspotEvents.safeParse(body);
  if (!events.success) return null;
  return events.data.map((event) => {
    const read = hubspotEvent.safeParse(event);
    if (!read.success) return { key: null, record: '', event: event as Json };
    const { subscriptionId, eventId, occurredAt, objectId, subscriptionType } = read.data;
    return {
      // An event id alone is not documented to be unique.
      key: `${subscriptionId}.${eventId}.${occurredAt}.${objectId}`,
      record: `${subscriptionType.split('.')[0]} ${objectId}`,
      event: read.data as Json,
    };
  });
}

/** Events of deals in both of HubSpot's spellings; what they say of the deal's values is not looked at. */
export function reported(event: unknown): string | null {
  const read = hubspotEvent.safeParse(event);
  if (!read.success)
    throw new VendorFault({
      vendor: 'hubspot',
      kind: 'rejected',
      code: 'missing_id',
      message: "the event names no record; send HubSpot's events as they are",
    });
  const { subscriptionType, objectTypeId, objectId } = read.data;
  const [kind, what] = subscriptionType.split('.');
  const isDeal = kind === 'deal' || (kind === 'object' && objectTypeId === '0-3');
  return isDeal && TOLD.has(what ?? '') ? objectId : null;
}

/** A deletion or a merge tells nothing that could be read. */
const TOLD = new Set(['creation', 'propertyChange', 'associationChange', 'restore']);
