import type { ChannelFundRequest, ChannelPartner, ChannelPrmDeal } from '../channel.ts';
import type { Row } from '../records.ts';
import type { Field } from './objects.ts';

/** What an export leaves out, because a real tenant would not let us put it back. Counters of ids are not in it at all. */
export const IMPARTNER_SYSTEM_FIELDS: readonly string[] = ['Created', 'Updated', 'RecordVersion'];

/** Body of a POST search. */
export interface Search {
  filter?: string | undefined;
  fields?: string[] | undefined;
  orderBy?: { field: string; direction?: string | undefined }[];
  skip?: number;
  take?: number;
}

/** An answer with `success: false`. @param status of HTTP, when it differs from the one in the body */
export class Refusal extends Error {
  readonly httpStatus: number;
  readonly code: string;
  readonly status: number;
  constructor(httpStatus: number, code: string, message: string, status = httpStatus) {
    super(message);
    this.httpStatus = httpStatus;
    this.code = code;
    this.status = status;
  }
}

/** The field of that name in any case. */
export function known(fields: Field[], name: string): Field {
  const field = fields.find((each) => each.name.toLowerCase() === name.trim().toLowerCase());
  if (!field) throw new Refusal(400, 'InvalidField', `There is no field ${name}.`);
  return field;
}

/** The fields asked for and the id, `Region.Name` as the whole reference; all of them when none is named. */
export function selected(fields: Field[], names: string[] | undefined): Field[] {
  const first = (name: string) => name.split('.')[0] ?? name;
  return names?.length ? [...new Set(['Id', ...names].map((name) => known(fields, first(name))))] : fields;
}

/**
 * A row as the API shows it: camelCase names, references with id and name, dates as midnight, moments in the tenant's zone.
 * @param wholeSeconds moments are shown without the parts of a second that they have
 */
export function shown(
  row: Row,
  fields: Field[],
  get: (object: string, id: string) => Row | undefined,
  wholeSeconds: boolean,
) {
  return Object.fromEntries(
    fields.map(({ name, fieldType }) => {
      const camel = name.charAt(0).toLowerCase() + name.slice(1);
      if (name === 'PrimaryAccount') {
        const account = get('Account', String(row.PrimaryAccountId));
        return [camel, { id: idOf(row.PrimaryAccountId), name: account?.Name }];
      }
      // The prospect is a record of another kind, whose ids may be those of partners, too.
      if (name === 'Company')
        return [camel, { id: idOf(row.CompanyId ?? row.Id), name: row.Customer_Name__cf }];
      if (name === 'RecordVersion') return [camel, row.RecordVersion ?? 1];
      if (fieldType === 'Choice') return [camel, referenceOf(row[name])];
      if (name === 'Id' || fieldType === 'Reference') return [camel, idOf(row[name])];
      const value = row[name] ?? null;
      if (fieldType === 'DateTime')
        return [camel, value === null ? null : inZone(String(value), wholeSeconds)];
      return [camel, fieldType === 'Date' && value !== null ? `${value}T00:00:00` : value];
    }),
  );
}

/** A moment in the zone of the tenant, which is not UTC. */
function inZone(moment: string, wholeSeconds: boolean): string {
  const local = new Date(Date.parse(moment) - 6 * 3_600_000).toISOString();
  return local.replace('Z', '-06:00').replace(wholeSeconds ? /\.\d+/ : '.000', '');
}

/** A body whose names, types and lengths fit, under the names that `_describe` gives; dates without their time. */
export function checked(fields: Field[], body: unknown, creating: boolean): Record<string, unknown> {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new Refusal(400, 'InvalidBody', 'One object is expected.');
  const values = Object.entries(body).map(([name, value]) => {
    const field = known(fields, name);
    if (field.isReadOnly) throw new Refusal(400, 'ReadOnlyField', `${field.name} is read only.`);
    if (value === null && field.isRequired)
      throw new Refusal(400, 'RequiredField', `${field.name} is required.`);
    if (
      (value !== null && !TYPES[field.fieldType](value)) ||
      String(value).length > (field.length ?? Number.POSITIVE_INFINITY)
    )
      throw new Refusal(422, 'InvalidValue', `The value of ${field.name} does not fit.`);
    return [
      field.name,
      field.fieldType === 'Date' && value !== null ? String(value).slice(0, 10) : value,
    ] as const;
  });
  const row = Object.fromEntries(values);
  const missing = fields.find((field) => creating && field.isRequired && row[field.name] === undefined);
  if (missing) throw new Refusal(400, 'RequiredField', `${missing.name} is required.`);
  return row;
}

const TYPES: Record<Field['fieldType'], (value: unknown) => boolean> = {
  String: (value) => typeof value === 'string',
  Number: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
  Date: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  DateTime: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  Reference: (value) => typeof value === 'number' || typeof value === 'string',
  Choice: (value) => typeof value === 'string',
  MultiChoice: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
};

/** A choice of the tenant's own list, as `{ id, name }`. */
const referenceOf = (name: unknown) =>
  typeof name === 'string' ? { id: [...name].reduce((sum, one) => sum + one.charCodeAt(0), 0), name } : null;

const idOf = (id: unknown) => (/^\d+$/.test(String(id)) ? Number(id) : (id ?? null));

/** Rows without nulls and system fields, ordered by id. */
export function exported(rows: Row[]): Record<string, unknown>[] {
  const visible = ([name, value]: [string, unknown]) =>
    value !== null && !IMPARTNER_SYSTEM_FIELDS.includes(name);
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).filter(visible)))
    .sort((a, b) => (String(a.Id) < String(b.Id) ? -1 : 1));
}

/** A partner of the sample channel as an account of the tenant. */
export function accountOf(partner: ChannelPartner): Record<string, unknown> {
  return {
    Name: partner.name,
    Partner_Tier__cf: partner.tier,
    Region: partner.region,
    Language__cf: partner.language,
    Time_Zone__cf: partner.timeZone,
    Primary_Email__cf: partner.email,
    Channel_Manager__cf: partner.manager,
    Win_Rate__cf: String(partner.winRate),
    Performance_Score__cf: String(partner.performance),
    Approved_Registrations__cf: partner.approvedRegistrations,
    IsActive: partner.active,
    Certified__cf: partner.certified ? 'Yes' : 'No',
    Certifications__cf: partner.certifications ?? null,
    Territories__cf: partner.territories ?? null,
    MDF_Balance__cf: partner.mdfBalance?.amount ?? null,
    MDF_Currency__cf: partner.mdfBalance?.currency ?? null,
    ParentAccountId: partner.parentPartner ?? null,
    Agreement_Number__cf: `PA-${partner.id}`,
    Agreement_From__cf: '2024-01-01',
    Agreement_To__cf: null,
  };
}

/** A registration of the sample channel as a deal of the tenant. */
export function dealOf(deal: ChannelPrmDeal): Record<string, unknown> {
  return {
    Name: deal.name,
    PrimaryAccountId: deal.partnerId,
    Customer_Name__cf: deal.customerName,
    Amount: deal.amount ?? null,
    Currency__cf: deal.currency ?? null,
    CloseDate: deal.closeDate ?? null,
    Primary_Contact_Email__cf: deal.contactEmail,
    Partner_Notes__cf: deal.notes,
    Registration_Status__cf: deal.status,
    Closure_Reason__cf: deal.closureReason ?? null,
    // The sample tenant's workflow stamps it; where nothing else is said, a deal was submitted when it was created.
    Submitted_At__cf: deal.submittedAt ?? (deal.status === 'Draft' ? null : deal.createdAt),
  };
}

/** A request for funds of the sample channel as a record of the tenant. */
export function fundRequestOf(request: ChannelFundRequest): Record<string, unknown> {
  return {
    Name: `Request ${request.id}`,
    PartnerAccount: request.partnerId,
    Status__cf: request.status,
    Approved_Amount__cf: request.amount,
    Currency__cf: request.currency,
    Approved_On__cf: request.approvedOn,
    Activity_On__cf: request.activityOn,
    Proof_Extended__cf: false,
  };
}
