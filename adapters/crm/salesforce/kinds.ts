import { z } from 'zod';
import type { SalesforceMapping } from '../../../contracts/vendors/salesforce.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { VendorFault } from '../../ports/call.ts';
import { jsonAmount, renamed } from '../../vendor-words.ts';
import {
  type AccountRef,
  accountPayload,
  accountRef,
  contactPayload,
  type OpportunityPayload,
  opportunityPayload,
  tagged,
} from '../payloads.ts';
import { sameChoices } from '../read.ts';
import type { SalesforceClient } from './client.ts';
import { soqlText } from './soql.ts';
import type { Upsert } from './upsert.ts';

/** Accounts, with whatever hangs on them. */
export function account(
  { account: { externalId, fields } }: SalesforceMapping,
  client: SalesforceClient,
): Upsert {
  const children = z.looseObject({ Contacts: z.unknown(), Opportunities: z.unknown() });
  return {
    object: 'Account',
    externalIdField: externalId,
    externalId: (payload) => accountKey(accountPayload.parse(payload).externalId),
    fields(payload) {
      const { name, domain } = accountPayload.parse(payload);
      return { [fields.name]: name, ...(domain ? { [fields.domain]: domain } : {}) };
    },
    onCreate: () => ({}),
    // Salesforce deletes an account's opportunities and contacts with it, and they may be another registration's.
    async keep(id, call) {
      const inner = '(SELECT Id FROM Contacts LIMIT 1), (SELECT Id FROM Opportunities LIMIT 1)';
      const soql = `SELECT Id, ${inner} FROM Account WHERE Id = ${soqlText(id)}`;
      const [row] = await client.query(soql, children, call);
      return row?.Contacts || row?.Opportunities ? 'has contacts or opportunities of others' : undefined;
    },
  };
}

/** Salesforce answers 404 to a path that ends in some top level domains (`acme.inc`); its guide says to replace the dots. */
export const accountKey = (externalId: string) => externalId.replaceAll('.', '_');

/** What a new record says of the account that it hangs on. */
const hanging = ({ account }: SalesforceMapping, at: AccountRef): JsonObject =>
  'id' in at ? { AccountId: at.id } : { Account: { [account.externalId]: accountKey(at.externalId) } };

/** The same as a condition of a query. */
const onAccount = ({ account }: SalesforceMapping, at: AccountRef): [field: string, value: string] =>
  'id' in at ? ['AccountId', at.id] : [`Account.${account.externalId}`, accountKey(at.externalId)];

/** Contacts of an account. */
export function contact(mapping: SalesforceMapping, client: SalesforceClient): Upsert {
  const { externalId, fields } = mapping.contact;
  const id = z.looseObject({ Id: z.string() });
  return {
    object: 'Contact',
    externalIdField: externalId,
    externalId: (payload) => contactPayload.parse(payload).externalId,
    fields: (payload) => ({ [fields.email]: contactPayload.parse(payload).email }),
    // Whom a seller has at that account already is not made twice.
    async twin(payload, call) {
      const { email, ...at } = contactPayload.parse(payload);
      const [field, value] = onAccount(mapping, accountRef(at));
      const soql =
        `SELECT Id FROM Contact WHERE ${fields.email} = ${soqlText(email)} AND ${field} = ${soqlText(value)} ` +
        'ORDER BY Id LIMIT 1';
      return (await client.query(soql, id, call))[0]?.Id ?? null;
    },
    onCreate(payload) {
      const { email, ...at } = contactPayload.parse(payload);
      // A registration names only the address, and Salesforce requires a last name.
      return { LastName: email.split('@')[0] || email, ...hanging(mapping, accountRef(at)) };
    },
  };
}

/** Opportunities of an account. */
export function opportunity(mapping: SalesforceMapping): Upsert {
  const { opportunity: mapped } = mapping;
  const { fields, tagSeparator } = mapped;
  const lists = [fields.tags, fields.products].filter((name) => name !== null);
  return {
    object: 'Opportunity',
    same: Object.fromEntries(lists.map((name) => [name, sameChoices(tagSeparator)])),
    externalIdField: mapped.externalId,
    externalId: (payload) => opportunityPayload.parse(payload).externalId,
    fields(payload) {
      const deal = opportunityPayload.parse(payload);
      return {
        [fields.name]: deal.name,
        [fields.amount]: jsonAmount('salesforce', deal.amount),
        ...currencyOf(deal.currency, mapped),
        [fields.closeDate]: deal.closeDate,
        [fields.partnerId]: deal.partnerId,
        ...(fields.partnerSourced === null ? {} : { [fields.partnerSourced]: deal.partnerId !== null }),
        ...tagsOf(deal, mapped),
      };
    },
    onCreate: (payload) => ({
      ...mapped.onCreate,
      ...hanging(mapping, accountRef(opportunityPayload.parse(payload))),
    }),
  };
}

function tagsOf(
  deal: Pick<OpportunityPayload, 'tags' | 'competitor'>,
  mapped: SalesforceMapping['opportunity'],
) {
  const { fields, tagSeparator } = mapped;
  const values = {
    tags: deal.tags.join(tagSeparator),
    size: tagged(deal.tags, 'size').join(tagSeparator),
    products: tagged(deal.tags, 'product').join(tagSeparator),
    // Not knowing of a competitor says nothing against one that a seller noted.
    ...(deal.competitor === null ? {} : { competitor: deal.competitor }),
  };
  return renamed(fields, values);
}

/** @throws VendorFault `rejected` instead of writing an amount under a currency that it is not in. */
function currencyOf(currency: string, mapped: SalesforceMapping['opportunity']): JsonObject {
  if (mapped.fields.currency !== null) return { [mapped.fields.currency]: currency };
  if (currency === mapped.corporateCurrency) return {};
  throw new VendorFault({
    vendor: 'salesforce',
    kind: 'rejected',
    code: 'CURRENCY',
    message: `the org has ${mapped.corporateCurrency} only; convert the amount, or map a currency field in policy/mappings/salesforce.yaml`,
    certainlyNotLanded: true,
  });
}
