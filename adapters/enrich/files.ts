import { z } from 'zod';
import { hostOf } from '../../domain/company/company-name.ts';
import { fileSettings, formatOfSettings } from '../amount-settings.ts';
import { vendorConfig } from '../config.ts';
import { cell, exportFile } from '../export-file.ts';
import type { EnrichPort, Firmographics } from '../ports/enrich.ts';
import { chosen } from './choose.ts';

const settings = z.strictObject({
  /** Holds companies.csv (or .json). */
  folder: z.string().min(1),
  ...fileSettings,
});

const companyRow = z
  .object({
    id: cell.text,
    name: cell.text,
    domain: cell.optionalText,
    country: cell.optionalText,
    industry: cell.optionalText,
    employees: cell.optionalNumber,
  })
  .transform(
    (row): Firmographics => ({
      ...row,
      domain: hostOf(row.domain),
      country: row.country?.toUpperCase() ?? null,
    }),
  );

/** Firmographics from an export that somebody bought or keeps: companies.csv with id, name, domain, country, industry, employees. */
export function enrichFiles(config: unknown): EnrichPort {
  const { folder, ...stated } = vendorConfig('enrich files', settings, config);
  const amounts = { columns: {}, format: formatOfSettings(stated) };
  const companies = exportFile('enrich files', folder, 'companies', companyRow, true, amounts);
  return {
    vendor: 'files',
    firmographics: async (by) => chosen(await companies.rows(), by),
  };
}
