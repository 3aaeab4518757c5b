import { type Company, countryOf } from '../companies.ts';
import { later } from '../days.ts';
import type { Random } from '../random.ts';
import type { Deal, Partner } from '../records.ts';
import type {
  ClaimFields,
  FundRequestRecord,
  Look,
  Medium,
  Paper,
  PaperLine,
  Party,
  PlannedClaim,
  PlannedDocument,
  Title,
} from './claim.ts';
import { customerMaker } from './customers.ts';
import { decimal } from './money.ts';
import { numberOf } from './numbers.ts';
import { names, type Program } from './programs.ts';
import { buyerOf, PRODUCT_NAMES, SKUS, sellerOf, taxOf, unitPrice } from './sellers.ts';

/** Where claims come from: who sells, what is paid, when they arrive. */
export interface ClaimWorld {
  random: Random;
  partners: readonly Partner[];
  programs: ReadonlyMap<string, Program>;
  /** Claims are submitted between these days, both included. */
  from: string;
  to: string;
  /** Share of claims whose papers are made by other tools than the sample's. */
  otherTools: number;
}

/** A claim that is being made, with what it rests on, so that a case may change any of it. */
export interface Draft {
  program: Program;
  partner: Partner;
  customer: Company | null;
  submittedAt: string;
  fields: ClaimFields;
  papers: PlannedDocument[];
  look: Look;
}

export interface ClaimDesk {
  random: Random;
  programs: ReadonlyMap<string, Program>;
  partners: readonly Partner[];
  deals: Deal[];
  funds: FundRequestRecord[];
  /** A claim with nothing against it. @throws Error when no program fits that is in force */
  clean(wish?: Wish): Draft;
  customer(country: string): Company;
  /** The claim as it is handed in. @param same the claim of the same sale that came before */
  plan(draft: Draft, kind: string, why: string, same?: string | null): PlannedClaim;
  nextNumber(partner: Partner): string;
  nextId(): string;
  dealFor(draft: Pick<Draft, 'partner' | 'fields'>, customer: Company): string;
  /** The same claim as this partner would make it of a sale of its own. */
  asPartner(model: Draft, partner: Partner): Draft;
}

export interface Wish {
  program?: string;
  partner?: (partner: Partner) => boolean;
  medium?: readonly Medium[];
  /** Days between sale and claim. */
  after?: [least: number, most: number];
  /** Days that must be left for another claim of the same sale. */
  ahead?: number;
}

/** How often claims are made for each program. */
const WEIGHTS: Record<string, number> = {
  'endpoint-launch-spiff': 18,
  'security-sprint-spiff': 22,
  'growth-regions-bonus': 24,
  'resilience-bundle-bonus': 10,
  'volume-rebate-2026': 12,
  'distributor-pass-through': 6,
  'autumn-roadshow-mdf': 3,
};

const MEDIA: readonly Medium[] = [
  ...Array<Medium>(7).fill('pdf'),
  ...Array<Medium>(3).fill('cii'),
  ...Array<Medium>(3).fill('ubl'),
  ...Array<Medium>(3).fill('hybrid'),
  ...(['mail', 'mail_pdf', 'scan', 'photo'] as const),
];

const READ_BY_PROGRAMS: readonly Medium[] = ['pdf', 'cii', 'ubl', 'hybrid'];

export function openClaimDesk(world: ClaimWorld): ClaimDesk {
  const { random, partners, programs, from, to, otherTools } = world;
  const deals: Deal[] = [];
  const funds: FundRequestRecord[] = [];
  const customers = new Map<string, Company[]>();
  const counters = new Map<string, number>();
  const span = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  let claims = 0;

  const nextId = () => `QC-${String(++claims).padStart(5, '0')}`;
  const customer = customerMaker(random.fork('customers'));

  function nextNumber(partner: Partner): string {
    const count = (counters.get(partner.id) ?? random.between(100, 4_000)) + random.between(1, 9);
    counters.set(partner.id, count);
    return numberOf(partner, count);
  }

  /** Three in ten sales go to somebody who has bought before. */
  function customerOf(partner: Partner): Company {
    const known = customers.get(partner.id) ?? [];
    if (known.length > 0 && random.next() < 0.3) return random.pick(known);
    const fresh = customer(partner.territories[0] as string);
    customers.set(partner.id, [...known, fresh]);
    return fresh;
  }

  function clean(wish: Wish = {}): Draft {
    for (let tries = 0; tries < 1_000; tries += 1) {
      const submitted = later(from, random.between(0, Math.max(0, span - (wish.ahead ?? 0))));
      const sold = later(submitted, -random.between(...(wish.after ?? [1, 24])));
      const program = programs.get(wish.program ?? random.pick(DRAWN));
      if (!program || sold < program.window.from || sold > program.window.to) continue;
      const able = partners.filter((one) => mayClaim(one, program) && (wish.partner?.(one) ?? true));
      if (able.length === 0) continue;
      return draft(program, random.pick(able), { sold, submitted }, wish.medium);
    }
    throw new Error(`no program of policy/incentives pays for sales of these days: ${from} to ${to}`);
  }

  function draft(
    program: Program,
    partner: Partner,
    days: { sold: string; submitted: string },
    media?: readonly Medium[],
  ): Draft {
    const look: Look = {
      seed: random.between(1, 1_000_000_000),
      tool: random.next() < otherTools ? 'other' : 'own',
    };
    const submittedAt = `${days.submitted}T${String(random.between(7, 16)).padStart(2, '0')}:${String(random.between(10, 59))}:00.000Z`;
    const base = { program, partner, submittedAt, look };
    if (program.type === 'mdf') return activity(base, days, media);
    if (program.proof.documents.includes('point_of_sale_file')) return salesFile(base, days, media);
    return invoiced(base, days, media);
  }

  type Base = Pick<Draft, 'program' | 'partner' | 'submittedAt' | 'look'>;
  interface Days {
    sold: string;
    submitted: string;
  }

  function fieldsOf({ program, partner }: Base, sold: string): Omit<ClaimFields, 'lines'> {
    return {
      claim_id: nextId(),
      source_partner_id: partner.id,
      program: program.program,
      public_sector: false,
      sold_on: sold,
    };
  }

  function invoiced(base: Base, { sold }: Days, media = MEDIA): Draft {
    const { program, partner, look } = base;
    const buyer = customerOf(partner);
    const country = partner.territories[0] as string;
    const { currency } = countryOf(country);
    const paid = linesFor(program, currency);
    const beside = SKUS.filter((sku) => !names(program.eligibility.skus, sku));
    const more = random.next() < 0.25 ? [lineOf(random.pick(beside), currency, 10)] : [];
    const medium = random.pick(media);
    const paper = paperOf('invoice', {
      ...{ number: nextNumber(partner), day: sold, seller: sellerOf(partner), buyer: buyerOf(buyer) },
      ...{ lines: [...paid, ...more], currency, country, language: countryOf(country).language },
    });
    const fields: ClaimFields = {
      ...fieldsOf(base, sold),
      customer_name: buyer.name,
      country,
      invoice_number: paper.number,
      lines: paid.map(({ sku, quantity, net }) => ({
        sku,
        quantity: String(quantity),
        amount: { amount: decimal(net, currency), currency },
      })),
      ...(program.payee === 'person'
        ? {
            persons: [
              {
                person: `sales.${random.between(10, 99)}@${domainOf(partner)}`,
                consent: `EV-2026-${random.between(10, 99)}`,
              },
            ],
          }
        : {}),
    };
    const papers = [document(medium, paper, look)];
    if (program.proof.documents.includes('proof_of_delivery'))
      papers.push(document('pdf', { ...paper, title: 'delivery_note', number: `D${paper.number}` }, look));
    const made: Draft = { ...base, customer: buyer, fields, papers };
    if (program.eligibility.deal) fields.deal_id = dealFor(made, buyer);
    return made;
  }

  function linesFor(program: Program, currency: string): PaperLine[] {
    if (program.bundles) {
      const sets = drawn(5);
      const skus = program.bundles.flatMap(({ skus }) => skus);
      return skus.map((sku) => lineOf(sku, currency, sets, random.next() < 0.7 ? sets : undefined));
    }
    const skus = SKUS.filter((sku) => names(program.eligibility.skus, sku));
    const some = random.shuffled(skus).slice(0, skus.length > 1 && random.next() < 0.3 ? 2 : 1);
    return some.map((sku) => lineOf(sku, currency, program.type === 'spiff' ? 25 : 6));
  }

  /** @param around how many are usual */
  function lineOf(sku: string, currency: string, around: number, exactly?: number): PaperLine {
    const quantity = exactly ?? drawn(around);
    const unit = unitPrice(random, sku, currency);
    return { sku, name: PRODUCT_NAMES[sku] ?? sku, quantity, unit, net: quantity * unit };
  }

  /** Quantities as orders have them: log-normal, larger ones rounded as people round. */
  function drawn(around: number): number {
    const normal = Array.from({ length: 12 }, () => random.next()).reduce((sum, one) => sum + one, -6);
    const exact = around * Math.exp(0.55 * normal);
    return Math.max(1, exact < 20 ? Math.round(exact) : Math.round(exact / 5) * 5);
  }

  /** What a partner sold to many customers within some days, as its till or its ERP lists it. */
  function salesFile(
    base: Base,
    { sold, submitted }: Days,
    media: readonly Medium[] = ['csv', 'csv', 'xlsx'],
  ): Draft {
    const { program, partner, look } = base;
    const country = partner.territories[0] as string;
    const { currency, language } = countryOf(country);
    const skus = SKUS.filter((sku) => names(program.eligibility.skus, sku));
    const first = later(sold, -6) < program.window.from ? program.window.from : later(sold, -6);
    const days = Math.round((Date.parse(sold) - Date.parse(first)) / 86_400_000);
    const lines = Array.from(
      { length: drawn(9) + 2 },
      (): PaperLine => ({
        ...lineOf(random.pick(skus), currency, 8),
        ...{ day: later(first, random.between(0, days)), customer: customerOf(partner).name },
      }),
    )
      .sort((a, b) => ((a.day as string) < (b.day as string) ? -1 : 1))
      .map((line) => ({ ...line, number: nextNumber(partner) }));
    const medium = random.pick(media.filter((one) => one === 'csv' || one === 'xlsx'));
    const paper = paperOf('point_of_sale', {
      ...{
        number: `POS-${partner.id}-${submitted}`,
        day: submitted,
        seller: sellerOf(partner),
        buyer: sellerOf(partner),
      },
      ...{ lines, currency, country, language },
    });
    const fields: ClaimFields = {
      ...fieldsOf(base, lines.at(-1)?.day ?? sold),
      country,
      lines: lines.map(({ sku, quantity, net, day, number }) => ({
        ...{ sku, quantity: String(quantity), amount: { amount: decimal(net, currency), currency } },
        ...(day && number ? { sold_on: day, invoice_number: number } : {}),
      })),
    };
    return { ...base, customer: null, fields, papers: [document(medium, paper, look)] };
  }

  /** An activity that an approved request for funds covers. */
  function activity(base: Base, { sold }: Days, media = MEDIA): Draft {
    const { program, partner, look } = base;
    const vendor = random.pick(VENDORS.filter(({ name }) => program.proof.vendors?.includes(name)));
    const { currency, language } = countryOf(vendor.country);
    const lines = random
      .shuffled(COSTS)
      .slice(0, random.between(1, 3))
      .map((cost): PaperLine => {
        const unit = random.between(3, 14) * 5_000;
        return { ...cost, quantity: 1, unit, net: unit };
      });
    const medium = random.pick(media);
    const paper = paperOf('invoice', {
      ...{ number: `${vendor.name.slice(0, 2).toUpperCase()}-${random.between(10_000, 99_999)}`, day: sold },
      ...{ seller: vendor, buyer: sellerOf(partner), lines, currency, country: vendor.country, language },
    });
    const approved = Math.ceil((paper.net * 0.6) / 10_000) * 10_000;
    const request: FundRequestRecord = {
      ...{ id: String(710_000 + funds.length), partnerId: partner.id, status: 'Approved', currency },
      ...{ amount: decimal(approved, currency), approvedOn: later(sold, -30), activityOn: sold },
    };
    funds.push(request);
    const proof = { ...paper, title: 'proof_of_performance' as const, number: request.id, lines: [] };
    const fields: ClaimFields = {
      ...fieldsOf(base, sold),
      ...{ country: partner.territories[0] as string, invoice_number: paper.number },
      ...{ vendor: vendor.name, request: request.id },
      lines: lines.map(({ sku, net }) => ({
        sku,
        quantity: '1',
        amount: { amount: decimal(net, currency), currency },
      })),
    };
    return {
      ...base,
      customer: null,
      fields,
      papers: [document(medium, paper, look), document('pdf', proof, look)],
    };
  }

  function dealFor({ partner, fields }: Pick<Draft, 'partner' | 'fields'>, customer: Company): string {
    const id = String(610_000 + deals.length);
    const registered = later(fields.sold_on, -random.between(20, 60));
    deals.push({
      ...{
        id,
        partnerId: partner.id,
        status: 'Approved',
        name: `${PRODUCT_NAMES[fields.lines[0]?.sku ?? '']} rollout`,
      },
      ...{ customerName: customer.name, amount: Math.round(Number(fields.lines[0]?.amount.amount ?? 0)) },
      ...{ currency: fields.lines[0]?.amount.currency ?? 'EUR', closeDate: fields.sold_on },
      ...{ contactEmail: `purchasing@${customer.domain}`, notes: '' },
      ...{ createdAt: `${registered}T09:00:00Z`, modifiedAt: `${later(registered, 2)}T09:00:00Z` },
    });
    return id;
  }

  function plan(draft: Draft, kind: string, why: string, same: string | null = null): PlannedClaim {
    const { submittedAt, fields, papers, look } = draft;
    const readable = papers.every(({ medium }) => medium !== 'scan' && medium !== 'photo');
    const truth = { claim: fields.claim_id, kind, same, readable, papers: writtenOn(papers, look), why };
    return { submittedAt, fields, documents: papers, truth };
  }

  function asPartner({ program, look, submittedAt, fields }: Draft, partner: Partner): Draft {
    const days = { sold: fields.sold_on, submitted: submittedAt.slice(0, 10) };
    return invoiced({ program, partner, submittedAt, look }, days, READ_BY_PROGRAMS);
  }

  return {
    ...{ random, programs, partners, deals, funds, clean, customer, plan },
    ...{ nextNumber, nextId, dealFor, asPartner },
  };
}

/** Whether the program's own words let this partner claim. */
export function mayClaim(partner: Partner, { eligibility, splits, program }: Program): boolean {
  const { tiers, regions, certifications = [] } = eligibility;
  const [country = ''] = partner.territories ?? [];
  return (
    country !== '' &&
    (tiers?.includes(partner.tier) ?? true) &&
    (regions?.includes(partner.region) ?? true) &&
    certifications.every((one) => partner.certifications.includes(one)) &&
    (!splits || partner.parentPartner !== undefined) &&
    (program !== 'distributor-pass-through' || country === 'GB')
  );
}

/** @param of.lines whose nets are summed, with the tax of the country */
export function paperOf(
  title: Title,
  of: Pick<Paper, 'number' | 'day' | 'seller' | 'buyer' | 'lines' | 'currency' | 'language'> & {
    country: string;
  },
): Paper {
  const { country, ...rest } = of;
  return withTotals({ title, ...rest, taxPercent: taxOf(country), net: 0, tax: 0, total: 0 });
}

/** The same paper with net, tax and total as its lines give them. */
export function withTotals(paper: Paper): Paper {
  const net = paper.lines.reduce((sum, line) => sum + line.net, 0);
  const tax = Math.round((net * paper.taxPercent) / 100);
  return { ...paper, net, tax, total: net + tax };
}

export function document(medium: Medium, paper: Paper, look: Look): PlannedDocument {
  const stem = `${FILE_NAMES[paper.title]}-${paper.number.replace(/[^\w-]+/g, '_')}`;
  return { name: `${stem}.${ENDINGS[medium]}`, medium, paper, look };
}

const ENDINGS: Record<Medium, string> = {
  ...{ pdf: 'pdf', hybrid: 'pdf', scan: 'pdf', photo: 'jpg', cii: 'xml', ubl: 'xml' },
  ...{ mail: 'eml', mail_pdf: 'eml', csv: 'csv', xlsx: 'xlsx' },
};
const FILE_NAMES: Record<Title, string> = {
  ...{ invoice: 'invoice', proforma: 'invoice', quotation: 'invoice', credit_note: 'credit-note' },
  ...{ delivery_note: 'delivery', proof_of_performance: 'event', point_of_sale: 'sales' },
};

const DRAWN = Object.entries(WEIGHTS).flatMap(([name, weight]) => Array<string>(weight).fill(name));

const domainOf = ({ email }: Partner): string => email.slice(email.indexOf('@') + 1);

/** Vendors of activities, with names that the sample's catalogue knows. */
export const VENDORS: readonly Party[] = [
  { name: 'Hanse Messebau GmbH', street: 'Messeplatz 4', city: 'Bremen', postalCode: '28215', country: 'DE' },
  {
    name: 'Atelier Lumen SARL',
    street: '12 rue des Halles',
    city: 'Lyon',
    postalCode: '69002',
    country: 'FR',
  },
  {
    name: 'Brightline Events Ltd',
    street: '40 Quay Street',
    city: 'Bristol',
    postalCode: 'BS1 4XE',
    country: 'GB',
  },
];

const COSTS: readonly Pick<PaperLine, 'sku' | 'name'>[] = [
  { sku: 'STAND', name: 'Stand construction' },
  { sku: 'PRINT', name: 'Printed invitations' },
  { sku: 'VENUE', name: 'Venue hire' },
  { sku: 'CATERING', name: 'Catering' },
];

function writtenOn(papers: readonly PlannedDocument[], { tool }: Look): string {
  return `${tool} ${papers.map(({ medium }) => medium).join('+')}`;
}
