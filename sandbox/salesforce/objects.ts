/** The part of an org that the sample channel needs, as `describe` tells it. */
export interface Column {
  name: string;
  type: 'string' | 'email' | 'currency' | 'boolean' | 'date' | 'reference' | 'system';
  length?: number;
  /** Must be given when a record is created. */
  required?: true;
  externalId?: true;
  /** Of a reference: the object, and the name of the relationship. */
  to?: { object: string; relationship: string };
}

export interface SObject {
  /** First three characters of every id. */
  prefix: string;
  columns: Column[];
  /** Child relationships by name; deleted with the record. */
  children: Record<string, { object: string; column: string }>;
}

const string = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: 'string',
  length: 255,
  ...more,
});
const system: Column[] = [
  ...['Id', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'SystemModstamp'],
  ...['IsDeleted', 'MasterRecordId'],
].map((name) => ({
  name,
  type: 'system',
}));
const account: Column = {
  name: 'AccountId',
  type: 'reference',
  to: { object: 'Account', relationship: 'Account' },
};

export const SALESFORCE_OBJECTS: Record<string, SObject> = {
  Account: {
    prefix: '001',
    columns: [
      ...system,
      string('Name', { required: true }),
      string('Website'),
      { name: 'ParentId', type: 'reference', to: { object: 'Account', relationship: 'Parent' } },
      string('BillingStreet'),
      string('BillingPostalCode', { length: 20 }),
      string('BillingCity', { length: 40 }),
      string('BillingCountry', { length: 80 }),
      /** The day of the last completed task or event; follows from activities. */
      { name: 'LastActivityDate', type: 'system' },
      string('QD_Account_Id__c', { externalId: true }),
    ],
    children: {
      Contacts: { object: 'Contact', column: 'AccountId' },
      Opportunities: { object: 'Opportunity', column: 'AccountId' },
    },
  },
  Contact: {
    prefix: '003',
    columns: [
      ...system,
      string('LastName', { required: true, length: 80 }),
      string('FirstName', { length: 40 }),
      { name: 'Email', type: 'email', length: 80 },
      account,
      string('QD_Contact_Id__c', { externalId: true }),
    ],
    children: {},
  },
  Opportunity: {
    prefix: '006',
    columns: [
      ...system,
      string('Name', { required: true, length: 120 }),
      string('StageName', { required: true }),
      { name: 'CloseDate', type: 'date', required: true },
      { name: 'Amount', type: 'currency' },
      string('CurrencyIsoCode', { length: 3 }),
      string('Partner_ID__c'),
      { name: 'IsPartnerSourced__c', type: 'boolean' },
      string('Tags__c'),
      string('Deal_Size__c'),
      string('Product_Mix__c'),
      string('Competitor__c'),
      { name: 'LastActivityDate', type: 'system' },
      /** Follows from the stage. */
      { name: 'IsClosed', type: 'system' },
      account,
      string('PRM_Deal_Id__c', { externalId: true }),
    ],
    children: {},
  },
};
