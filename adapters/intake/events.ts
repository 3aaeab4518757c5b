import type { Lifecycle } from '../../domain/lifecycles.ts';
import { delivered, reported } from '../crm/hubspot/events.ts';
import type { Registrar } from '../ports/registrar.ts';
import { reportedByPartnerstack } from '../prm/partnerstack/events.ts';
import { idReported } from '../prm/reported.ts';

/** Says which record a vendor's event is about; it asks the vendor nothing. See Registrar. */
export interface EventReader extends Pick<Registrar, 'reported' | 'delivered'> {
  /** Whose records its events name. */
  lifecycle: Lifecycle;
}

/** Vendors whose events have a form of their own; any other's is set up by each company and names its record as `id`. */
const READERS: Record<string, EventReader> = {
  partnerstack: { lifecycle: 'deal', reported: reportedByPartnerstack },
  hubspot: { lifecycle: 'deal', reported, delivered },
};

/**
 * Who reads the events of a source: the CRM, where it has events of its own and the source is named for it, else the PRM.
 * @param vendors as configured
 */
export function eventReaders({ prm, crm }: { prm: string; crm: string }): (source: string) => EventReader {
  const readerOf = (vendor: string) => (Object.hasOwn(READERS, vendor) ? READERS[vendor] : undefined);
  return (source) =>
    (source === crm ? readerOf(crm) : undefined) ??
    readerOf(prm) ?? { lifecycle: 'deal', reported: (event) => idReported(prm, event) };
}
