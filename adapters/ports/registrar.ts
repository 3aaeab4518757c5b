import type { Json } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { Call } from './call.ts';
import type { PrmDeal } from './prm.ts';

/** Where registrations are entered: reads the one that its webhook speaks of. */
export interface Registrar {
  read(id: string, call: Call): Promise<PrmDeal | null>;
  /**
   * Id of the registration that this vendor's webhook speaks of; null when the event is about something else. Nothing else in
   * the body is believed, the record is read. @throws VendorFault `rejected`, code `missing_id`, when the body names none.
   */
  reported(event: unknown): string | null;
  /** The events of one delivery, where the vendor sends several at once; null when the body is none of its deliveries. */
  delivered?(body: unknown): DeliveredEvent[] | null;
}

export interface DeliveredEvent {
  /** Names the event through all attempts to deliver it; null when it cannot be read. */
  key: string | null;
  /** The record that it is about: one reading serves all its events. */
  record: string;
  /** What `reported` takes; the same through all attempts. */
  event: Json;
  /** Only where a case of the record is open: of any other nobody wants to hear. */
  openOnly?: true;
}

/** A record that an event is about, and whose it is. */
export interface ReportedRecord {
  lifecycle: Lifecycle;
  id: string;
}

/** What the events of one vendor look like. It asks the vendor nothing: the server reads them too. */
export interface EventForm extends Pick<Registrar, 'delivered'> {
  /** Each facet answers the id of a record of its own; see Registrar.reported. */
  facets: Partial<Record<Lifecycle, Registrar['reported']>>;
}
