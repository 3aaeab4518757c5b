import { z } from 'zod';
import { salesforceMapping } from '../../../contracts/vendors/salesforce.ts';
import { type AccountBudgets, accountBudgets } from '../../account-budgets.ts';
import { baseUrl, httpSettings, mappedVendor, mirrorSettings } from '../../config.ts';
import type { CrmPort } from '../../ports/crm.ts';
import { accountsOf } from './accounts.ts';
import { salesforceCandidates } from './candidates.ts';
import { salesforceChanges } from './changes.ts';
import { salesforceClient } from './client.ts';
import { account, contact, opportunity } from './kinds.ts';
import { salesforceSessions } from './session.ts';
import { salesforceUpsert } from './upsert.ts';

const settings = z.strictObject({
  ...httpSettings,
  ...mirrorSettings,
  /** The My Domain host: https://yours.my.salesforce.com */
  loginUrl: baseUrl,
  /** Of an External Client App with the client credentials flow. Its run-as user needs: read, create, edit, delete on the
   * three objects and their mapped fields, and nothing else. */
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  apiVersion: z
    .string()
    .regex(/^v\d+\.0$/, 'like v68.0')
    .default('v68.0'),
  /** `allow` saves what the org's duplicate rules only warn of; `obey` stops the case, which then names the record. */
  duplicateRules: z.enum(['obey', 'allow']).default('obey'),
  /** `changedSince`: most records of a kind on a page, and how long a change must be past. */
  pageSize: z.number().int().min(1).max(2_000).default(1_000),
  settleMs: z.number().int().min(0).default(5_000),
});

/** Salesforce over its REST API. @throws Error when the configuration or the mapping file is wrong. */
export function salesforce(config: unknown, budgets: AccountBudgets = accountBudgets()): CrmPort {
  const { own, mapping } = mappedVendor('salesforce', { settings, mapping: salesforceMapping }, config);
  const budget = budgets.of('salesforce', own.loginUrl, own);
  const client = salesforceClient(salesforceSessions(own), own, budget);
  const accounts = accountsOf(mapping, client);
  return {
    vendor: 'salesforce',
    mirrorEveryMs: own.mirrorEveryMinutes * 60_000,
    openingStage: mapping.opportunity.onCreate.StageName?.toString() ?? null,
    candidates: salesforceCandidates(client, mapping),
    changedSince: salesforceChanges(client, mapping, own),
    registrations: null,
    writes: {
      upsertAccount: salesforceUpsert(client, account(mapping, client)),
      upsertContact: salesforceUpsert(client, contact(mapping, client, accounts)),
      upsertOpportunity: salesforceUpsert(client, opportunity(mapping, accounts)),
    },
  };
}
