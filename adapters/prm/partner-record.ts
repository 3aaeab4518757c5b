import type { z } from 'zod';
import type { partnerWords } from '../../contracts/vendors/partner-mapping.ts';
import { roundMoney } from '../../domain/money.ts';
import type { PartnerRecord } from '../ports/prm.ts';
import { amount, type fieldReader, flag, list, number, ours, referred, text } from './field-values.ts';
import { partnerAgreement } from './partner-agreement.ts';

/** Where a mapping file keeps what we know of a partner. What it does not name is unknown. */
export type PartnerFields = Partial<
  Record<
    Exclude<keyof PartnerRecord, 'id'> | 'mdfCurrency' | 'agreementFrom' | 'agreementTo',
    string | undefined
  >
>;

/**
 * A partner in our words.
 * @param currency of a balance that names none
 * @throws VendorFault `rejected` when a field has another type than mapped
 */
export function partnerRecord(
  read: ReturnType<typeof fieldReader>,
  { fields, ...words }: { fields: PartnerFields } & z.infer<z.ZodObject<typeof partnerWords>>,
  currency: string,
): Omit<PartnerRecord, 'id' | 'active'> {
  const manager = read(fields.manager, text);
  const balance = read(fields.mdfBalance, amount);
  return {
    name: read(fields.name, text) ?? '',
    tier: ours(words.tiers, read(fields.tier, text) ?? ''),
    region: ours(words.regions, read(fields.region, text) ?? ''),
    language: read(fields.language, text) ?? words.defaults.language,
    timeZone: read(fields.timeZone, text) ?? words.defaults.timeZone,
    email: read(fields.email, text),
    winRate: read(fields.winRate, number),
    performance: read(fields.performance, number),
    certified: read(fields.certified, flag),
    approvedRegistrations: read(fields.approvedRegistrations, number),
    manager: manager === null ? null : ours(words.managers, manager),
    certifications: read(fields.certifications, list),
    territories: read(fields.territories, list)?.map((each) => ours(words.regions, each)) ?? null,
    mdfBalance:
      balance === null
        ? null
        : roundMoney({ amount: balance, currency: read(fields.mdfCurrency, text) ?? currency }),
    parentPartner: read(fields.parentPartner, referred),
    ...(fields.agreement === undefined
      ? {}
      : {
          agreement: partnerAgreement(
            read(fields.agreement, text),
            read(fields.agreementFrom, text),
            read(fields.agreementTo, text),
          ),
        }),
  };
}
