import { type HubspotEvent, hubspotEvent, hubspotEvents } from '../../../contracts/vendors/hubspot.ts';
import type { Json } from '../../../domain/json.ts';
import { VendorFault } from '../../ports/call.ts';
import type { DeliveredEvent } from '../../ports/registrar.ts';

/** A delivery: up to 100 events in no order. `attemptNumber` and what they say of values is left out. */
export function delivered(body: unknown): DeliveredEvent[] | null {
  const events = hubspotEvents.safeParse(body);
  if (!events.success) return null;
  return events.data.flatMap((event): DeliveredEvent | DeliveredEvent[] => {
    const read = hubspotEvent.safeParse(event);
    const about = read.success ? recordOf(read.data) : null;
    if (!read.success || about === null) return { key: null, record: '', event: event as Json };
    const { subscriptionId, eventId, occurredAt } = read.data;
    const named = (id: string, of: HubspotEvent): DeliveredEvent => ({
      // An event id alone is not documented to be unique.
      key: `${subscriptionId}.${eventId}.${occurredAt}.${id}`,
      record: `${about.kind} ${id}`,
      event: of as Json,
    });
    return [
      named(about.id, read.data),
      ...mergedIn(read.data, about.id).map(
        ({ id, ...of }): DeliveredEvent => ({ ...named(id, of), openOnly: true }),
      ),
    ];
  });
}

/** Of a merge, a word of each record that went into another: HubSpot sends none, and a case of it may be open. */
function mergedIn(event: HubspotEvent, into: string): (HubspotEvent & { id: string })[] {
  const [kind, what] = event.subscriptionType.split('.');
  if (what !== 'merge') return [];
  const { primaryObjectId, mergedObjectIds, newObjectId: _, ...rest } = event;
  const ids = new Set([primaryObjectId, ...(mergedObjectIds ?? [])]);
  return [...ids]
    .filter((id): id is string => id != null && id !== into)
    .map((id) => ({ ...rest, subscriptionType: `${kind}.propertyChange`, objectId: id, id }));
}

/** Events of deals in both of HubSpot's spellings; what they say of the deal's values is not looked at. */
export function reported(event: unknown): string | null {
  const read = hubspotEvent.safeParse(event);
  const about = read.success ? recordOf(read.data) : null;
  if (about === null)
    throw new VendorFault({
      vendor: 'hubspot',
      kind: 'rejected',
      code: 'missing_id',
      message: "the event names no record; send HubSpot's events as they are",
    });
  return about.kind === DEAL && TOLD.has(about.what) ? about.id : null;
}

/** A deletion tells nothing that could be read. */
const TOLD = new Set(['creation', 'propertyChange', 'associationChange', 'merge', 'restore']);

const DEAL = 'deal';
const DEAL_TYPE = '0-3';

/** What an event is about; null when it names no record. */
function recordOf(event: HubspotEvent): { kind: string; id: string; what: string } | null {
  const [named = '', what = ''] = event.subscriptionType.split('.');
  const kindOf = (typeId: string | null | undefined) =>
    named !== 'object' ? named : typeId === DEAL_TYPE ? DEAL : `object ${typeId}`;
  const record = (kind: string, id: string | null | undefined) => (id ? { kind, id, what } : null);
  switch (what) {
    case 'associationChange': {
      // Either side may have been subscribed to, and a deal may be on either.
      const from = kindOf(event.fromObjectTypeId ?? event.objectTypeId);
      const toDeal = event.toObjectTypeId === DEAL_TYPE || event.associationType?.endsWith('_TO_DEAL');
      return from !== DEAL && toDeal ? record(DEAL, event.toObjectId) : record(from, event.fromObjectId);
    }
    case 'merge':
      // A merge changes what the record holds, and fires no other event for it.
      return record(kindOf(event.objectTypeId), event.newObjectId ?? event.primaryObjectId ?? event.objectId);
    default:
      return record(kindOf(event.objectTypeId), event.objectId);
  }
}
