import { at } from '../../days.ts';
import type { Item } from '../../desk.ts';
import { nameOf } from '../../files.ts';
import type { Registration } from '../../truth.ts';
import { assisted, automated, inTurn, type Plant } from './case.ts';

const WAYS = [
  {
    name: 'other_partner',
    why: 'another partner has registered this customer before',
    form: 'webhook',
    by: automated,
  },
  {
    name: 'same_partner',
    why: 'the same partner has registered this customer before',
    form: 'csv',
    by: null,
  },
  {
    name: 'by_mail',
    why: 'another partner has registered this customer before; read from a mail',
    form: 'mail',
    by: assisted,
  },
  {
    name: 'respelled',
    why: 'another partner has registered this customer before, in capitals and without its legal form',
    form: 'webhook',
    by: automated,
  },
] as const;

/** Later registrations of customers that an earlier one of this inbox already holds. */
export const duplicate: Plant = (desk, turn, earlier): Item => {
  const { name, why, form, by } = inTurn(WAYS, turn);
  const free = earlier.filter(({ planted, form }) => planted.kind === 'clean' && form !== 'mail');
  const first = free.filter(
    ({ registration: { partner } }) => partner && (automated(partner) || assisted(partner)),
  )[turn];
  if (!first?.registration.partner) throw new Error('too few clean registrations to repeat: raise `clean`');
  const holder = first.registration;
  const country = holder.partner?.territories[0] as string;
  const partner =
    by === null
      ? (holder.partner as NonNullable<Registration['partner']>)
      : desk.partner((each) => by(each) && each.id !== holder.partnerId);
  const record = `registration:${nameOf(first)}`;
  const customer = holder.customer as string;
  const made = desk.register(partner, desk.customer(country), {
    customer: name === 'respelled' ? customer.toUpperCase().replace(/ [^ ]+$/, '') : customer,
    contact: `office@${holder.contact?.split('@')[1]}`,
    submittedAt: at(0, 720 + turn),
    more: { ...holder.more },
  });
  return {
    registration: made,
    form,
    late: true,
    style: { layout: 0, language: 'en' },
    planted: { kind: `duplicate.${name}`, why, conflict: [record], same: [record] },
  };
};
