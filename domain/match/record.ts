/**
 * What a registration is compared with, and the registration itself, in one form: everything by which two records can turn
 * out to be the same customer. Holds no readable personal data.
 */
export interface MatchRecord {
  /** `registration:<case>`, `crm:Account/<id>`, `crm:Opportunity/<id>` */
  record: string;
  kind: 'registration' | 'account' | 'opportunity';
  /** The customer's name as stated. */
  name: string;
  /** Host name without `www.`, lower case; null when unknown or a free-mail provider's. */
  domain: string | null;
  /** Keyed hash of the contact's address; equal tokens are equal addresses. */
  contactToken: string | null;
  address: PostalAddress | null;
  /** Product families. */
  products: readonly string[];
  /** Territories or countries of the deal, as stated. */
  territories: readonly string[];
  /** Record of the parent account. */
  parent: string | null;
}

export interface PostalAddress {
  street: string | null;
  postalCode: string | null;
  city: string | null;
  /** ISO 3166-1 alpha-2 where known. */
  country: string | null;
}
