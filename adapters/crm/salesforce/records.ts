import type { SalesforceMapping } from '../../../contracts/vendors/salesforce.ts';
import type { CrmAccount, CrmOpportunity } from '../../ports/crm.ts';
import { accountFrom, lastTouch, listOf } from '../read.ts';

type Row = Record<string, unknown>;

const text = (row: Row, field: string | null) => {
  const value = field === null ? null : row[field];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** What to select of an account, and how a row becomes ours. */
export function salesforceAccounts({ account: { fields } }: SalesforceMapping) {
  return {
    columns: unique(['Id', 'SystemModstamp', ...Object.values(fields)]),
    read: (row: Row): CrmAccount => accountFrom(String(row.Id), fields, (field) => text(row, field)),
  };
}

/** What to select of an opportunity, and how a row becomes ours. */
export function salesforceOpportunities({ opportunity: { fields, tagSeparator } }: SalesforceMapping) {
  const standard = ['Id', 'AccountId', 'Name', 'StageName', 'IsClosed', 'LastModifiedDate', 'SystemModstamp'];
  return {
    columns: unique([...standard, fields.partnerId, fields.lastActivity, fields.products]),
    read: (row: Row): CrmOpportunity => ({
      id: String(row.Id),
      accountId: String(row.AccountId ?? ''),
      name: String(row.Name),
      stage: String(row.StageName),
      open: row.IsClosed !== true,
      partnerId: text(row, fields.partnerId),
      modifiedAt: new Date(String(row.LastModifiedDate)).toISOString(),
      lastActivityAt: lastTouch(fields.lastActivity !== null, text(row, fields.lastActivity)),
      products: fields.products === null ? null : listOf(text(row, fields.products), tagSeparator),
    }),
  };
}

const unique = (names: (string | null)[]) => [...new Set(names.filter((name) => name !== null))].join(', ');
