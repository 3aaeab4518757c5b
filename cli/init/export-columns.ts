/** A column of an export of one's own. */
export interface ExportColumn {
  name: string;
  /** Every row has it. */
  needed?: true;
  /** What it holds, and what it is good for. */
  holds: string;
  example: string;
}

export interface ExportKind {
  /** Name of the file without its ending. */
  name: ExportName;
  /** Without it nothing starts. */
  needed: boolean;
  /** What names one row, and may stand in one row only; null: nothing does. */
  key: string | null;
  columns: readonly ExportColumn[];
}

export type ExportName = 'partners' | 'accounts' | 'opportunities' | 'deals' | 'rates' | 'people';

const ID = { name: 'id', needed: true, holds: 'the id in your system, as text', example: '00012' } as const;
const CHANGED = { holds: 'day or instant of the last change', example: '2026-11-20T10:05:00Z' };
const CREATED = {
  name: 'created_at',
  holds: 'day or instant since which it is there; a rehearsal of the past needs it',
  example: '2025-03-04',
};

/** Every file that `quarterdeck init` reads, with every column that is understood. Other columns are passed by, and named. */
export const EXPORT_KINDS: readonly ExportKind[] = [
  {
    name: 'partners',
    needed: true,
    key: 'id',
    columns: [
      ID,
      { name: 'name', needed: true, holds: 'the company', example: 'Nordlicht Systems GmbH' },
      { name: 'tier', needed: true, holds: 'as policy/programs/deal.yaml names tiers', example: 'Gold' },
      { name: 'region', needed: true, holds: 'as your people name regions', example: 'EMEA' },
      {
        name: 'language',
        holds: 'of mails to them: en, de, fr, es, pt-BR, ja; without it en',
        example: 'de',
      },
      { name: 'time_zone', holds: 'IANA zone; without it UTC', example: 'Europe/Berlin' },
      { name: 'email', holds: 'where they are told', example: 'deals@nordlicht.example' },
      { name: 'active', holds: 'yes or no; without it yes', example: 'yes' },
      { name: 'manager', holds: 'person id of their channel manager', example: 'p-kv' },
      { name: 'win_rate', holds: 'share of approved registrations won, 0 to 1', example: '0.61' },
      { name: 'performance', holds: 'score, 0 to 1', example: '0.7' },
      { name: 'certified', holds: 'yes or no', example: 'yes' },
      {
        name: 'approved_registrations',
        holds: 'how many were approved ever; 0 or nothing: a person decides the first one',
        example: '14',
      },
      { name: 'certifications', holds: 'names, ; between them', example: 'Backup Expert; Cloud Sales' },
      { name: 'territories', holds: 'where they may sell, ; between them', example: 'DE; AT' },
      { name: 'mdf_balance', holds: 'funds that are left', example: '12500.00' },
      { name: 'mdf_currency', holds: 'its currency', example: 'EUR' },
      { name: 'parent_partner', holds: 'id of the distributor above it', example: '00003' },
      { name: 'agreement', holds: 'id of its agreement, for incentive claims', example: 'AGR-7' },
      { name: 'agreement_from', holds: 'first day of the agreement', example: '2026-01-01' },
      { name: 'agreement_to', holds: 'last day of the agreement', example: '2027-12-31' },
    ],
  },
  {
    name: 'accounts',
    needed: true,
    key: 'id',
    columns: [
      ID,
      { name: 'name', needed: true, holds: 'the customer', example: 'Hansewerft AG' },
      { name: 'domain', holds: 'its mail domain', example: 'hansewerft.example' },
      { name: 'website', holds: 'in place of the domain', example: 'https://www.hansewerft.example' },
      { name: 'parent_id', holds: 'id of the account above it', example: '00100007' },
      { name: 'street', holds: 'street and number', example: 'Am Hafen 5' },
      { name: 'postal_code', holds: 'as text', example: '20457' },
      { name: 'city', holds: 'city', example: 'Hamburg' },
      { name: 'country', holds: 'two letters, or the name', example: 'DE' },
      {
        name: 'last_touch_at',
        holds: 'day or instant of your own sellers’ last contact',
        example: '2026-10-02',
      },
      CREATED,
      { name: 'modified_at', ...CHANGED },
    ],
  },
  {
    name: 'opportunities',
    needed: false,
    key: 'id',
    columns: [
      ID,
      { name: 'account_id', needed: true, holds: 'id in accounts', example: '00100007' },
      { name: 'name', needed: true, holds: 'what it is called', example: 'Backup renewal' },
      {
        name: 'stage',
        needed: true,
        holds: 'what begins with closed, won or lost is closed, in any of the six languages',
        example: 'Negotiation',
      },
      { name: 'modified_at', needed: true, ...CHANGED },
      { name: 'open', holds: 'yes or no; without it by its stage', example: 'yes' },
      { name: 'partner_id', holds: 'id in partners, where one registered it', example: '00012' },
      { name: 'last_activity_at', holds: 'day or instant', example: '2026-11-02' },
      { name: 'products', holds: 'families, ; between them', example: 'backup; storage' },
      CREATED,
    ],
  },
  {
    name: 'deals',
    needed: false,
    key: 'id',
    columns: [
      ID,
      { name: 'partner_id', needed: true, holds: 'id in partners', example: '00012' },
      {
        name: 'status',
        needed: true,
        holds: 'Submitted, Approved, Rejected … or the words for it',
        example: 'Approved',
      },
      { name: 'customer_name', holds: 'the customer', example: 'Hansewerft AG' },
      { name: 'opportunity_name', holds: 'what it is about', example: 'Backup' },
      { name: 'amount', holds: 'its value', example: '18000.00' },
      { name: 'currency', holds: 'its currency', example: 'EUR' },
      { name: 'expected_close_date', holds: 'day', example: '2027-03-31' },
      { name: 'primary_contact_email', holds: 'of the customer', example: 'it@hansewerft.example' },
      { name: 'partner_notes', holds: 'text', example: 'Budget is approved' },
      { name: 'version', holds: 'number or instant of this version', example: '3' },
      { name: 'submitted_at', holds: 'instant with its zone', example: '2026-11-20T10:05:00Z' },
      { name: 'modified_at', holds: 'instant with its zone', example: '2026-11-20T10:05:00Z' },
    ],
  },
  {
    name: 'rates',
    needed: false,
    key: null,
    columns: [
      { name: 'date', needed: true, holds: 'day of the rate', example: '2026-11-27' },
      { name: 'currency', needed: true, holds: 'code', example: 'EUR' },
      { name: 'usd', needed: true, holds: 'US dollars for one unit', example: '1.0812' },
    ],
  },
  {
    name: 'people',
    needed: false,
    key: 'id',
    columns: [
      { name: 'id', needed: true, holds: 'begins with p- and stays for ever', example: 'p-kv' },
      { name: 'name', needed: true, holds: 'as colleagues see it', example: 'K. Vogt' },
      {
        name: 'role',
        needed: true,
        holds: 'channel_manager, partner_ops, finance, controller, auditor or admin',
        example: 'channel_manager',
      },
      { name: 'email', holds: 'where they are told', example: 'k.vogt@example.com' },
      { name: 'region', holds: 'as partners name regions', example: 'EMEA' },
      { name: 'zone', holds: 'IANA zone of the desk; without it UTC', example: 'Europe/Berlin' },
      { name: 'manager', holds: 'person id', example: 'p-ms' },
      { name: 'limit_usd', holds: 'their own limit in place of the role’s', example: '10000' },
      {
        name: 'partners',
        holds: 'own partners, ; between them; none: all of the region',
        example: '00012; 00014',
      },
    ],
  },
];

/** What a column of an export is called here. @param plain its plain name */
export function exportColumnName(kind: ExportName, plain: string): string {
  const columns = EXPORT_KINDS.find(({ name }) => name === kind)?.columns ?? [];
  return columns.find(({ name }) => plainColumn(name) === plain)?.name ?? plain;
}

/** `Time Zone`, `time_zone` and `timeZone` are one column. */
export function plainColumn(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
