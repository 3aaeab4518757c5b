import { type Company, type companyMaker, DRAWN } from './companies.ts';
import { day } from './days.ts';
import type { PastDeal } from './history.ts';
import type { Random } from './random.ts';
import { type Account, type Opportunity, PRODUCTS } from './records.ts';

/** The vendor's own CRM while it is filled. */
export interface Crm {
  accounts: Account[];
  opportunities: Opportunity[];
  /** @param touched days before the writing at which own sales last spoke to them; null: nothing is logged */
  account(company: Company, touched: number | null, parent?: Account): Account;
  /** @param active days before the writing of the last activity @param product family that it is about */
  opportunity(
    account: Account,
    stage: string,
    active: number,
    product: string,
    partnerId?: string,
  ): Opportunity;
}

export function openCrm(random: Random): Crm {
  const accounts: Account[] = [];
  const opportunities: Opportunity[] = [];
  /** Fifteen characters, as Salesforce ids are; `QE` tells them from those written by hand. */
  const id = (prefix: string, count: number) =>
    `${prefix}QE${(count * 7_919 + 40_000_000).toString(36).toUpperCase().padStart(10, '0')}`;
  return {
    accounts,
    opportunities,
    account(company, touched, parent) {
      const account = {
        id: id('001', accounts.length),
        name: company.name,
        website: `https://www.${company.domain}`,
        ...(parent ? { parentId: parent.id } : {}),
        ...company.address,
        ...(touched === null ? {} : { lastTouch: day(-touched) }),
      };
      accounts.push(account);
      return account;
    },
    opportunity(account, stage, active, product, partnerId) {
      const opportunity = {
        id: id('006', opportunities.length),
        accountId: account.id,
        name: `${account.name.split(' ')[0]} ${product.toLowerCase()}`,
        stage,
        amount: random.between(8, 300) * 500,
        closeDate: stage.startsWith('Closed') ? day(-active) : day(random.between(20, 150)),
        products: [product],
        lastActivity: day(-active),
        ...(partnerId === undefined ? {} : { partnerId }),
      };
      opportunities.push(opportunity);
      return opportunity;
    },
  };
}

/**
 * What is there beside the planted cases: customers that partners have won, direct customers with open and closed
 * opportunities, and groups with subsidiaries.
 */
export function fillCrm(
  random: Random,
  crm: Crm,
  companies: ReturnType<typeof companyMaker>,
  past: readonly PastDeal[],
): void {
  const won = new Map(
    past.filter(({ deal }) => deal.status === 'Converted').map((one) => [one.customer.name, one]),
  );
  for (const { deal, customer } of [...won.values()].filter(() => random.next() < 0.6)) {
    const account = crm.account(customer, random.between(100, 500));
    crm.opportunity(account, 'Closed Won', random.between(95, 400), random.pick(PRODUCTS), deal.partnerId);
  }
  for (let number = 0; number < 60; number += 1) {
    const account = crm.account(
      companies.make(random.pick(DRAWN), random.next() < 0.5 ? 'published' : 'trades'),
      random.next() < 0.3 ? null : random.between(1, 400),
    );
    if (random.next() < 0.6)
      crm.opportunity(
        account,
        random.pick(['Prospecting', 'Proposal', 'Negotiation', 'Closed Lost', 'Closed Won']),
        random.between(1, 200),
        random.pick(PRODUCTS),
      );
    // A subsidiary under a name of its own.
    if (number % 10 === 0) crm.account(companies.make(random.pick(DRAWN)), random.between(1, 400), account);
  }
}
