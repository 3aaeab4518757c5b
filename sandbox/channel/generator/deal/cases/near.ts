import { type Company, personAt } from '../../companies.ts';
import type { Desk, Item } from '../../desk.ts';
import { assisted, automated, FORMS, inTurn, type Plant } from './case.ts';
import * as variants from './variants.ts';

interface Near {
  name: string;
  why: string;
  variant?: variants.Variant;
  /** Contact under another domain than the account's web site: then only the name speaks. */
  otherDomain?: true;
  noWebsite?: true;
  country?: string;
}

const NEARS: Near[] = [
  { name: 'typo', why: 'two letters swapped, same domain', variant: variants.typo },
  {
    name: 'abbreviation',
    why: 'a word abbreviated, same domain',
    variant: variants.abbreviation,
    country: 'DE',
  },
  {
    name: 'accents',
    why: 'written without its accents, same domain',
    variant: variants.withoutAccents,
    country: 'DE',
  },
  {
    name: 'transliteration',
    why: 'umlauts in two letters, same domain',
    variant: variants.transliterated,
    country: 'DE',
  },
  { name: 'word_order', why: 'the words in another order, same domain', variant: variants.wordOrder },
  {
    name: 'legal_form',
    why: 'the legal form written out or left out, same domain',
    variant: variants.otherForm,
  },
  { name: 'subdomain', why: "the contact's address is under a subdomain of the account" },
  {
    name: 'no_website',
    why: 'the same name to the letter; the account has no web site to compare',
    noWebsite: true,
  },
  {
    name: 'both',
    why: 'a typo and no legal form at once, same domain',
    variant: (random, company) => variants.typo(random, { ...company, name: company.bare }),
  },
  {
    name: 'name_only',
    why: 'the same name in capitals; the contact writes from another domain, so less than certain is right too',
    variant: variants.shouted,
    otherDomain: true,
  },
  {
    name: 'typo_only',
    why: 'two letters swapped and another domain: a person has to look',
    variant: variants.typo,
    otherDomain: true,
  },
];

/** Customers that the CRM knows under a slightly other name, each with an open opportunity of our own sales. */
export const near: Plant = (desk, turn): Item => {
  const { name, why, variant, otherDomain, noWebsite, country } = inTurn(NEARS, turn);
  const tier = turn % 2 === 0 ? automated : assisted;
  const partner = desk.partner((each) => tier(each) && (!country || each.territories[0] === country));
  const [company, written] = spelled(desk, partner.territories[0] as string, variant);
  const account = desk.crm.account(company, desk.random.between(1, 80));
  if (noWebsite) account.website = '';
  const product = partner.certifications[0] as string;
  const opportunity = desk.crm.opportunity(account, 'Proposal', desk.random.between(1, 80), product);
  const records = [`crm:Account/${account.id}`, `crm:Opportunity/${opportunity.id}`];
  const [local] = personAt(desk.random, company).email.split('@');
  const host = otherDomain ? `${company.domain.replace('.example', '')}-procurement.example` : company.domain;
  const registration = desk.register(partner, company, {
    customer: written,
    contact: `${local}@${name === 'subdomain' ? `eu.${host}` : host}`,
  });
  return {
    registration,
    form: inTurn(FORMS, turn),
    planted: {
      kind: `near.${name}`,
      why: `known to the CRM with an open opportunity: ${why}`,
      conflict: records,
      same: records,
      ...(otherDomain || noWebsite ? { alsoRight: ['NEEDS_REVIEW'] } : {}),
    },
  };
};

/** A new company whose name can be varied that way, and the variant. */
function spelled(desk: Desk, country: string, variant?: variants.Variant): [Company, string] {
  for (let tries = 0; tries < 200; tries += 1) {
    const company = desk.customer(country);
    const written = variant ? variant(desk.random, company) : company.name;
    if (written !== null) return [company, written.trim()];
  }
  throw new Error(`no company of ${country} has a name that can be varied so`);
}
