import type { HubspotMapping, HubspotRow } from '../../../contracts/vendors/hubspot.ts';
import type { CrmAccount, CrmOpportunity } from '../../ports/crm.ts';
import { FIELD_TYPE } from '../../read-each.ts';
import { refused } from '../../refused.ts';
import { called, plainCode } from '../../vendor-words.ts';
import { accountFrom, instantOf, lastTouch, listOf } from '../read.ts';

/** When a record last changed, of every kind that we read changes of. */
export const MODIFIED = 'hs_lastmodifieddate';

const text = ({ properties }: HubspotRow, name: string | null) =>
  name === null ? null : properties[name] || null;

/** What to ask of a company, and how it becomes ours. */
export function hubspotAccounts({ account: { fields } }: HubspotMapping) {
  return {
    properties: unique([MODIFIED, ...Object.values(fields)]),
    read: (row: HubspotRow): CrmAccount => accountFrom(row.id, fields, (field) => text(row, field)),
  };
}

/** What to ask of a deal, and how it becomes ours. */
export function hubspotOpportunities({ opportunity: { fields, tagSeparator } }: HubspotMapping) {
  const { name, stage, closed, account, partnerId, products, lastActivity } = fields;
  return {
    properties: unique([MODIFIED, name, stage, closed, account, partnerId, products, lastActivity]),
    read: (row: HubspotRow): CrmOpportunity => ({
      id: row.id,
      accountId: text(row, account) ?? '',
      name: text(row, name) ?? '',
      stage: text(row, stage) ?? '',
      open: text(row, closed) !== 'true',
      partnerId: text(row, partnerId),
      modifiedAt: modifiedOf(row),
      lastActivityAt: lastTouch(lastActivity !== null, text(row, lastActivity)),
      products: products === null ? null : listOf(text(row, products), tagSeparator),
    }),
  };
}

/** A record of a list. @throws VendorFault `rejected` when a property holds no text: all of HubSpot's values are */
export function textsOnly(type: string, row: HubspotRow): HubspotRow {
  const odd = Object.entries(row.properties as Record<string, unknown>).find(
    ([, value]) => value != null && typeof value !== 'string',
  );
  if (odd === undefined) return row;
  throw refused(
    'hubspot',
    FIELD_TYPE,
    `${called(type, row.id)}: property ${plainCode(odd[0])} holds no text`,
  );
}

/** UTC instant of the last change; null when the record names none. */
export const changedAt = (row: HubspotRow): string | null => instantOf(text(row, MODIFIED));

/** The same of a record that must have one. */
export const modifiedOf = (row: HubspotRow) => changedAt(row) ?? new Date(0).toISOString();

const unique = (names: (string | null)[]) => [...new Set(names.filter((name) => name !== null))];
