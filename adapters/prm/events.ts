import { lookupTable } from '../../domain/lookup-table.ts';
import type { EventForm } from '../ports/registrar.ts';
import { reportedByPartnerstack } from './partnerstack/events.ts';
import { idReported } from './reported.ts';

/** PRMs whose events have a form of their own. */
const FORMS = lookupTable<EventForm>({
  partnerstack: { facets: { deal: reportedByPartnerstack } },
});

/** Any other's events are set up by each company and name a registration as `id`. @param vendor as configured */
export function prmEvents(vendor: string): EventForm {
  return FORMS[vendor] ?? { facets: { deal: (event) => idReported(vendor, event) } };
}
