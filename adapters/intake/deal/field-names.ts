import { lookupTable } from '../../../domain/lookup-table.ts';

/** What partners and their tools call our fields, after lower-casing and joining words with `_`. */
const ALIASES = lookupTable<string>({
  id: 'deal_id',
  external_id: 'deal_id',
  registration_id: 'deal_id',
  partner_id: 'source_partner_id',
  customer: 'customer_name',
  company: 'customer_name',
  end_customer: 'customer_name',
  opportunity: 'opportunity_name',
  deal_name: 'opportunity_name',
  amount: 'estimated_value',
  value: 'estimated_value',
  currency_code: 'currency',
  close_date: 'expected_close_date',
  contact_email: 'primary_contact_email',
  email: 'primary_contact_email',
  notes: 'partner_notes',
  submitted_at: 'submission_timestamp',
  competitors: 'competitor',
  main_competitor: 'competitor',
});

/**
 * The record under our own field names; unknown fields are dropped, and our own spelling wins over an alias. Answers null
 * when the value is not a record at all.
 */
export function ourFieldNames(raw: unknown): Record<string, unknown> | null {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return null;
  const record: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(raw)) {
    const name = key
      .trim()
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .replace(/[\s-]+/g, '_');
    const ours = Object.hasOwn(ALIASES, name) ? (ALIASES[name] as string) : name;
    if (ours === name || !Object.hasOwn(record, ours)) record[ours] = value;
  }
  return record;
}
