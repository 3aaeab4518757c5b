import type { SalesforceMapping } from '../../../contracts/vendors/salesforce.ts';
import type { CrmAccount, CrmOpportunity } from '../../ports/crm.ts';
import { FIELD_TYPE } from '../../read-each.ts';
import { refused } from '../../refused.ts';
import { called } from '../../vendor-words.ts';
import { accountFrom, instantOf, lastTouch, listOf } from '../read.ts';

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

/** @throws VendorFault `rejected` where nothing that is a moment stands there */
function momentIn(row: Row, field: string): string {
  const at = instantOf(text(row, field));
  if (at !== null) return at;
  throw refused(
    'salesforce',
    FIELD_TYPE,
    `${called('Opportunity', String(row.Id))}: field ${field} holds no moment`,
  );
}

/** What to select of an opportunity, and how a row becomes ours. */
export function salesforceOpportunities({ opportunity: { fields, tagSeparator } }: SalesforceMapping) {
  const standard = ['Id', 'AccountId', 'Name', 'StageName', 'IsClosed', 'LastModifiedDate', 'SystemModstamp'];
  return {
    columns: unique([...standard, fields.partnerId, fields.lastActivity, fields.products]),
    read: (row: Row): CrmOpportunity => ({
      id: String(row.Id),
      accountId: String(row.AccountId ?? ''),
      name: String(row.Name ?? ''),
      stage: String(row.StageName ?? ''),
      open: row.IsClosed !== true,
      partnerId: text(row, fields.partnerId),
      modifiedAt: momentIn(row, 'LastModifiedDate'),
      lastActivityAt: lastTouch(fields.lastActivity !== null, text(row, fields.lastActivity)),
      products: fields.products === null ? null : listOf(text(row, fields.products), tagSeparator),
    }),
  };
}

const unique = (names: (string | null)[]) => [...new Set(names.filter((name) => name !== null))].join(', ');
