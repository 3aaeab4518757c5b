import type { HubspotMapping, HubspotRow } from '../../../contracts/vendors/hubspot.ts';
import type { Call } from '../../ports/call.ts';
import type { PrmDeal } from '../../ports/prm.ts';
import type { Registrar } from '../../ports/registrar.ts';
import { instantOf } from '../read.ts';
import type { HubspotClient } from './client.ts';
import { dayOf } from './days.ts';
import { delivered, reported } from './events.ts';
import { MODIFIED, modifiedOf } from './records.ts';

/**
 * Registrations that partners enter as deals of HubSpot. Deals that the mapping does not mean (yet) are drafts. Customer and contact are taken from
 * the company and contact of the deal where it holds none.
 */
export function hubspotRegistrations(
  client: HubspotClient,
  { registration, opportunity, account, contact }: HubspotMapping,
): Registrar | null {
  if (!registration) return null;
  const { when, fields } = registration;
  const { externalId, origin, fields: deal, timeZone } = opportunity;
  const asked = [MODIFIED, 'createdate', externalId, origin, deal.account, ...Object.keys(when)];
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
    const ours = text(externalId) !== null || text(origin) !== null;
    const from = async (type: (typeof links)[number], id: string | null, name: string) => {
      const found = id === null ? null : await client.row({ type, id }, [name], call);
      return found?.properties[name] || null;
    };
    const company = text(deal.account) ?? linked(row, 'companies', 'deal_to_company');
    const amount = text(fields.amount);
    return {
      // A deal that was merged is answered as the one that it went into.
      id: row.id,
      partnerId: text(fields.source_partner_id) ?? '',
      status: meant ? 'Submitted' : 'Draft',
      version: modifiedOf(row),
      submittedAt: instantOf(text('createdate')),
      modifiedAt: modifiedOf(row),
      ours,
      fields: {
        customer_name: text(fields.customer_name) ?? (await from('companies', company, account.fields.name)),
        opportunity_name: text(fields.opportunity_name),
        stated_value:
          amount === null ? null : { amount, currency: text(fields.currency) ?? opportunity.companyCurrency },
        expected_close_date: dayOf(text(fields.expected_close_date), timeZone),
        primary_contact_email:
          text(fields.primary_contact_email) ??
          (await from('contacts', linked(row, 'contacts'), contact.fields.email)),
        partner_notes: text(fields.partner_notes),
      },
    };
  }

  return { read, reported, delivered };
}

/** The record of this kind that hangs on a deal: by its primary link, or the only one. Which of several is meant nobody can tell. */
function linked(
  { associations }: HubspotRow,
  kind: 'companies' | 'contacts',
  primary?: string,
): string | null {
  const links = associations?.[kind]?.results ?? [];
  const chosen = primary === undefined ? [] : links.filter(({ type }) => type === primary);
  const ids = [...new Set((chosen.length > 0 ? chosen : links).map(({ id }) => id))];
  return ids.length === 1 ? (ids[0] ?? null) : null;
}
