import { z } from 'zod';
import { hubspotMapping } from '../../../contracts/vendors/hubspot.ts';
import { type AccountBudgets, accountBudgets } from '../../account-budgets.ts';
import { baseUrl, httpSettings, mappedVendor, mirrorSettings } from '../../config.ts';
import type { CrmPort } from '../../ports/crm.ts';
import { withDeletions } from './bin.ts';
import { hubspotCandidates } from './candidates.ts';
import { hubspotChanges } from './changes.ts';
import { hubspotClient } from './client.ts';
import { hubspotCompanies } from './companies.ts';
import { company, contact, deal } from './kinds.ts';
import { hubspotRegistrations } from './registrations.ts';
import { hubspotUpsert } from './upsert.ts';

const settings = z.strictObject({
  ...httpSettings,
  ...mirrorSettings,
  baseUrl: baseUrl.default('https://api.hubapi.com'),
  /** A service key (or the token of an app) with crm.objects.{companies,contacts,deals}.{read,write}, and nothing else. */
  accessToken: z.string().min(1),
  /** Of the five that the whole account has. */
  searchesPerSecond: z.number().positive().default(3),
  /** Most records on a page of a search. */
  pageSize: z.number().int().min(1).max(200).default(200),
  /** `changedSince` leaves alone what changed less than so long ago: the search lags. */
  settleMs: z.number().int().min(0).default(15_000),
  /** What was deleted is read at most so often: a call for each 100 companies and deals that were deleted within 90 days. */
  binEveryMinutes: z.number().min(0).default(15),
});

/** HubSpot over its date-based CRM API. @throws Error when the configuration or the mapping file is wrong. */
export function hubspot(config: unknown, budgets: AccountBudgets = accountBudgets()): CrmPort {
  const { own, mapping } = mappedVendor('hubspot', { settings, mapping: hubspotMapping }, config);
  const calls = budgets.of('hubspot', `${own.baseUrl} ${own.accessToken}`, own);
  const client = hubspotClient(own, { calls, searches: calls.paced(own.searchesPerSecond) });
  const companies = hubspotCompanies(client, mapping.account.externalId);
  return {
    vendor: 'hubspot',
    mirrorEveryMs: own.mirrorEveryMinutes * 60_000,
    openingStage: mapping.opportunity.onCreate[mapping.opportunity.fields.stage] ?? null,
    candidates: hubspotCandidates(client, mapping, own.pageSize),
    changedSince: withDeletions(hubspotChanges(client, mapping, own), client, own.binEveryMinutes * 60_000),
    registrations: hubspotRegistrations(client, mapping),
    writes: {
      upsertAccount: hubspotUpsert(client, company(mapping, client, companies.note)),
      upsertContact: hubspotUpsert(client, contact(mapping, companies)),
      upsertOpportunity: hubspotUpsert(client, deal(mapping, companies)),
    },
  };
}
