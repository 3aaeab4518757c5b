import { z } from 'zod';
import type { ImpartnerMapping, ImpartnerRecord } from '../../../contracts/vendors/impartner.ts';
import { roundMoney } from '../../../domain/money.ts';
import { isOwnId } from '../../own-id.ts';
import { VendorFault } from '../../ports/call.ts';
import type { PartnerRecord, PrmDeal } from '../../ports/prm.ts';
import { instant, names } from '../../vendor-words.ts';

/** A choice of a list comes as its text or as a reference `{ id, name }`. */
const text = z
  .union([z.string(), z.object({ name: z.string().nullable() }).transform(({ name }) => name)])
  .nullish()
  .transform((value) => value ?? null);
/** Custom fields of numbers may be kept as text. */
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(?:\.\d+)?$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? null);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);
const id = z.union([z.number(), z.string()]).transform(String);
/** The id that a reference names, however it is spelled; null when it is empty. */
const referred = z
  .union([z.object({ id: id.nullable() }).transform((value) => value.id), id])
  .nullish()
  .transform((value) => value || null);
/** A list of several choices comes as an array or as one text. */
const list = z
  .union([z.array(z.string()), z.string().transform(names)])
  .nullish()
  .transform((value) => value ?? null);

/** What has to be asked for to read a partner company. */
export function partnerFields({ partner }: ImpartnerMapping): string[] {
  return Object.values(partner.fields).filter((field) => field !== undefined);
}

/** A partner company in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function partnerFrom(record: ImpartnerRecord, { partner, deal }: ImpartnerMapping): PartnerRecord {
  const read = reader(record);
  /** Null where the tenant does not keep such a field. */
  const kept = <T extends z.ZodType>(name: string | undefined, type: T) =>
    name === undefined ? null : read(name, type);
  const { fields, defaults } = partner;
  const tier = read(fields.tier, text) ?? '';
  const region = read(fields.region, text) ?? '';
  const balance = kept(fields.mdfBalance, number);
  const currency = kept(fields.mdfCurrency, text) ?? deal.currency;
  return {
    id: record.id,
    name: read(fields.name, text) ?? '',
    tier: partner.tiers[tier] ?? tier,
    region: partner.regions[region] ?? region,
    language: read(fields.language, text) ?? defaults.language,
    timeZone: read(fields.timeZone, text) ?? defaults.timeZone,
    email: read(fields.email, text),
    active: read(fields.active, flag) ?? false,
    winRate: read(fields.winRate, number),
    performance: read(fields.performance, number),
    certified: read(fields.certified, flag),
    approvedRegistrations: read(fields.approvedRegistrations, number),
    manager: read(fields.manager, text),
    certifications: kept(fields.certifications, list),
    territories: kept(fields.territories, list)?.map((each) => partner.regions[each] ?? each) ?? null,
    mdfBalance: balance === null ? null : roundMoney({ amount: String(balance), currency }),
    parentPartner: kept(fields.parentPartner, referred),
  };
}

/** What has to be asked for to read a registration. */
export function dealFields({ deal }: ImpartnerMapping): string[] {
  return [
    deal.partner.read,
    deal.modified,
    deal.externalId,
    ...(deal.submitted ? [deal.submitted] : []),
    ...Object.values(deal.fields),
  ];
}

/** A registration in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function dealFrom(record: ImpartnerRecord, { deal }: ImpartnerMapping): PrmDeal {
  const read = reader(record);
  const { fields } = deal;
  const status = read(fields.status, text) ?? '';
  const amount = read(fields.amount, number);
  const modified = read(deal.modified, text);
  const submitted = deal.submitted === undefined ? null : read(deal.submitted, text);
  const currency = read(fields.currency, text) ?? deal.currency;
  return {
    id: record.id,
    partnerId: read(deal.partner.read, referred) ?? '',
    status: Object.keys(deal.statuses).find((ours) => deal.statuses[ours] === status) ?? status,
    fields: {
      customer_name: read(fields.customer_name, text),
      opportunity_name: read(fields.opportunity_name, text),
      stated_value: amount === null ? null : roundMoney({ amount: String(amount), currency }),
      // Dates come as midnight without a zone.
      expected_close_date: read(fields.expected_close_date, text)?.slice(0, 10) ?? null,
      primary_contact_email: read(fields.primary_contact_email, text),
      partner_notes: read(fields.partner_notes, text),
    },
    version: modified,
    submittedAt: submitted === null ? null : instant(submitted),
    modifiedAt: modified === null ? null : instant(modified),
    ours: isOwnId(record[deal.externalId.toLowerCase()]),
  };
}

/** What stands at a path: the field itself, a field of the record that it refers to, or the path as one name. */
function at(record: ImpartnerRecord, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path];
  const steps = path.split('.');
  return steps.reduce<unknown>(
    (value, step) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    record,
  );
}

function reader(record: ImpartnerRecord) {
  return <T extends z.ZodType>(name: string, type: T): z.output<T> => {
    const value = type.safeParse(at(record, name.toLowerCase()));
    if (value.success) return value.data;
    throw new VendorFault({
      vendor: 'impartner',
      kind: 'rejected',
      code: 'FIELD_TYPE',
      message: `field ${name} has another type than policy/mappings/impartner.yaml expects`,
    });
  };
}
