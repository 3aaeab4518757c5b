import type { DealFields } from '../../../../domain/deal/registration.ts';

/** Labels, as far as these tests need them; the real extractor has its own tests. */
export function extract(text: string): { fields: DealFields } {
  const label = (name: string) => new RegExp(`^${name}: *(.+)$`, 'im').exec(text)?.[1]?.trim() ?? null;
  return {
    fields: {
      customer_name: label('Customer'),
      opportunity_name: label('Opportunity'),
      stated_value: label('Value') === null ? null : { amount: label('Value') as string, currency: 'USD' },
      expected_close_date: label('Close'),
      primary_contact_email: label('Contact'),
      partner_notes: null,
    },
  };
}
