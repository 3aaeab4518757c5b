import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { type HubspotMapping, hubspotMapping } from '../../contracts/hubspot.ts';
import { tokenBucket } from '../budget.ts';
import { baseUrl, httpSettings, mappingFile, shippedMapping, vendorConfig } from '../config.ts';
import { type CrmPort, VendorFault } from '../ports.ts';
import { hubspotCandidates } from './hubspot-candidates.ts';
import { hubspotChanges } from './hubspot-changes.ts';
import { type HubspotClient, hubspotClient, type Properties, type Where } from './hubspot-client.ts';
import { hubspotCompanies } from './hubspot-companies.ts';
import { hubspotRegistrations } from './hubspot-registrations.ts';
import { type Companies, hubspotUpsert, type Upsert } from './hubspot-upsert.ts';
import { accountPayload, contactPayload, opportunityPayload, tagged } from './payloads.ts';

const settings = z.strictObject({
  ...httpSettings,
  baseUrl: baseUrl.default('https://api.hubapi.com'),
  /** A service key (or the token of an app) with crm.objects.{companies,contacts,deals}.{read,write}, and nothing else. */
  accessToken: z.string().min(1),
  /** Of the five that the whole account has. */
  searchesPerSecond: z.number().positive().default(3),
  /** Most records on a page of a search. */
  pageSize: z.number().int().min(1).max(200).default(200),
  /** `changedSince` leaves alone what changed less than so long ago: the search lags. */
  settleMs: z.number().int().min(0).default(15_000),
});

/** HubSpot over its date-based CRM API. @throws Error when the configuration or the mapping file is wrong. */
export function hubspot(config: unknown): CrmPort {
  const own = vendorConfig('hubspot', settings, config);
  const mapping = mappingFile('hubspot', hubspotMapping, own.mapping ?? shippedMapping('hubspot'));
  const bucket = (perSecond: number, burst = Math.max(1, perSecond)) =>
    tokenBucket('hubspot', perSecond, burst);
  const client = hubspotClient(own, {
    calls: bucket(own.requestsPerSecond, own.burst),
    searches: bucket(own.searchesPerSecond),
  });
  const companies = hubspotCompanies(client, mapping.account.externalId);
  return {
    vendor: 'hubspot',
    openingStage: mapping.opportunity.onCreate[mapping.opportunity.fields.stage] ?? null,
    candidates: hubspotCandidates(client, mapping, own.pageSize),
    changedSince: hubspotChanges(client, mapping, own),
    registrations: hubspotRegistrations(client, mapping),
    writes: {
      upsertAccount: hubspotUpsert(client, company(mapping, client, companies.note)),
      upsertContact: hubspotUpsert(client, contact(mapping, companies)),
      upsertOpportunity: hubspotUpsert(client, deal(mapping, companies)),
    },
  };
}

function company(
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

function contact({ contact: mapped }: HubspotMapping, companies: Companies): Upsert {
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
    company: { ...companies, of: (payload) => contactPayload.parse(payload).accountExternalId },
  };
}

function deal({ opportunity: mapped }: HubspotMapping, companies: Companies): Upsert {
  const { externalId: property, origin, fields, tagSeparator } = mapped;
  return {
    type: 'deals',
    origin,
    number: fields.amount,
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
        [fields.amount]: new Decimal(stated.amount).toFixed(),
        ...currencyOf(stated.currency, mapped),
        [fields.closeDate]: stated.closeDate,
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
    company: { ...companies, of: (payload) => opportunityPayload.parse(payload).accountExternalId },
  };
}

/** @throws VendorFault `rejected` instead of writing an amount under a currency that it is not in. */
function currencyOf(currency: string, mapped: HubspotMapping['opportunity']): Properties {
  if (mapped.fields.currency !== null) return { [mapped.fields.currency]: currency };
  if (currency === mapped.companyCurrency) return {};
  throw new VendorFault({
    vendor: 'hubspot',
    kind: 'rejected',
    code: 'CURRENCY',
    message: `the account has ${mapped.companyCurrency} only; convert the amount, or map a currency property in policy/mappings/hubspot.yaml`,
    certainlyNotLanded: true,
  });
}
