import type { Row } from './model.ts';
import type { MatchRecord } from './record.ts';

/**
 * The fields by which deal registrations, accounts and opportunities are compared. `parent` holds the account that either
 * side hangs under; where one record is the other's parent, it holds that account on both sides.
 */
export function recordRow(record: MatchRecord, other: MatchRecord): Row {
  const { address } = record;
  return {
    name: record.name,
    domain: record.domain,
    contact: record.contactToken,
    address:
      address &&
      [address.street, address.postalCode, address.city, address.country].map((part) => part ?? ''),
    products: record.products,
    territories: record.territories,
    parent: record.parent ?? (other.parent === record.record ? record.record : null),
  };
}
