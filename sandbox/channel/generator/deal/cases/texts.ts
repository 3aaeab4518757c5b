import type { Extra, Item } from '../../desk.ts';
import { pdf } from '../../pdf.ts';
import { inTurn, type Plant } from './case.ts';

/** Language, country of the partner, layout (text.ts), form and what is around it. */
const WRITTEN: [string, string, number, Item['form'], Extra?][] = [
  ['en', 'GB', 0, 'mail'],
  ['de', 'DE', 3, 'mail'],
  ['fr', 'FR', 1, 'mail'],
  ['es', 'ES', 3, 'mail'],
  ['pt-BR', 'BR', 1, 'mail'],
  ['ja', 'JP', 0, 'mail'],
  ['en', 'US', 3, 'mail', { around: 'quoted' }],
  ['de', 'DE', 1, 'mail', { around: 'forwarded' }],
  ['fr', 'FR', 3, 'mail', { around: 'html' }],
  ['es', 'MX', 0, 'mail', { around: 'quoted' }],
  ['pt-BR', 'BR', 4, 'mail'],
  ['ja', 'JP', 3, 'mail'],
  [
    'en',
    'GB',
    4,
    'mail',
    { attachment: { name: 'letter-of-intent.pdf', type: 'application/pdf', bytes: letter() } },
  ],
  ['de', 'DE', 2, 'mail', { around: 'quoted' }],
  ['en', 'US', 2, 'text'],
  ['de', 'DE', 4, 'text'],
  ['fr', 'FR', 0, 'text'],
  ['en', 'GB', 0, 'pdf'],
  ['de', 'DE', 1, 'pdf'],
  ['es', 'ES', 0, 'pdf'],
  ['en', 'US', 3, 'pdf'],
  ['de', 'DE', 5, 'mail', { around: 'quoted_printable' }],
  ['en', 'CA', 1, 'mail', { around: 'registered_before' }],
  ['fr', 'FR', 6, 'mail'],
  ['es', 'ES', 5, 'mail', { around: 'registered_before' }],
  ['pt-BR', 'BR', 2, 'mail', { around: 'attached' }],
  ['de', 'AT', 6, 'mail', { around: 'forwarded' }],
  ['en', 'GB', 5, 'mail', { around: 'html' }],
  ['fr', 'FR', 2, 'mail', { around: 'quoted_printable' }],
  ['en', 'US', 0, 'mail', { around: 'attached' }],
  ['ja', 'JP', 6, 'mail', { around: 'quoted' }],
  ['de', 'DE', 7, 'text'],
  ['es', 'ES', 7, 'mail'],
  ['de', 'CH', 8, 'mail'],
  ['en', 'US', 9, 'mail', { around: 'html' }],
  ['fr', 'FR', 8, 'pdf'],
  ['de', 'DE', 9, 'mail', { around: 'html' }],
  ['es', 'MX', 8, 'text'],
  ['de', 'CH', 3, 'mail', { around: 'registered_before' }],
];

/** Complete registrations in free text; a person confirms what was read, whatever the partner's tier. */
export const freeText: Plant = (desk, turn): Item => {
  const [language, country, layout, form, extra] = inTurn(WRITTEN, turn);
  // Any tier does, except where nothing is done with what was read (shadow).
  const partner = desk.partner(
    ({ active, territories, tier, region }) =>
      active && territories[0] === country && `${tier}/${region}` !== 'Silver/APAC',
  );
  const round = desk.random.between(8, 80);
  const registration = desk.register(partner, desk.customer(country), { more: {} });
  const currency = registration.value?.currency ?? 'USD';
  const amount = currency === 'JPY' ? `${round * 100_000}` : `${round * 1_000}.00`;
  return {
    registration: { ...registration, value: { amount, currency } },
    form,
    style: { layout, language, ...(extra ? { extra } : {}) },
    planted: { kind: `free_text.${language}`, why: 'fields read from free text are confirmed by a person' },
  };
};

/** Three sentences of an intention to buy; complete on its own, and about nobody in particular. */
function letter(): Buffer {
  return pdf([
    [
      'Letter of intent',
      'The customer intends to buy the products that its reseller has offered.',
      'This letter binds nobody until a contract is signed. Date: 2026-11-18',
      'Signed for the customer: M. Example, Head of Procurement',
    ],
  ]);
}
