import type { ClaimFacts, FactLine } from '../../../../domain/claim/checks/claim-facts.ts';
import { customerWords } from '../../../../domain/claim/checks/customer-words.ts';
import { invoiceKeys, invoiceStems } from '../../../../domain/claim/checks/invoice-number.ts';
import type { PastClaims, PastLine } from '../../../../domain/claim/checks/past-claims.ts';
import { skuKey } from '../../../../domain/claim/checks/sku-key.ts';

/** A line as a test writes it. */
export interface Sold {
  line?: string;
  sku?: string | null;
  quantity?: string | null;
  amount?: string | null;
  currency?: string;
  usd?: string | null;
  soldOn?: string | null;
  invoice?: string | null;
  sale?: string | null;
}

export function factLine(sold: Sold = {}): FactLine {
  const { line = '1', sku = 'EP-PRO', quantity = '10', amount = '4200.00', currency = 'USD' } = sold;
  const { soldOn = '2026-10-12', invoice = null, sale = null, usd = amount } = sold;
  return {
    ...{ line, sku: sku === null ? null : skuKey(sku), quantity, usd, soldOn, sale },
    amount: amount === null ? null : { amount, currency },
    invoices: invoice === null ? [] : invoiceKeys(invoice),
    stems: invoice === null ? [] : invoiceStems(invoice),
  };
}

export type Stated = Partial<Omit<ClaimFacts, 'customer' | 'lines'>> & {
  customer?: string | null;
  lines?: Sold[];
};

/** The facts of a claim of partner 7001 for one sale, with these changes. */
export function facts({
  customer = 'Nordwind Logistik GmbH',
  lines = [{}],
  ...changes
}: Stated = {}): ClaimFacts {
  const name = changes.case ?? 'claim:files:C_1';
  return {
    ...{
      case: name,
      claim: name,
      partner: '7001',
      parent: null,
      program: 'endpoint-launch-spiff',
      type: 'spiff',
    },
    ...{ deal: null, request: null, submittedOn: '2026-10-20', usd: '50.00', sellers: [], files: [] },
    ...changes,
    customer: customer === null ? [] : customerWords(customer),
    lines: lines.map(factLine),
  };
}

/** What the store would find of a claim: written out here once more, by plain comparison of all texts. */
export function pastLinesOf(own: ClaimFacts, other: ClaimFacts, more: Partial<PastLine> = {}): PastLine[] {
  const shared = <T>(a: readonly T[], b: readonly T[]) => a.some((one) => b.includes(one));
  return other.lines.map((line) => ({
    ...{
      case: other.case,
      line: line.line,
      partner: other.partner,
      program: other.program,
      type: other.type,
    },
    by: other.partner === own.partner ? 'same' : other.partner === own.parent ? 'distributor' : 'other',
    ...{ standing: 'granted', before: true, submittedOn: other.submittedOn, claimUsd: other.usd },
    ...{ sku: line.sku, quantity: line.quantity, amount: line.amount, usd: line.usd, soldOn: line.soldOn },
    ...{ sale: line.sale, customer: other.customer, sellers: other.sellers, invoices: line.invoices },
    shares: [
      ...(shared(
        own.files.map(({ hash }) => hash),
        other.files.map(({ hash }) => hash),
      )
        ? (['file'] as const)
        : []),
      ...(own.lines.some(({ invoices }) => shared(invoices, line.invoices)) ? (['invoice'] as const) : []),
      ...(own.lines.some(({ stems }) => shared(stems, line.stems)) ? (['stem'] as const) : []),
    ],
    ...more,
  }));
}

/** What is known of others where nothing is. */
export function past(
  own: ClaimFacts,
  lines: readonly PastLine[] = [],
  changes: Partial<PastClaims> = {},
): PastClaims {
  return {
    ...{ facts: own, lines: [...lines], cut: false },
    history: { amounts: { own: null, peers: null }, prices: [], weeks: null },
    funds: { open: '0', granted: '0' },
    ...changes,
  };
}
