import { lookupTable } from '../../domain/lookup-table.ts';
import type { EventForm } from '../ports/registrar.ts';
import { delivered, reported } from './hubspot/events.ts';

/** CRMs that send events. */
const FORMS = lookupTable<EventForm>({
  hubspot: { facets: { deal: reported }, delivered },
});

/** Null where this CRM sends none. @param vendor as configured */
export function crmEvents(vendor: string): EventForm | null {
  return FORMS[vendor] ?? null;
}
