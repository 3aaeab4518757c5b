import type { Claim, ClaimEvent, ClaimLine } from '../../../domain/incentives/claim.ts';
import type { EarningRule, IncentiveProgram, Rate, Tiers } from '../../../domain/incentives/program.ts';
import type { Money } from '../../../domain/money.ts';

export const eur = (amount: string): Money => ({ amount, currency: 'EUR' });

export const ANY = { skus: [], tiers: [], regions: [], from: null, to: null };

export const rule = (gives: Rate | Tiers, more: Partial<EarningRule> = {}): EarningRule => ({
  ...ANY,
  rule: 'standard',
  gives,
  ...more,
});

/** A program of 2026 in EUR that pays 5 % to the partner and asks nothing, with these changes. */
export const aProgram = (changes: Partial<IncentiveProgram> = {}): IncentiveProgram => ({
  program: 'a-program',
  title: 'A program',
  type: 'rebate',
  effectiveFrom: '2026-01-01',
  currency: 'EUR',
  zone: 'Europe/Berlin',
  window: { from: '2026-01-01', to: '2026-12-31' },
  period: 'quarter',
  submit: { withinDays: 45, extensionDays: 0 },
  eligibility: { tiers: [], regions: [], skus: [], certifications: [], deal: false, conditions: [] },
  rules: [rule({ percent: '5' })],
  bonuses: [],
  bundles: [],
  accelerators: [],
  caps: [],
  budget: null,
  payee: 'partner',
  splits: [{ to: 'partner', percent: '100' }],
  money: 'commission',
  papers: ['partner_invoice'],
  notPayable: { publicSector: false, countries: [] },
  holdDays: 30,
  clawbackDays: 180,
  proof: { documents: ['invoice'], vendors: [], logo: false },
  automaticUpToUsd: '1000',
  legalEntity: null,
  reviewers: ['partner_ops'],
  estimate: { method: 'most_likely', outcomes: [{ factor: '1', probability: '1' }] },
  ...changes,
});

export const aLine = (line: string, amount: string | Money, changes: Partial<ClaimLine> = {}): ClaimLine => ({
  line,
  sale: `sale-of-${line}`,
  source: {
    record: `crm:OpportunityLineItem/${line}`,
    fields: { amount: 'TotalPrice', quantity: 'Quantity' },
  },
  soldOn: '2026-02-10',
  sku: 'EP-PRO',
  quantity: 1,
  amount: typeof amount === 'string' ? eur(amount) : amount,
  exchange: null,
  country: 'DE',
  publicSector: false,
  deal: 'deal:portal:1',
  vendor: null,
  partner: {
    record: 'prm:Account/7001',
    tier: 'Gold',
    region: 'EMEA',
    country: 'DE',
    certifications: ['Endpoint'],
  },
  ...changes,
});

export const aClaim = (claim: string, lines: ClaimLine[], changes: Partial<Claim> = {}): Claim => ({
  claim,
  partner: '7001',
  distributor: '7555',
  persons: [],
  completeAt: '2026-02-20T10:00:00Z',
  submittedOn: '2026-02-20',
  extended: false,
  agreement: 'prm:Agreement/1',
  request: null,
  lines,
  ...changes,
});

/** One claim with one line, taken. */
export const taken = (
  line: string,
  amount: string | Money,
  changes: Partial<ClaimLine> = {},
  claim: Partial<Claim> = {},
): ClaimEvent => ({
  kind: 'claim',
  event: `claim-${line}`,
  claim: aClaim(`c-${line}`, [aLine(line, amount, changes)], claim),
});

export const refunded = (line: string, refunded: Money | 'whole', event = `refund-${line}`): ClaimEvent => ({
  kind: 'refund',
  event,
  line,
  refunded,
  on: '2026-03-01',
});

export const undone = (claim: string): ClaimEvent => ({ kind: 'undo', event: `undo-${claim}`, claim });
