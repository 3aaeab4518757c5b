import { z } from 'zod';
import { registrationStatusOf } from '../../domain/deal/past-decision.ts';
import type { Money } from '../../domain/money.ts';
import { amountSettings, fileSettings, formatOfSettings } from '../amount-settings.ts';
import { vendorConfig } from '../config.ts';
import { cell, exportFile } from '../export-file.ts';
import { fileWrite } from '../file-write.ts';
import type { PartnerRecord, PrmDeal, PrmPort } from '../ports/prm.ts';
import { afterMark } from './changes.ts';
import { onlyWithEmail } from './only-with-email.ts';
import { partnerAgreement } from './partner-agreement.ts';
import { conflictPayload, createPayload, updatePayload } from './payloads.ts';
import { idReported } from './reported.ts';

const settings = z.strictObject({
  /** Holds partners.csv (or .json) and, if registrations are exported, deals.csv (or .json). */
  folder: z.string().min(1),
  /** What is to be loaded into the PRM is written here. */
  out: z.string().min(1),
  ...amountSettings,
  ...fileSettings,
});

/** The columns of partners, by their plain names. */
export const partnerColumns = z.object({
  id: cell.text,
  name: cell.text,
  tier: cell.text,
  region: cell.text,
  language: cell.optionalText,
  timezone: cell.optionalText,
  email: cell.optionalText,
  active: cell.optionalFlag,
  winrate: cell.optionalNumber,
  performance: cell.optionalNumber,
  certified: cell.optionalFlag,
  approvedregistrations: cell.optionalNumber,
  manager: cell.optionalText,
  certifications: cell.optionalList,
  territories: cell.optionalList,
  mdfbalance: cell.optionalText,
  mdfcurrency: cell.optionalText,
  parentpartner: cell.optionalText,
  agreement: cell.optionalText,
  agreementfrom: cell.optionalText,
  agreementto: cell.optionalText,
});

const partnerRow = partnerColumns.transform(
  ({
    timezone,
    winrate,
    approvedregistrations,
    mdfbalance,
    mdfcurrency,
    parentpartner,
    agreement,
    agreementfrom,
    agreementto,
    ...row
  }): PartnerRecord => ({
    ...row,
    language: row.language ?? 'en',
    timeZone: timezone ?? 'UTC',
    active: row.active ?? true,
    winRate: winrate,
    approvedRegistrations: approvedregistrations,
    mdfBalance: moneyOf(mdfbalance, mdfcurrency),
    parentPartner: parentpartner,
    ...(agreement === null ? {} : { agreement: partnerAgreement(agreement, agreementfrom, agreementto) }),
  }),
);

/** The columns of deals, by their plain names. */
export const dealColumns = z.object({
  id: cell.text,
  partnerid: cell.text,
  status: cell.text,
  customername: cell.optionalText,
  opportunityname: cell.optionalText,
  amount: cell.optionalText,
  currency: cell.optionalText,
  expectedclosedate: cell.optionalText,
  primarycontactemail: cell.optionalText,
  partnernotes: cell.optionalText,
  version: cell.optionalText,
  submittedat: cell.optionalInstant,
  modifiedat: cell.optionalInstant,
});

const dealRow = dealColumns.transform(
  (row): PrmDeal => ({
    id: row.id,
    partnerId: row.partnerid,
    status: registrationStatusOf(row.status) ?? row.status,
    fields: {
      customer_name: row.customername,
      opportunity_name: row.opportunityname,
      stated_value: moneyOf(row.amount, row.currency),
      expected_close_date: row.expectedclosedate,
      primary_contact_email: row.primarycontactemail,
      partner_notes: row.partnernotes,
    },
    version: row.version,
    submittedAt: row.submittedat,
    modifiedAt: row.modifiedat,
    // An export does not tell.
    ours: false,
  }),
);

/** Amounts arrive read, each with its currency. */
function moneyOf(amount: string | null, currency: string | null): Money | null {
  return amount === null || currency === null ? null : { amount, currency };
}

/** A PRM without an API: exports in, JSON files out. */
export function prmFiles(config: unknown): PrmPort {
  const { folder, out, ...stated } = vendorConfig('prm files', settings, config);
  const format = formatOfSettings(stated);
  const partners = exportFile('prm files', folder, 'partners', partnerRow, true, {
    columns: { mdfbalance: 'mdfcurrency' },
    format,
  });
  const deals = exportFile('prm files', folder, 'deals', dealRow, false, {
    columns: { amount: 'currency' },
    format,
  });
  return {
    vendor: 'files',
    partners: {
      read: async (id) => (await partners.rows()).find((partner) => partner.id === id) ?? null,
      withEmail: async (address) => onlyWithEmail(await partners.rows(), address),
    },
    deals: {
      sharesSource: true,
      read: async (id) => (await deals.rows()).find((deal) => deal.id === id) ?? null,
      changedSince: async (since) => ({ deals: afterMark(since, await deals.rows()), next: null }),
      reported: (event) => idReported('prm files', event),
      writes: {
        createDeal: fileWrite('prm files', out, 'createDeal', createPayload),
        updateDeal: fileWrite('prm files', out, 'updateDeal', updatePayload),
        recordConflict: fileWrite('prm files', out, 'recordConflict', conflictPayload),
      },
    },
    tasks: null,
  };
}
