import { z } from 'zod';
import type { SalesforceMapping } from '../../../contracts/vendors/salesforce.ts';
import { jsonAmount, renamed } from '../../vendor-words.ts';
import { currencyField } from '../currency.ts';
import {
  accountPayload,
  accountRef,
  contactPayload,
  type OpportunityPayload,
  opportunityPayload,
  tagged,
} from '../payloads.ts';
import { sameChoices } from '../read.ts';
import { type Accounts, accountKey } from './accounts.ts';
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

/** Contacts of an account. */
export function contact(mapping: SalesforceMapping, client: SalesforceClient, accounts: Accounts): Upsert {
  const { externalId, fields } = mapping.contact;
  const id = z.looseObject({ Id: z.string() });
  return {
    object: 'Contact',
    externalIdField: externalId,
    externalId: (payload) => contactPayload.parse(payload).externalId,
    hangsOn: { accounts, of: (payload) => accountRef(contactPayload.parse(payload)) },
    fields: (payload) => ({ [fields.email]: contactPayload.parse(payload).email }),
    // Whom a seller has at that account already is not made twice.
    async twin(payload, call) {
      const { email, ...at } = contactPayload.parse(payload);
      const [field, value] = accounts.on(accountRef(at));
      const soql =
        `SELECT Id FROM Contact WHERE ${fields.email} = ${soqlText(email)} AND ${field} = ${soqlText(value)} ` +
        'ORDER BY Id LIMIT 1';
      return (await client.query(soql, id, call))[0]?.Id ?? null;
    },
    onCreate(payload) {
      const { email, ...at } = contactPayload.parse(payload);
      // A registration names only the address, and Salesforce requires a last name.
      return { LastName: email.split('@')[0] || email, ...accounts.hanging(accountRef(at)) };
    },
  };
}

/** Opportunities of an account. */
export function opportunity(mapping: SalesforceMapping, accounts: Accounts): Upsert {
  const { opportunity: mapped } = mapping;
  const { fields, tagSeparator } = mapped;
  const lists = [fields.tags, fields.products].filter((name) => name !== null);
  const currency = { field: fields.currency, only: mapped.corporateCurrency };
  return {
    object: 'Opportunity',
    same: Object.fromEntries(lists.map((name) => [name, sameChoices(tagSeparator)])),
    externalIdField: mapped.externalId,
    externalId: (payload) => opportunityPayload.parse(payload).externalId,
    hangsOn: { accounts, of: (payload) => accountRef(opportunityPayload.parse(payload)) },
    fields(payload) {
      const deal = opportunityPayload.parse(payload);
      return {
        [fields.name]: deal.name,
        [fields.amount]: jsonAmount('salesforce', deal.amount),
        ...currencyField('salesforce', currency, deal.currency),
        [fields.closeDate]: deal.closeDate,
        [fields.partnerId]: deal.partnerId,
        ...(fields.partnerSourced === null ? {} : { [fields.partnerSourced]: deal.partnerId !== null }),
        ...tagsOf(deal, mapped),
      };
    },
    onCreate: (payload) => ({
      ...mapped.onCreate,
      ...accounts.hanging(accountRef(opportunityPayload.parse(payload))),
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
