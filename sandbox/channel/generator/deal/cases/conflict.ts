import { ascii, type Company } from '../../companies.ts';
import type { Desk, Item } from '../../desk.ts';
import { type Partner, PRODUCTS } from '../../records.ts';
import type { Planted } from '../../truth.ts';
import { assisted, automated, FORMS, inTurn, known, type Plant } from './case.ts';

/** `as`: the customer under another name than it came with. */
type Setting = (desk: Desk, partner: Partner, customer: Company) => Omit<Planted, 'kind'> & { as?: Company };

const SETTINGS: [string, Setting][] = [
  [
    'open_opportunity',
    (desk, partner, customer) => {
      const account = desk.crm.account(customer, 140);
      const own = desk.crm.opportunity(account, 'Negotiation', 120, partner.certifications[0] as string);
      const records = [`crm:Opportunity/${own.id}`, `crm:Account/${account.id}`];
      return { why: 'an opportunity of our own sales is open', conflict: records, same: records };
    },
  ],
  [
    'recent_touch',
    (desk, _, customer) => {
      const record = `crm:Account/${desk.crm.account(customer, desk.random.between(3, 85)).id}`;
      return { why: 'own sales spoke to the account within 90 days', conflict: [record], same: [record] };
    },
  ],
  [
    'live_protection',
    (desk, partner, customer) => {
      const other = desk.partner((each) => known('Gold')(each) && each.id !== partner.id);
      const record = `prm:Deal/${desk.protect(other, customer, desk.random.between(10, 70)).id}`;
      return { why: 'another partner holds a protection that runs', conflict: [record], same: [record] };
    },
  ],
  [
    'quiet_account',
    (desk, _, customer) => {
      const record = `crm:Account/${desk.crm.account(customer, desk.random.between(150, 400)).id}`;
      return {
        why: 'a known customer, but nothing is open and nobody spoke to them in 90 days',
        same: [record],
      };
    },
  ],
  [
    'ended_protection',
    (desk, partner, customer) => {
      const other = desk.partner((each) => known('Gold')(each) && each.id !== partner.id);
      const record = `prm:Deal/${desk.protect(other, customer, 200, 'Expired').id}`;
      return { why: "another partner's protection has ended", same: [record] };
    },
  ],
  [
    'group',
    (desk, partner, customer) => {
      const parent = desk.crm.account(desk.customer(customer.country), 140);
      const own = desk.crm.opportunity(parent, 'Proposal', 30, partner.certifications[0] as string);
      const account = desk.crm.account(customer, 300, parent);
      return {
        why: 'a quiet subsidiary of a group with which our own sales have an open opportunity: a person looks',
        same: [`crm:Account/${account.id}`],
        other: [`crm:Account/${parent.id}`, `crm:Opportunity/${own.id}`],
        odd: true,
        alsoRight: ['FLAGGED_CONFLICT'],
      };
    },
  ],
  [
    'other_product',
    (desk, partner, customer) => {
      const account = desk.crm.account(customer, 140);
      const product = PRODUCTS.find((each) => !partner.certifications.includes(each)) as string;
      const own = desk.crm.opportunity(account, 'Proposal', 40, product);
      const records = [`crm:Opportunity/${own.id}`, `crm:Account/${account.id}`];
      return {
        why: 'the open opportunity is about another product: a person looks',
        same: records,
        odd: true,
        alsoRight: ['FLAGGED_CONFLICT'],
      };
    },
  ],
  [
    'namesake',
    (desk, partner, customer) => {
      const [first = ''] = customer.bare.split(' ');
      const bare = `${first} ${desk.random.pick(['Catering', 'Immobilien', 'Kindergarten', 'Rechtsanwälte'])}`;
      const domain = `${first
        .toLowerCase()
        .normalize('NFKD')
        .replace(/[^a-z]/g, '')}-${desk.random.between(10, 99)}.example`;
      const namesake = { ...desk.customer(customer.country), bare, name: `${bare} ${customer.form}`, domain };
      const account = desk.crm.account(namesake, 20);
      const own = desk.crm.opportunity(account, 'Proposal', 20, partner.certifications[0] as string);
      return {
        why: 'shares the first word with an account of another trade, city and domain: somebody else',
        other: [`crm:Account/${account.id}`, `crm:Opportunity/${own.id}`],
      };
    },
  ],
  [
    'other_town',
    (desk, partner, customer) => {
      const municipal = (town: Company): Company => {
        const [word = ''] = town.bare.split(' ');
        const bare = `Stadtwerke ${word}`;
        return {
          ...town,
          bare,
          name: `${bare} GmbH`,
          form: 'GmbH',
          domain: `stadtwerke-${ascii(word).toLowerCase()}.example`,
        };
      };
      const account = desk.crm.account(municipal(desk.customer(customer.country)), 20);
      const own = desk.crm.opportunity(account, 'Proposal', 20, partner.certifications[0] as string);
      return {
        why: 'municipal utilities of two towns share a word that many names hold: somebody else',
        other: [`crm:Account/${account.id}`, `crm:Opportunity/${own.id}`],
        as: municipal(customer),
      };
    },
  ],
];

/** Customers that stand, or seem to stand, against something that is there; see each one's `why`. */
export const conflict: Plant = (desk, turn): Item => {
  const [name, set] = inTurn(SETTINGS, turn);
  // A namesake needs a country whose names begin with the company's own word.
  const german = (each: Partner) =>
    assisted(each) && ['DE', 'AT', 'CH'].includes(each.territories[0] as string);
  const needsGerman = name === 'namesake' || name === 'other_town';
  const partner = desk.partner(needsGerman ? german : turn % 3 === 1 ? assisted : automated);
  const customer = desk.customer(partner.territories[0] as string);
  const { as = customer, ...planted } = set(desk, partner, customer);
  return {
    registration: desk.register(partner, as),
    // The PRM's own record names no product.
    form: name === 'other_product' ? 'webhook' : inTurn(FORMS, turn),
    planted: { kind: `conflict.${name}`, ...planted },
  };
};
