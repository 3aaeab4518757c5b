import type { HubspotMapping } from '../../../contracts/vendors/hubspot.ts';
import { sameNumber, vendorDecimal } from '../../vendor-words.ts';
import { currencyField } from '../currency.ts';
import { accountPayload, accountRef, contactPayload, opportunityPayload, tagged } from '../payloads.ts';
import { sameChoices } from '../read.ts';
import type { HubspotClient, Properties, Where } from './client.ts';
import { dayOf, writtenDay } from './days.ts';
import type { Companies, Upsert } from './upsert.ts';

/** Companies; `note` is told which record an external id means. */
export function company(
  { account: { externalId, origin, fields } }: HubspotMapping,
  client: HubspotClient,
  note: (externalId: string, id: string | null) => void,
): Upsert {
  return {
    type: 'companies',
    origin,
    where: (payload) => ({
      type: 'companies',
      property: externalId,
      value: accountPayload.parse(payload).externalId,
    }),
    fields(payload): Properties {
      const { name, domain } = accountPayload.parse(payload);
      return { [fields.name]: name, ...(domain ? { [fields.domain]: domain } : {}) };
    },
    onCreate: () => ({}),
    landed: (payload, id) => note(accountPayload.parse(payload).externalId, id),
    // HubSpot would leave them behind without a company.
    async keep(id, call) {
      const asked = { properties: [], associations: ['contacts' as const, 'deals' as const] };
      const row = await client.withAssociations({ type: 'companies', id }, asked, call);
      const hanging = Object.values(row?.associations ?? {}).some((each) => each && each.results.length > 0);
      return hanging ? 'has contacts or deals of others' : undefined;
    },
  };
}

/** Contacts, by their address or by a property of our own. */
export function contact({ contact: mapped }: HubspotMapping, companies: Companies): Upsert {
  const { externalId: property, origin, fields } = mapped;
  return {
    type: 'contacts',
    origin,
    where(payload) {
      const { externalId, email } = contactPayload.parse(payload);
      return {
        type: 'contacts',
        property,
        value: property === fields.email ? email.toLowerCase() : externalId,
      };
    },
    // HubSpot keeps addresses in lower case.
    fields: (payload) => ({ [fields.email]: contactPayload.parse(payload).email.toLowerCase() }),
    onCreate: () => ({}),
    more: { property: fields.email, also: 'hs_additional_emails' },
    company: { ...companies, of: (payload) => accountRef(contactPayload.parse(payload)) },
  };
}

/** Deals: our own, or the one in which the registration was entered. */
export function deal({ opportunity: mapped }: HubspotMapping, companies: Companies): Upsert {
  const { externalId: property, origin, fields, tagSeparator } = mapped;
  const lists = [fields.tags, fields.products].filter((name) => name !== null);
  return {
    type: 'deals',
    origin,
    same: {
      [fields.amount]: sameNumber,
      [fields.closeDate]: (theirs, ours) => dayOf(theirs, mapped.timeZone) === dayOf(ours, mapped.timeZone),
      ...Object.fromEntries(lists.map((name) => [name, sameChoices(tagSeparator)])),
    },
    where(payload): Where {
      const { externalId } = opportunityPayload.parse(payload);
      // A registration that was entered here as a deal is that deal: a second one would count its value twice.
      const own = /^hubspot-(\d{1,20})$/.exec(externalId)?.[1];
      return own ? { type: 'deals', id: own } : { type: 'deals', property, value: externalId };
    },
    fields(payload): Properties {
      const { tags, ...stated } = opportunityPayload.parse(payload);
      const values = {
        [fields.name]: stated.name,
        [fields.amount]: vendorDecimal('hubspot', stated.amount),
        ...(currencyField(
          'hubspot',
          { field: fields.currency, only: mapped.companyCurrency },
          stated.currency,
        ) as Properties),
        [fields.closeDate]: writtenDay(stated.closeDate, mapped.timeZone),
        [fields.partnerId]: stated.partnerId ?? '',
      };
      const also: [string | null, string][] = [
        [fields.partnerSourced, String(stated.partnerId !== null)],
        [fields.tags, tags.join(tagSeparator)],
        [fields.size, tagged(tags, 'size').join(tagSeparator)],
        [fields.products, tagged(tags, 'product').join(tagSeparator)],
        // Not knowing of a competitor says nothing against one that a seller noted.
        [stated.competitor === null ? null : fields.competitor, stated.competitor ?? ''],
      ];
      return { ...values, ...Object.fromEntries(also.filter(([name]) => name !== null)) };
    },
    onCreate: () => mapped.onCreate,
    company: { ...companies, of: (payload) => accountRef(opportunityPayload.parse(payload)) },
  };
}
