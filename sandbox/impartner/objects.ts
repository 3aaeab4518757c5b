/** The part of a tenant that the sample channel needs, as `_describe` tells it. */
export interface Field {
  name: string;
  fieldType: 'String' | 'Number' | 'Boolean' | 'Date' | 'DateTime' | 'Reference';
  isReadOnly?: true;
  isRequired?: true;
  isUniqueKey?: true;
  /** Longest text that is taken. */
  length?: number;
}

const text = (...names: string[]): Field[] =>
  names.map((name) => ({ name, fieldType: 'String', length: 255 }));
const number = (...names: string[]): Field[] => names.map((name) => ({ name, fieldType: 'Number' }));
const flag = (...names: string[]): Field[] => names.map((name) => ({ name, fieldType: 'Boolean' }));
const system: Field[] = [
  { name: 'Id', fieldType: 'Number', isReadOnly: true },
  { name: 'Created', fieldType: 'DateTime', isReadOnly: true },
  { name: 'Updated', fieldType: 'DateTime', isReadOnly: true },
];
const name: Field = { name: 'Name', fieldType: 'String', isRequired: true, length: 255 };

export const IMPARTNER_OBJECTS: Record<string, Field[]> = {
  Account: [
    ...system,
    name,
    ...text('CrmId', 'Partner_Tier__cf', 'Website', 'MailingCountry', 'Language__cf', 'Time_Zone__cf'),
    ...text('Primary_Email__cf', 'Channel_Manager__cf', 'Certifications__cf', 'Territories__cf'),
    ...text('MDF_Currency__cf'),
    ...number('Win_Rate__cf', 'Performance_Score__cf', 'Approved_Registrations__cf', 'MDF_Balance__cf'),
    { name: 'Region', fieldType: 'Reference' },
    { name: 'ParentAccountId', fieldType: 'Reference' },
    ...flag('IsActive', 'Certified__cf'),
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
