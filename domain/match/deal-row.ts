import type { Row } from './model.ts';
import type { MatchRecord } from './record.ts';

/** The fields by which deal registrations, accounts and opportunities are compared. */
export function dealRow(record: MatchRecord): Row {
  return {
    name: record.name,
    domain: record.domain,
    contact: record.contactToken,
    street: record.address?.street ?? null,
    postalCode: record.address?.postalCode ?? null,
    city: record.address?.city ?? null,
    country: record.address?.country ?? null,
    products: record.products,
    territories: record.territories,
    parent: record.parent,
  };
}
