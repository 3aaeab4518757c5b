import { later } from '../days.ts';
import type { ClaimFields, Medium, Paper, PlannedClaim, PlannedDocument } from './claim.ts';
import { type ClaimDesk, type Draft, mayClaim, type Wish } from './desk.ts';
import { decimal } from './money.ts';
import { OTHER_WAYS } from './numbers.ts';
import { sellerOf } from './sellers.ts';

/** Makes claims of one sale: first the honest one, then what comes after it. */
export type Repeat = (desk: ClaimDesk) => PlannedClaim[];

const AHEAD = 12;
const READABLE: readonly Medium[] = ['pdf', 'pdf', 'cii', 'ubl', 'hybrid'];
const INVOICED = ['security-sprint-spiff', 'growth-regions-bonus', 'endpoint-launch-spiff'];

/**
 * How one sale is claimed twice: the eight kinds that audits of payments look for (The IIA, Global Technology Audit Guide "Fraud Prevention and
 * Detection in an Automated World"; ACFE, Fraud Examiners Manual, "multiple reimbursement" and "invoice splitting"; US GAO, Assessing Data
 * Reliability and the duplicate payment tests of its audits).
 */
export const DUPLICATES: Record<string, Repeat> = {
  /** The same invoice, its number written in another way, on a paper that was written anew. */
  number_written_otherwise: (desk) => {
    const first = honest(desk, INVOICED);
    const number = otherWay(desk, first.fields.invoice_number ?? '');
    return both(
      desk,
      first,
      'number_written_otherwise',
      'the same invoice, its number written in another way',
      (again) => ({
        fields: { ...again.fields, invoice_number: number },
        papers: repaired(again, (paper) => ({ ...paper, number })),
      }),
    );
  },
  /** The very same file. */
  same_file: (desk) => both(desk, honest(desk, INVOICED), 'same_file', 'the same file once more', () => ({})),
  /** Another picture of the same sheet. */
  picture_again: (desk) => {
    const first = honest(desk, INVOICED, { medium: ['scan', 'photo'] });
    const how = desk.random.pick(['rescan', 'crop', 'recompress'] as const);
    const number = desk.nextNumber(first.partner);
    return both(
      desk,
      first,
      `picture_again.${how}`,
      `the same sheet, as another picture (${how})`,
      (again) => ({
        // Who hands a picture in again gives the number of another invoice, which only the picture belies.
        fields: desk.random.next() < 0.5 ? again.fields : { ...again.fields, invoice_number: number },
        papers: again.papers.map((one) =>
          one.medium === 'pdf' ? one : { ...one, look: { ...one.look, again: how } },
        ),
      }),
    );
  },
  /** Another partner claims nearly the same sale. */
  by_another_partner: (desk) => {
    const first = honest(desk, INVOICED);
    const able = desk.partners.filter(
      (one) => one.id !== first.partner.id && sameGround(one, first) && mayClaim(one, first.program),
    );
    if (able.length === 0) return DUPLICATES.by_another_partner?.(desk) ?? [];
    const other = desk.random.pick(able);
    const number = desk.nextNumber(other);
    const days = desk.random.between(0, 2);
    return both(
      desk,
      first,
      'by_another_partner',
      'another partner claims the same sale, with a paper of its own',
      (again) => {
        const day = later(again.fields.sold_on, -days);
        const fields = { ...again.fields, source_partner_id: other.id, invoice_number: number, sold_on: day };
        if (fields.deal_id && again.customer)
          fields.deal_id = desk.dealFor({ partner: other, fields }, again.customer);
        return {
          partner: other,
          fields,
          papers: repaired(again, (paper) => ({ ...paper, number, day, seller: sellerOf(other) })),
        };
      },
    );
  },
  /** Two programs are asked to pay for one sale, which neither allows. */
  from_another_program: (desk) => {
    const first = desk.clean({
      program: 'volume-rebate-2026',
      ahead: AHEAD,
      partner: (one) => isAble(desk, one, 'distributor-pass-through'),
    });
    const program = desk.programs.get('distributor-pass-through');
    if (!program) throw new Error('policy/incentives has no distributor-pass-through');
    const [only] = first.papers;
    if (!only) throw new Error('the claim has a paper');
    const covered = ['NET-STD', 'MON-STD'];
    if (!only.paper.lines.some(({ sku }) => covered.includes(sku)))
      return DUPLICATES.from_another_program?.(desk) ?? [];
    return both(
      desk,
      first,
      'from_another_program',
      'another program is asked to pay for the same sales',
      (again) => {
        const lines = again.fields.lines.filter(({ sku }) => covered.includes(sku));
        return { program, fields: { ...again.fields, program: program.program, lines } };
      },
    );
  },
  /** The same sale in another currency, at about the rate of the day. */
  in_another_currency: (desk) => {
    const first = honest(desk, ['growth-regions-bonus'], {
      partner: ({ territories: [country = ''] }) => country in USD,
    });
    const [country = ''] = first.partner.territories;
    const number = desk.nextNumber(first.partner);
    const converted = (minor: number) =>
      Math.round(minor * (USD[country] as number) * (country === 'JP' ? 100 : 1));
    return both(
      desk,
      first,
      'in_another_currency',
      'the same sale, claimed in another currency',
      (again) => ({
        fields: {
          ...again.fields,
          invoice_number: number,
          lines: again.fields.lines.map((line) => ({
            ...line,
            amount: {
              amount: decimal(
                converted(Math.round(Number(line.amount.amount) * (country === 'JP' ? 1 : 100))),
                'USD',
              ),
              currency: 'USD',
            },
          })),
        },
        papers: repaired(again, (paper) => {
          const lines = paper.lines.map((line) => ({
            ...line,
            unit: converted(line.unit),
            net: converted(line.net),
          }));
          const net = lines.reduce((sum, line) => sum + line.net, 0);
          const tax = Math.round((net * paper.taxPercent) / 100);
          return { ...paper, number, lines, currency: 'USD', net, tax, total: net + tax };
        }),
      }),
    );
  },
  /** One order in parts, each below what is paid without a person. */
  split_below_ceiling: (desk) => {
    const first = honest(desk, ['security-sprint-spiff'], {
      partner: ({ territories: [country = ''] }) => ['US', 'CA'].includes(country),
    });
    const parts = 2;
    // 2.50 USD a seat: the whole is above 1,000 USD, each part below it.
    const whole = desk.random.between(430, 560);
    const sizes = Array.from({ length: parts }, (_, at) =>
      at < parts - 1 ? Math.floor(whole / parts) - desk.random.between(1, 9) : 0,
    );
    sizes[parts - 1] = whole - sizes.reduce((sum, one) => sum + one, 0);
    const sliced = sizes.map((size, at) => part(desk, first, size, at));
    return sliced.map((draft, at) => {
      const last = at === parts - 1;
      const why = last ? 'the last part of one order, each part below the ceiling' : 'a part of one order';
      return desk.plan(
        draft,
        last ? 'duplicate.split_below_ceiling' : 'clean.part',
        why,
        last ? (sliced[0]?.fields.claim_id ?? null) : null,
      );
    });
  },
  /** Distributor and reseller claim what went from one to the other and on to the customer. */
  by_distributor_and_reseller: (desk) => {
    const above = new Map(desk.partners.map((one) => [one.id, one]));
    const able = (one: Draft['partner']) => {
      const parent = above.get(one.parentPartner ?? '');
      return (
        parent !== undefined &&
        parent.territories !== undefined &&
        isAble(desk, parent, 'growth-regions-bonus')
      );
    };
    const first = honest(desk, ['growth-regions-bonus'], { partner: able });
    const parent = above.get(first.partner.parentPartner ?? '');
    if (!parent) throw new Error('the reseller has a distributor');
    const number = desk.nextNumber(parent);
    // The distributor sells for less than its reseller.
    const cheaper = desk.random.next() < 0.5 ? 100 : desk.random.between(88, 97);
    const less = (minor: number) => Math.round((minor * cheaper) / 100);
    return both(
      desk,
      first,
      'by_distributor_and_reseller',
      'the distributor claims what its reseller sold on',
      (again) => ({
        partner: parent,
        fields: {
          ...again.fields,
          source_partner_id: parent.id,
          invoice_number: number,
          lines: again.fields.lines.map((line, at) => {
            const { quantity = 0, unit = 0 } = again.papers[0]?.paper.lines[at] ?? {};
            return {
              ...line,
              amount: { ...line.amount, amount: decimal(less(unit) * quantity, line.amount.currency) },
            };
          }),
        },
        papers: repaired(again, (paper) => {
          const lines = paper.lines.map((line) => ({
            ...line,
            unit: less(line.unit),
            net: less(line.unit) * line.quantity,
          }));
          const net = lines.reduce((sum, line) => sum + line.net, 0);
          const tax = Math.round((net * paper.taxPercent) / 100);
          return {
            ...paper,
            number,
            lines,
            net,
            tax,
            total: net + tax,
            seller: sellerOf(parent),
            buyer: cheaper === 100 ? paper.buyer : sellerOf(first.partner),
          };
        }),
      }),
    );
  },
};

/** US dollars for one unit, near the rates of `exchange.ts`. */
const USD: Record<string, number> = {
  DE: 1.09,
  FR: 1.09,
  ES: 1.09,
  GB: 1.273,
  JP: 0.0066,
  AU: 0.651,
  CA: 0.716,
  SE: 0.0962,
};

function honest(desk: ClaimDesk, programs: readonly string[], wish: Wish = {}): Draft {
  return desk.clean({ medium: READABLE, ahead: AHEAD, ...wish, program: desk.random.pick(programs) });
}

/** The honest claim, and some days later the same sale with these changes. */
function both(
  desk: ClaimDesk,
  first: Draft,
  kind: string,
  why: string,
  change: (again: Draft) => Partial<Draft>,
): PlannedClaim[] {
  const days = desk.random.between(1, AHEAD - 1);
  const submittedAt = `${later(first.submittedAt.slice(0, 10), days)}${first.submittedAt.slice(10)}`;
  const fields: ClaimFields = { ...first.fields, claim_id: desk.nextId() };
  const again = { ...first, submittedAt, fields };
  const made = { ...again, ...change(again) };
  return [
    desk.plan(first, 'clean.first', 'honest; somebody will claim it once more'),
    desk.plan(made, `duplicate.${kind}`, why, first.fields.claim_id),
  ];
}

const repaired = ({ papers }: Draft, change: (paper: Paper) => Paper): PlannedDocument[] =>
  papers.map((one) => ({ ...one, paper: change(one.paper), look: { ...one.look, seed: one.look.seed + 1 } }));

/** One part of an order, on an invoice of its own. */
function part(desk: ClaimDesk, first: Draft, quantity: number, at: number): Draft {
  const [paper] = first.papers.map((one) => one.paper);
  if (!paper) throw new Error('the claim has a paper');
  const unit = 6_800;
  const number = at === 0 ? paper.number : desk.nextNumber(first.partner);
  const lines = [{ sku: 'EP-PRO', name: 'Endpoint Pro', quantity, unit, net: unit * quantity }];
  const amount = { amount: decimal(unit * quantity, paper.currency), currency: paper.currency };
  const fields: ClaimFields = {
    ...first.fields,
    ...(at === 0 ? {} : { claim_id: desk.nextId() }),
    invoice_number: number,
    lines: [{ sku: 'EP-PRO', quantity: String(quantity), amount }],
  };
  const net = unit * quantity;
  const tax = Math.round((net * paper.taxPercent) / 100);
  const changed = (one: Paper) => ({
    ...one,
    number: one.title === 'invoice' ? number : `D${number}`,
    lines,
    net,
    tax,
    total: net + tax,
  });
  const submittedAt = `${later(first.submittedAt.slice(0, 10), at)}${first.submittedAt.slice(10)}`;
  return { ...first, submittedAt, fields, papers: repaired(first, changed) };
}

function otherWay(desk: ClaimDesk, number: string): string {
  for (;;) {
    const other = desk.random.pick(OTHER_WAYS)(number);
    if (other !== null) return other;
  }
}

function sameGround({ territories }: Draft['partner'], { partner }: Draft): boolean {
  return territories?.[0] === partner.territories[0];
}

function isAble({ programs }: ClaimDesk, partner: Draft['partner'], name: string): boolean {
  const program = programs.get(name);
  return program !== undefined && mayClaim(partner, program);
}
