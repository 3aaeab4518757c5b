import type { Lifecycle } from '../../domain/lifecycles.ts';
import { crmEvents } from '../crm/events.ts';
import { VendorFault } from '../ports/call.ts';
import type { EventForm, ReportedRecord } from '../ports/registrar.ts';
import { prmEvents } from '../prm/events.ts';

/** Says which record a vendor's event is about, and whose it is; it asks the vendor nothing. */
export interface EventReader extends Pick<EventForm, 'delivered'> {
  /** Whose dead letter an event is that cannot be read. */
  lifecycle: Lifecycle;
  /** Null: the event is about something else. @throws VendorFault `rejected`, code `missing_id`, when it names no record */
  reported(event: unknown): ReportedRecord | null;
}

/**
 * Who reads the events of a source: the CRM, where it has events of its own and the source is named for it, else the PRM.
 * @param vendors as configured
 */
export function eventReaders({ prm, crm }: { prm: string; crm: string }): (source: string) => EventReader {
  return (source) => readerOf((source === crm ? crmEvents(crm) : null) ?? prmEvents(prm));
}

/** Asks every facet: an event is about at most one record of one of them. */
export function readerOf({ facets, ...form }: EventForm): EventReader {
  const entries = Object.entries(facets) as [Lifecycle, (event: unknown) => string | null][];
  const [lifecycle = 'deal'] = entries.map(([name]) => name);
  return {
    ...form,
    lifecycle,
    reported(event) {
      let missing: VendorFault | null = null;
      for (const [name, reported] of entries) {
        try {
          const id = reported(event);
          if (id !== null) return { lifecycle: name, id };
        } catch (error) {
          if (!(error instanceof VendorFault) || error.code !== 'missing_id') throw error;
          missing ??= error;
        }
      }
      if (missing) throw missing;
      return null;
    },
  };
}
