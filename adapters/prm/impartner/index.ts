import { z } from 'zod';
import { impartnerMapping } from '../../../contracts/vendors/impartner.ts';
import { type AccountBudgets, accountBudgets } from '../../account-budgets.ts';
import { baseUrl, httpSettings, mappedVendor, mirrorSettings } from '../../config.ts';
import type { PrmPort } from '../../ports/prm.ts';
import { onlyWithEmail } from '../only-with-email.ts';
import { idReported } from '../reported.ts';
import { changedDeals } from './changes.ts';
import { filterLiteral, impartnerAccount, impartnerClient } from './client.ts';
import { impartnerFunds } from './fund-requests.ts';
import { mergedAmong } from './merged.ts';
import { dealFields, dealFrom, partnerFields, partnerFrom } from './records.ts';
import { impartnerTasks } from './tasks.ts';
import { createDeal, recordConflict, updateDeal } from './writes.ts';

const settings = z.strictObject({
  ...httpSettings,
  ...mirrorSettings,
  baseUrl: baseUrl.default('https://prod.impartner.live'),
  /** Needs: read Account, and MDF_Request__co where claims draw on it; read and write Deal and ConflictHistory__co, and Task__co where it is a channel; deleting the first two lets a rollback remove what it created. */
  apiKey: z.string().min(1),
  /** Only for tenants that need X-PRM-TenantId. */
  tenantId: z.number().int().positive().optional(),
  /** How long the search may miss a record that was just written; covers the difference of clocks too. */
  searchLagMs: z.number().min(0).default(2000),
});

/** Two are one too many. */
const MOST_WITH_EMAIL = 2;

/** Impartner over its objects API. @throws Error when the configuration or the mapping file is wrong. */
export function impartner(config: unknown, budgets: AccountBudgets = accountBudgets()): PrmPort {
  const { own, mapping } = mappedVendor('impartner', { settings, mapping: impartnerMapping }, config);
  const budget = budgets.of('impartner', impartnerAccount(own), own);
  const client = impartnerClient(own, budget);
  const { partner, deal, fund } = mapping;
  return {
    vendor: 'impartner',
    mirrorEveryMs: own.mirrorEveryMinutes * 60_000,
    partners: {
      async read(id, call) {
        const record = await client.get(partner.object, id, ['Id', ...partnerFields(mapping)], call);
        return record && partnerFrom(record, mapping);
      },
      async withEmail(address, call) {
        const { email } = partner.fields;
        if (email === undefined) return null;
        const filter = `${email} = ${filterLiteral(address)}`;
        const query = { fields: ['Id', ...partnerFields(mapping)], filter, take: MOST_WITH_EMAIL };
        const records = await client.search(partner.object, query, call);
        const found = records.map((record) => partnerFrom(record, mapping));
        return onlyWithEmail(found, address);
      },
    },
    deals: {
      async read(id, call) {
        const record = await client.get(deal.object, id, ['Id', ...dealFields(mapping)], call);
        return record && dealFrom(record, mapping);
      },
      changedSince: (since, call) => changedDeals(client, mapping, own.searchLagMs, since, call),
      reported: (event) => idReported('impartner', event),
      merged: async (ids, call) => (await mergedAmong(client, deal.object, ids, call)).map((id) => ({ id })),
      writes: {
        createDeal: createDeal(client, mapping, own.searchLagMs),
        updateDeal: updateDeal(client, mapping),
        recordConflict: recordConflict(client, mapping, own.searchLagMs),
      },
    },
    ...(fund === undefined ? {} : { funds: impartnerFunds(client, fund, deal.currency) }),
    tasks: impartnerTasks(client, mapping, own.searchLagMs),
  };
}
