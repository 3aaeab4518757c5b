import type { Partner } from '../../records.ts';
import { automated, FORMS, inTurn, known, type Plant } from './case.ts';

const of = (tier: Partner['tier'], region: string) => (partner: Partner) =>
  partner.tier === tier && partner.region === region && partner.active;

const SEGMENTS: [(partner: Partner) => boolean, string][] = [
  [automated, 'Platinum EMEA, complete, nothing known about the customer'],
  [known('Gold', 'EMEA'), 'nothing against it, but Gold EMEA is assisted: a person decides'],
  [automated, 'Platinum EMEA, complete, nothing known about the customer'],
  [known('Platinum', 'AMER'), 'nothing against it, but Platinum AMER is assisted: a person decides'],
  [of('Silver', 'APAC'), 'Silver APAC is in shadow'],
  [automated, 'Platinum EMEA, complete, nothing known about the customer'],
  [known('Gold', 'LATAM'), 'nothing against it, but Gold LATAM is assisted: a person decides'],
  [of('Silver', 'EMEA'), 'registrations of this tier are always reviewed'],
  [automated, 'Platinum EMEA, complete, nothing known about the customer'],
  [of('Bronze', 'AMER'), 'registrations of this tier are always reviewed'],
  [known('Gold', 'APAC'), 'nothing against it, but Gold APAC is assisted: a person decides'],
];

/** Complete registrations of customers that nobody knows. */
export const clean: Plant = (desk, turn) => {
  const [want, why] = inTurn(SEGMENTS, turn);
  const partner = desk.partner(want);
  const customer = desk.customer(partner.territories[0] as string);
  return {
    registration: desk.register(partner, customer),
    form: inTurn(FORMS, turn),
    planted: { kind: 'clean', why },
  };
};
