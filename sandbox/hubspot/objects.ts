/** The part of an account that the sample channel needs, as the property settings list it. */
export interface Property {
  name: string;
  type: 'string' | 'number' | 'datetime' | 'bool';
  unique?: true;
  /** Set by HubSpot; a write to it is refused. */
  readOnly?: true;
}

export interface HubspotObject {
  /** In `object.creation` events. */
  typeId: string;
  properties: Property[];
  /** Kinds that a record of this one can hang on: as created, `associations` names their association type. */
  to: Record<string, number>;
  /** Those that make it the primary one, where a kind has one. */
  primary?: Record<string, number>;
}

const text = (...names: string[]): Property[] => names.map((name) => ({ name, type: 'string' }));
const unique = (name: string): Property => ({ name, type: 'string', unique: true });
const system = (type: Property['type'], ...names: string[]): Property[] =>
  names.map((name) => ({ name, type, readOnly: true }));
const everywhere = [
  ...system('number', 'hs_object_id'),
  ...system('datetime', 'createdate', 'hs_lastmodifieddate'),
  ...system('string', 'hs_merged_object_ids'),
  ...text('qd_origin'),
];

export const HUBSPOT_OBJECTS: Record<string, HubspotObject> = {
  companies: {
    typeId: '0-2',
    properties: [
      ...everywhere,
      ...text('name', 'domain', 'address', 'zip', 'city', 'country'),
      ...system('number', 'hs_parent_company_id'),
      ...system('datetime', 'notes_last_contacted'),
      unique('qd_account_id'),
    ],
    to: {},
  },
  contacts: {
    typeId: '0-1',
    properties: [
      ...everywhere,
      unique('email'),
      ...text('firstname', 'lastname', 'hs_additional_emails'),
      ...system('number', 'associatedcompanyid'),
      unique('qd_contact_id'),
    ],
    to: { companies: 279 },
    primary: { companies: 1 },
  },
  deals: {
    typeId: '0-3',
    properties: [
      ...everywhere,
      ...text('dealname', 'pipeline', 'dealstage', 'description', 'deal_currency_code'),
      { name: 'amount', type: 'number' },
      { name: 'closedate', type: 'datetime' },
      ...system('bool', 'hs_is_closed'),
      ...system('number', 'hs_primary_associated_company'),
      ...system('datetime', 'notes_last_updated'),
      ...text('qd_partner_id', 'qd_tags', 'qd_deal_size', 'qd_product_mix', 'qd_competitor'),
      { name: 'qd_partner_sourced', type: 'bool' },
      unique('prm_deal_id'),
    ],
    to: { companies: 341, contacts: 3 },
    primary: { companies: 5 },
  },
};
