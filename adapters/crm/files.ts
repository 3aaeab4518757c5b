import { z } from 'zod';
import type { LastTouch } from '../../domain/match/facts.ts';
import { foldWord } from '../../domain/reading/plain.ts';
import { fileSettings, formatOfSettings } from '../amount-settings.ts';
import { vendorConfig } from '../config.ts';
import { cell, exportFile } from '../export-file.ts';
import { fileWrite } from '../file-write.ts';
import type { CrmAccount, CrmOpportunity, CrmPort } from '../ports/crm.ts';
import { type After, type Changed, changedSince } from './changes.ts';
import { accountPayload, contactPayload, opportunityPayload } from './payloads.ts';
import { instantOf, lastTouch, listOf, postalAddressOf } from './read.ts';
import { hostOf, leadingWords } from './search.ts';

/** How the stage of an opportunity that is over begins, in the partner languages; folded. */
const CLOSED =
  /^(?:[\d.) -]{0,6})(?:closed|won|lost|gewonnen|verloren|abgeschlossen|geschlossen|gagne|perdu|clos|ferme|ganad|perdid|cerrad|ganh|fechad|成約|失注|受注済|クローズ)/;

const settings = z.strictObject({
  /** Holds accounts.csv (or .json) and, if exported, opportunities.csv (or .json). */
  folder: z.string().min(1),
  /** What is to be loaded into the CRM is written here. */
  out: z.string().min(1),
  /** Most records of a kind on a page of `changedSince`. */
  pageSize: z.number().int().min(1).default(1_000),
  ...fileSettings,
});

const NO_INSTANT = 'is no date or instant like 2026-11-20 that can be read in one way only';

const neededInstant = cell.text.transform((text, context) => {
  const at = instantOf(text);
  if (at === null) context.addIssue({ code: 'custom', message: NO_INSTANT });
  return at ?? '';
});

const instant = cell.optionalText.transform((text, context) => {
  const at = instantOf(text);
  if (text !== null && at === null) context.addIssue({ code: 'custom', message: NO_INSTANT });
  return at;
});

/** Without the column nothing is known; an empty cell says that none is logged. */
const touch = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((stated, context): LastTouch => {
    const at = lastTouch(stated !== undefined, stated == null ? null : String(stated));
    if (stated !== undefined && at === null) context.addIssue({ code: 'custom', message: NO_INSTANT });
    return at;
  });

/** The columns of accounts, by their plain names. */
export const accountColumns = z.object({
  id: cell.text,
  name: cell.text,
  domain: cell.optionalText,
  website: cell.optionalText,
  parentid: cell.optionalText,
  street: cell.optionalText,
  postalcode: cell.optionalText,
  city: cell.optionalText,
  country: cell.optionalText,
  lasttouchat: touch,
  createdat: instant,
  modifiedat: instant,
});

const accountRow = accountColumns.transform(
  ({ id, name, domain, website, parentid, lasttouchat, createdat, modifiedat, ...row }) => {
    const { street, city, country } = row;
    const address = postalAddressOf({ street, postalCode: row.postalcode, city, country });
    const host = hostOf(domain ?? website);
    const seen = { lastTouchAt: lasttouchat, createdAt: createdat };
    const record = { id, name, domain: host, parentId: parentid, address, ...seen };
    return { record: record satisfies CrmAccount, modifiedAt: modifiedat };
  },
);

/** The columns of opportunities, by their plain names. */
export const opportunityColumns = z.object({
  id: cell.text,
  accountid: cell.text,
  name: cell.text,
  stage: cell.text,
  open: cell.optionalFlag,
  partnerid: cell.optionalText,
  createdat: instant,
  modifiedat: neededInstant,
  lastactivityat: touch,
  /** Families with `;` between them. */
  products: z.string().nullish(),
});

const opportunityRow = opportunityColumns.transform(
  (row): CrmOpportunity => ({
    id: row.id,
    accountId: row.accountid,
    name: row.name,
    stage: row.stage,
    open: row.open ?? !CLOSED.test(foldWord(row.stage.trim())),
    partnerId: row.partnerid,
    createdAt: row.createdat,
    modifiedAt: row.modifiedat,
    lastActivityAt: row.lastactivityat,
    products: row.products === undefined ? null : listOf(row.products, ';'),
  }),
);

/** A CRM without an API: exports in, JSON files out. */
export function crmFiles(config: unknown): CrmPort {
  const { folder, out, pageSize, ...stated } = vendorConfig('crm files', settings, config);
  const amounts = { columns: {}, format: formatOfSettings(stated) };
  const accounts = exportFile('crm files', folder, 'accounts', accountRow, true, amounts);
  const opportunities = exportFile('crm files', folder, 'opportunities', opportunityRow, false, amounts);
  const sources = {
    async accounts(after: After | null) {
      // A row without an instant of its own changed when its file did.
      const replaced = (await accounts.changedAt()) ?? '';
      const rows = await accounts.rows();
      const changed = rows.map(({ record, modifiedAt }) => ({
        modifiedAt: modifiedAt ?? replaced,
        id: record.id,
        record,
      }));
      return pageAfter(changed, after, pageSize);
    },
    async opportunities(after: After | null) {
      const rows = await opportunities.rows();
      const changed = rows.map((record) => ({ modifiedAt: record.modifiedAt, id: record.id, record }));
      return pageAfter(changed, after, pageSize);
    },
  };
  return {
    vendor: 'files',
    openingStage: null,
    async candidates({ domain, name }) {
      const start = leadingWords(name).toLowerCase();
      const found = (await accounts.rows())
        .map(({ record }) => record)
        .filter(
          (account) =>
            (domain !== null && account.domain === domain.toLowerCase()) ||
            (start !== '' && account.name.toLowerCase().startsWith(start)),
        );
      const ids = new Set(found.map(({ id }) => id));
      const open = (await opportunities.rows()).filter((each) => each.open && ids.has(each.accountId));
      return { accounts: found, opportunities: open, own: null };
    },
    changedSince: (since, call) => changedSince(sources, since, call),
    registrations: null,
    writes: {
      upsertAccount: fileWrite('crm files', out, 'upsertAccount', accountPayload),
      upsertContact: fileWrite('crm files', out, 'upsertContact', contactPayload),
      upsertOpportunity: fileWrite('crm files', out, 'upsertOpportunity', opportunityPayload),
    },
  };
}

function pageAfter<T>(all: Changed<T>[], after: After | null, size: number) {
  const order = (a: { modifiedAt: string; id: string }, b: { modifiedAt: string; id: string }) =>
    a.modifiedAt === b.modifiedAt ? compare(a.id, b.id) : compare(a.modifiedAt, b.modifiedAt);
  const later = all
    .filter(
      (each) =>
        after === null ||
        each.modifiedAt > after.modifiedAt ||
        (each.modifiedAt === after.modifiedAt && after.id !== null && each.id > after.id),
    )
    .sort(order);
  return { changed: later.slice(0, size), more: later.length > size };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
