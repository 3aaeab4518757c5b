/** The part of a tenant that the sample channel needs, as `_describe` tells it. */
export interface Field {
  name: string;
  /** A `Choice` of the tenant's own lists, or one of its users, is answered as `{ id, name }`, a `MultiChoice` as an array of names. */
  fieldType: 'String' | 'Number' | 'Boolean' | 'Date' | 'DateTime' | 'Reference' | 'Choice' | 'MultiChoice';
  isReadOnly?: true;
  isRequired?: true;
  isUniqueKey?: true;
  /** Longest text that is taken. */
  length?: number;
}

const text = (...names: string[]): Field[] =>
  names.map((name) => ({ name, fieldType: 'String', length: 255 }));
const number = (...names: string[]): Field[] => names.map((name) => ({ name, fieldType: 'Number' }));
const flag = (name: string): Field => ({ name, fieldType: 'Boolean' });
const system: Field[] = [
  { name: 'Id', fieldType: 'Number', isReadOnly: true },
  { name: 'Created', fieldType: 'DateTime', isReadOnly: true },
  { name: 'Updated', fieldType: 'DateTime', isReadOnly: true },
  { name: 'RecordVersion', fieldType: 'Number', isReadOnly: true },
];
const name: Field = { name: 'Name', fieldType: 'String', isRequired: true, length: 255 };

export const IMPARTNER_OBJECTS: Record<string, Field[]> = {
  Account: [
    ...system,
    name,
    ...text('CrmId', 'Partner_Tier__cf', 'Website', 'MailingCountry', 'Language__cf', 'Time_Zone__cf'),
    ...text('Primary_Email__cf', 'MDF_Currency__cf', 'Agreement_Number__cf'),
    // What an admin set up as text, whatever is kept in it.
    ...text('Win_Rate__cf', 'Performance_Score__cf', 'MDF_Balance__cf', 'Certified__cf'),
    ...number('Approved_Registrations__cf', 'DealsRegistered', 'MemberCount', 'PartnerLevelId', 'TierId'),
    ...['Certifications__cf', 'Territories__cf'].map((name): Field => ({ name, fieldType: 'MultiChoice' })),
    { name: 'Region', fieldType: 'Choice' },
    { name: 'Channel_Manager__cf', fieldType: 'Choice' },
    { name: 'ParentAccountId', fieldType: 'Reference' },
    { name: 'Agreement_From__cf', fieldType: 'Date' },
    { name: 'Agreement_To__cf', fieldType: 'Date' },
    flag('IsActive'),
  ],
  Deal: [
    ...system,
    name,
    // The partner. `Company` is the prospect, an object of its own that no partner stands in.
    { name: 'PrimaryAccountId', fieldType: 'Reference', isRequired: true },
    { name: 'PrimaryAccount', fieldType: 'Reference', isReadOnly: true },
    { name: 'CompanyId', fieldType: 'Reference' },
    { name: 'Company', fieldType: 'Reference', isReadOnly: true },
    { name: 'External_Id__cf', fieldType: 'String', isUniqueKey: true, length: 64 },
    ...text('Customer_Name__cf', 'Currency__cf', 'Primary_Contact_Email__cf', 'Registration_Status__cf'),
    { name: 'Partner_Notes__cf', fieldType: 'String', length: 32_000 },
    ...text('Closure_Reason__cf', 'Potential_Conflict_ID__cf', 'Routing_Recommendation__cf'),
    ...number('Amount', 'AI_Validation_Score__cf'),
    { name: 'CloseDate', fieldType: 'Date' },
    { name: 'Submitted_At__cf', fieldType: 'DateTime' },
  ],
  MDF_Request__co: [
    ...system,
    name,
    { name: 'PartnerAccount', fieldType: 'Reference', isRequired: true },
    ...text('Status__cf', 'Approved_Amount__cf', 'Currency__cf'),
    { name: 'Approved_On__cf', fieldType: 'Date' },
    { name: 'Activity_On__cf', fieldType: 'Date' },
    flag('Proof_Extended__cf'),
  ],
  ConflictHistory__co: [
    ...system,
    name,
    { name: 'External_Id__cf', fieldType: 'String', isUniqueKey: true, length: 64 },
    ...text('Deal_Id__cf', 'Other_Record__cf', 'Clause__cf', 'First_Record__cf'),
    { name: 'Summary__cf', fieldType: 'String', length: 32_000 },
  ],
  Task__co: [
    ...system,
    name,
    { name: 'External_Id__cf', fieldType: 'String', isUniqueKey: true, length: 64 },
    { name: 'Text__cf', fieldType: 'String', length: 32_000 },
    ...text('Status__cf', 'Assignee_Id__cf'),
  ],
  Task_Comment__co: [
    ...system,
    name,
    { name: 'External_Id__cf', fieldType: 'String', isUniqueKey: true, length: 64 },
    { name: 'Text__cf', fieldType: 'String', length: 32_000 },
    ...text('Task_Id__cf'),
  ],
};
