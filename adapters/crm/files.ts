import { z } from 'zod';
import { vendorConfig } from '../config.ts';
import { cell, exportFile } from '../export-file.ts';
import { fileWrite } from '../file-write.ts';
import type { CrmAccount, CrmOpportunity, CrmPort } from '../ports.ts';
import { accountPayload, contactPayload, opportunityPayload } from './payloads.ts';
import { hostOf, leadingWords } from './search.ts';

const settings = z.strictObject({
  /** Holds accounts.csv (or .json) and, if exported, opportunities.csv (or .json). */
  folder: z.string().min(1),
  /** What is to be loaded into the CRM is written here. */
  out: z.string().min(1),
});

const accountRow = z
  .object({ id: cell.text, name: cell.text, domain: cell.optionalText, website: cell.optionalText })
  .transform(
    ({ id, name, domain, website }): CrmAccount => ({ id, name, domain: hostOf(domain ?? website) }),
  );

const opportunityRow = z
  .object({
    id: cell.text,
    accountid: cell.text,
    name: cell.text,
    stage: cell.text,
    open: cell.optionalFlag,
    partnerid: cell.optionalText,
    modifiedat: z.coerce.date(),
  })
  .transform(
    (row): CrmOpportunity => ({
      id: row.id,
      accountId: row.accountid,
      name: row.name,
      stage: row.stage,
      open: row.open ?? !row.stage.toLowerCase().startsWith('closed'),
      partnerId: row.partnerid,
      modifiedAt: row.modifiedat.toISOString(),
    }),
  );

/** A CRM without an API: exports in, JSON files out. */
export function crmFiles(config: unknown): CrmPort {
  const { folder, out } = vendorConfig('crm files', settings, config);
  const accounts = exportFile('crm files', folder, 'accounts', accountRow, true);
  const opportunities = exportFile('crm files', folder, 'opportunities', opportunityRow, false);
  return {
    vendor: 'files',
    async candidates({ domain, name }) {
      const start = leadingWords(name).toLowerCase();
      const found = (await accounts.rows()).filter(
        (account) =>
          (domain !== null && account.domain === domain.toLowerCase()) ||
          (start !== '' && account.name.toLowerCase().startsWith(start)),
      );
      const ids = new Set(found.map(({ id }) => id));
      const open = (await opportunities.rows()).filter((each) => each.open && ids.has(each.accountId));
      return { accounts: found, opportunities: open };
    },
    writes: {
      upsertAccount: fileWrite('crm files', out, 'upsertAccount', accountPayload),
      upsertContact: fileWrite('crm files', out, 'upsertContact', contactPayload),
      upsertOpportunity: fileWrite('crm files', out, 'upsertOpportunity', opportunityPayload),
    },
  };
}
