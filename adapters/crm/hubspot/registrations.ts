import type { HubspotMapping } from '../../../contracts/vendors/hubspot.ts';
import type { Call } from '../../ports/call.ts';
import type { PrmDeal } from '../../ports/prm.ts';
import type { Registrar } from '../../ports/registrar.ts';
import { instantOf } from '../read.ts';
import type { HubspotClient } from './client.ts';
import { delivered, reported } from './events.ts';
import { MODIFIED, modifiedOf } from './records.ts';

/**
 * Registrations that partners enter as deals of HubSpot. Deals that the mapping does not mean (yet) are drafts. Customer and contact are taken from the company and contact of the deal where it holds none.
 */
export function hubspotRegistrations(
  client: HubspotClient,
  { registration, opportunity, account, contact }: HubspotMapping,
): Registrar | null {
  if (!registration) return null;
  const { when, fields } = registration;
  const asked = [MODIFIED, 'createdate', opportunity.externalId, opportunity.origin, ...Object.keys(when)];
  const properties = [...new Set([...asked, ...Object.values(fields).filter((name) => name !== null)])];

  async function read(id: string, call: Call): Promise<PrmDeal | null> {
    const links = ['companies', 'contacts'] as const;
    const row = await client.withAssociations(
      { type: 'deals', id },
      { properties, associations: [...links] },
      call,
    );
    if (!row) return null;
    const text = (name: string | null) => (name === null ? null : row.properties[name] || null);
    const meant = Object.entries(when).every(([name, value]) => text(name) === value);
    const ours = text(opportunity.externalId) !== null || text(opportunity.origin) !== null;
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
      status: meant ? 'Submitted' : 'Draft',
      version: modifiedOf(row),
      submittedAt: instantOf(text('createdate')),
      modifiedAt: modifiedOf(row),
      ours,
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
  }

  return { read, reported, delivered };
}
