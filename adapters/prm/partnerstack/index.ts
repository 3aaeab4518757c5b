import { z } from 'zod';
import { partnerstackMapping } from '../../../contracts/vendors/partnerstack.ts';
import { type AccountBudgets, accountBudgets } from '../../account-budgets.ts';
import { baseUrl, httpSettings, mappedVendor, mirrorSettings } from '../../config.ts';
import type { Call } from '../../ports/call.ts';
import type { PrmPort } from '../../ports/prm.ts';
import { onlyWithEmail } from '../only-with-email.ts';
import { changedDeals } from './changes.ts';
import { partnerstackClient } from './client.ts';
import { createDeal } from './create.ts';
import { reportedByPartnerstack } from './events.ts';
import { dealFrom, isArchived, partnerFrom } from './records.ts';
import { updateDeal } from './update.ts';

const settings = z.strictObject({
  ...httpSettings,
  ...mirrorSettings,
  baseUrl: baseUrl.default('https://api.partnerstack.com/api/v2'),
  /** The pair decides between production and test; it reads partnerships, and reads, writes and archives deals. */
  publicKey: z.string().min(1),
  privateKey: z.string().min(1),
  /** How long a list, or a read by external key, may miss a deal that was just written; covers the difference of clocks too. */
  searchLagMs: z.number().min(0).default(2000),
});

/** PartnerStack over its vendor API. @throws Error when the configuration or the mapping file is wrong. */
export function partnerstack(config: unknown, budgets: AccountBudgets = accountBudgets()): PrmPort {
  const { own, mapping } = mappedVendor('partnerstack', { settings, mapping: partnerstackMapping }, config);
  const budget = budgets.of('partnerstack', `${own.baseUrl} ${own.publicKey}`, own);
  const client = partnerstackClient(own, budget);

  /** A record under that very id: PartnerStack also answers to external keys and e-mail addresses. */
  async function named(object: 'deals' | 'partnerships', id: string, call: Call) {
    const record = await client.get(object, id, call);
    const known = object === 'deals' ? [record?.key] : [record?.key, record?.partner_key];
    return known.includes(id) ? record : null;
  }

  return {
    vendor: 'partnerstack',
    mirrorEveryMs: own.mirrorEveryMinutes * 60_000,
    partners: {
      async read(id, call) {
        const record = await named('partnerships', id, call);
        return record && partnerFrom(record, mapping);
      },
      // A partnership's address is one of its names, and no two have the same.
      async withEmail(address, call) {
        const record = await client.get('partnerships', address, call);
        return record && onlyWithEmail([partnerFrom(record, mapping)], address);
      },
    },
    deals: {
      async read(id, call) {
        const record = await named('deals', id, call);
        return record && !isArchived(record) ? dealFrom(record, mapping) : null;
      },
      changedSince: (since, call) => changedDeals(client, mapping, own.searchLagMs, since, call),
      reported: reportedByPartnerstack,
      // Its official pages list no events of deals.
      asReported: (key) => ({ key }),
      writes: {
        createDeal: createDeal(client, mapping, own.searchLagMs),
        updateDeal: updateDeal(client, mapping),
        // There are no objects of one's own.
        recordConflict: null,
      },
    },
    tasks: null,
  };
}
