import type { EventForm } from '../ports/registrar.ts';
import { delivered, reported } from './hubspot/events.ts';

/** CRMs that send events. */
const FORMS: Record<string, EventForm> = {
  hubspot: { facets: { deal: reported }, delivered },
};

/** Null where this CRM sends none. @param vendor as configured */
export function crmEvents(vendor: string): EventForm | null {
  return (Object.hasOwn(FORMS, vendor) ? FORMS[vendor] : undefined) ?? null;
}
