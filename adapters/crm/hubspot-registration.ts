import type { HubspotMapping } from '../../contracts/hubspot.ts';
import type { CrmPort, PrmDeal } from '../ports.ts';
import type { HubspotClient } from './hubspot-client.ts';
import { MODIFIED, modifiedOf } from './hubspot-records.ts';
import { instantOf } from './read.ts';

/**
 * Reads a registration that a partner entered as a deal of HubSpot. Deals that the mapping does not name, and those that we
 * created ourselves, are none. Customer and contact are taken from the company and contact of the deal where it holds none.
 */
export function hubspotRegistration(
  client: HubspotClient,
  { registration, opportunity, account, contact }: HubspotMapping,
): CrmPort['registration'] {
  if (!registration) return null;
  const { when, fields } = registration;
  const asked = [MODIFIED, 'createdate', opportunity.externalId, opportunity.origin, ...Object.keys(when)];
  const properties = [...new Set([...asked, ...Object.values(fields).filter((name) => name !== null)])];

  return async (id, call): Promise<PrmDeal | null> => {
    const links = ['companies', 'contacts'] as const;
    const row = await client.withAssociations(
      { type: 'deals', id },
      { properties, associations: [...links] },
      call,
    );
    if (!row) return null;
    const text = (name: string | null) => (name === null ? null : row.properties[name] || null);
    const meant = Object.entries(when).every(([name, value]) => text(name) === value);
    if (!meant || text(opportunity.externalId) !== null || text(opportunity.origin) !== null) return null;
    const first = (type: (typeof links)[number]) => row.associations?.[type]?.results[0]?.id;
    const from = async (type: (typeof links)[number], name: string) => {
      const linked = first(type);
      const found = linked === undefined ? null : await client.row({ type, id: linked }, [name], call);
      return found?.properties[name] || null;
    };
    const amount = text(fields.amount);
    return {
      id,
      partnerId: text(fields.source_partner_id) ?? '',
      status: 'Submitted',
      version: modifiedOf(row),
      submittedAt: instantOf(text('createdate')),
      modifiedAt: modifiedOf(row),
      fields: {
        customer_name: text(fields.customer_name) ?? (await from('companies', account.fields.name)),
        opportunity_name: text(fields.opportunity_name),
        stated_value:
          amount === null ? null : { amount, currency: text(fields.currency) ?? opportunity.companyCurrency },
        expected_close_date: instantOf(text(fields.expected_close_date))?.slice(0, 10) ?? null,
        primary_contact_email:
          text(fields.primary_contact_email) ?? (await from('contacts', contact.fields.email)),
        partner_notes: text(fields.partner_notes),
      },
    };
  };
}
