import type { Item } from '../../desk.ts';
import type { Registration } from '../../truth.ts';
import { assisted, automated, inTurn, type Plant } from './case.ts';

const GAPS: { name: string; gap: Partial<Registration>; form: Item['form'] }[] = [
  { name: 'contact', gap: { contact: null }, form: 'webhook' },
  { name: 'value', gap: { value: null }, form: 'impartner' },
  { name: 'close_date', gap: { close: null }, form: 'csv' },
  { name: 'value', gap: { value: null }, form: 'mail' },
  { name: 'customer', gap: { customer: null }, form: 'webhook' },
  { name: 'close_date', gap: { close: null }, form: 'mail' },
  { name: 'budget', gap: { more: { program: 'strategic' } }, form: 'webhook' },
];

/** Registrations that lack what their program requires: the partner is asked. */
export const incomplete: Plant = (desk, turn): Item => {
  const { name, gap, form } = inTurn(GAPS, turn);
  const partner = desk.partner(turn % 2 === 0 ? automated : assisted);
  const registration = desk.register(partner, desk.customer(partner.territories[0] as string), gap);
  const program =
    name === 'budget' ? 'this program requires a budget and a timeline' : `no ${name.replace('_', ' ')}`;
  return {
    registration,
    form,
    style: { layout: turn % 3, language: 'en' },
    planted: {
      kind: `incomplete.${name}`,
      why: program,
      ...(name === 'budget' ? { missing: true as const } : {}),
    },
  };
};
