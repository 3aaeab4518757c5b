import { z } from 'zod';
import type { ImpartnerMapping, ImpartnerRecord } from '../../contracts/impartner.ts';
import { roundMoney } from '../../domain/money.ts';
import { type PartnerRecord, type PrmDeal, VendorFault } from '../ports.ts';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const number = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);
const reference = z.object({ id: z.union([z.number(), z.string()]).transform(String) });

/** A partner company in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function partnerFrom(record: ImpartnerRecord, { partner }: ImpartnerMapping): PartnerRecord {
  const read = reader(record);
  const { fields, defaults } = partner;
  const tier = read(fields.tier, text) ?? '';
  const region = read(fields.region, text) ?? '';
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
    certifications: null,
    territories: null,
    mdfBalance: null,
    parentPartner: null,
  };
}

/** A registration in our words. @throws VendorFault `rejected` when a field has another type than mapped. */
export function dealFrom(record: ImpartnerRecord, { deal }: ImpartnerMapping): PrmDeal {
  const read = reader(record);
  const { fields } = deal;
  const status = read(fields.status, text) ?? '';
  const amount = read(fields.amount, number);
  const currency = read(fields.currency, text) ?? deal.currency;
  return {
    id: record.id,
    partnerId: read(deal.partner.read, reference).id,
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
    version: read(deal.modified, text),
    submittedAt: null,
    modifiedAt: null,
  };
}

function reader(record: ImpartnerRecord) {
  return <T extends z.ZodType>(name: string, type: T): z.output<T> => {
    const value = type.safeParse(record[name.toLowerCase()]);
    if (value.success) return value.data;
    throw new VendorFault({
      vendor: 'impartner',
      kind: 'rejected',
      code: 'FIELD_TYPE',
      message: `field ${name} has another type than policy/mappings/impartner.yaml expects`,
    });
  };
}
