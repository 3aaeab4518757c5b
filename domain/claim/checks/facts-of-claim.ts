import { exact, exactText, times } from '../../exact.ts';
import { rateAsOf } from '../../exchange-rate.ts';
import type { Money } from '../../money.ts';
import type { ClaimEvidence } from '../evidence.ts';
import type { ClaimFacts, FactFile, FactLine } from './claim-facts.ts';
import { customerWords } from './customer-words.ts';
import { invoiceKeys, invoiceStems } from './invoice-number.ts';
import { saleLineOf } from './sale-lines.ts';
import { skuKey } from './sku-key.ts';

const DECIMAL = /^\d+(?:\.\d+)?$/;

/** A claim without what is known of others. */
export type ClaimAlone = Omit<ClaimEvidence, 'past'>;

/**
 * What a claim is compared by with others, in plain text: the store keys it before it is kept. A claim that states no lines has those of its
 * documents.
 * @param known its case, the name that all cases of this claim have in common, and what it may pay in USD (null: not known)
 */
export function factsOfClaim(
  evidence: ClaimAlone,
  known: Pick<ClaimFacts, 'case' | 'claim' | 'usd'>,
): ClaimFacts {
  const { stated, program, partner, deal, readings } = evidence;
  const numbered = numberedInvoices(readings);
  const lines = claimedLines(evidence).map((line) => factLine(evidence, line, numbered));
  const names = [stated.customerName, deal?.customer, ...readings.map((each) => each.fields.customer?.value)];
  return {
    ...known,
    ...{ partner: stated.partnerId, parent: partner?.parent ?? null },
    ...{ program: program?.body.program ?? stated.program, type: program?.body.type ?? null },
    ...{ deal: stated.dealId, request: stated.request, submittedOn: evidence.submittedOn },
    customer: wordsOfFirst(names),
    sellers: sellersOf(readings),
    lines,
    files: stated.documents.map(({ hash }) => fileOf(readings, hash)),
  };
}

/** A line as it is claimed or, where none is claimed, as a document shows it. */
interface Claimed {
  line: string;
  sku: string | null;
  quantity: string | null;
  amount: Money | null;
  soldOn: string | null;
  invoiceNumber: string | null;
}

function claimedLines({ stated, readings }: ClaimAlone): Claimed[] {
  if (stated.lines.length > 0)
    return stated.lines.map((line) => ({
      ...line,
      soldOn: line.soldOn ?? stated.soldOn,
      invoiceNumber: line.invoiceNumber ?? stated.invoiceNumber,
    }));
  const shown = readings.flatMap(({ document, fields, lines }) =>
    lines
      .filter(({ sku, amount }) => sku !== null || amount !== null)
      .map(({ sku, quantity, amount, soldOn, invoiceNumber }, at) => ({
        line: `${document.slice(0, 12)}/${at}`,
        ...{ sku: sku?.value ?? null, quantity: quantity?.value ?? null },
        amount: amount && fields.currency ? { amount: amount.value, currency: fields.currency.value } : null,
        soldOn: soldOn?.value ?? stated.soldOn ?? fields.invoicedOn?.value ?? null,
        invoiceNumber: invoiceNumber?.value ?? stated.invoiceNumber,
      })),
  );
  return shown.slice(0, MOST_LINES);
}

/** As many as a claim may state. One that states none is paid nothing before a person has named its lines. */
const MOST_LINES = 1_000;

function factLine(
  { deal, rates }: ClaimAlone,
  claimed: Claimed,
  numbered: readonly NumberedInvoice[],
): FactLine {
  const { line, sku, quantity, amount, soldOn } = claimed;
  const key = sku === null ? null : skuKey(sku);
  const shown = numbered.flatMap(({ number, skus }) =>
    skus.size === 0 || key === null || skus.has(key) ? [number] : [],
  );
  const numbers = [...(claimed.invoiceNumber === null ? [] : [claimed.invoiceNumber]), ...shown];
  return {
    ...{ line, sku: key, amount, soldOn },
    quantity: quantity !== null && DECIMAL.test(quantity) ? exactText(exact(quantity)) : null,
    usd: amount && soldOn ? usdOf(rates, amount, soldOn) : null,
    invoices: unique(numbers.flatMap(invoiceKeys)),
    stems: unique(numbers.flatMap(invoiceStems)),
    sale: saleLineOf(deal, claimed)?.record ?? null,
  };
}

/** An invoice with lines is of those products only. */
interface NumberedInvoice {
  number: string;
  skus: ReadonlySet<string>;
}

function numberedInvoices(readings: ClaimAlone['readings']): NumberedInvoice[] {
  return readings.flatMap(({ fields, lines }) => {
    const skus = lines.flatMap(({ sku }) => (sku ? [skuKey(sku.value)] : []));
    return fields.invoiceNumber ? [{ number: fields.invoiceNumber.value, skus: new Set(skus) }] : [];
  });
}

/** In USD at the rate of the day; null without a rate. Exact, at most ten decimals. */
export function usdOf(rates: ClaimAlone['rates'], money: Money, day: string): string | null {
  const rate = rateAsOf(rates, money.currency, day);
  return rate === null ? null : exactText(times(exact(money.amount), exact(rate.value))).replace('…', '');
}

/** Of the first name that says anything: what is stated, then what the records say, then the documents. */
function wordsOfFirst(names: readonly (string | null | undefined)[]): string[][] {
  for (const name of names) {
    const words = name ? customerWords(name) : [];
    if (words.length > 0) return words;
  }
  return [];
}

function sellersOf(readings: ClaimAlone['readings']): string[] {
  return unique(
    readings.flatMap(({ fields }) => [
      ...(fields.sellerVatId ? [fields.sellerVatId.value.toUpperCase().replace(/[^A-Z0-9]/g, '')] : []),
      ...(fields.seller ? customerWords(fields.seller.value).map(([word = '']) => word) : []),
    ]),
  );
}

/** What the pages of a document look like, and its camera. The numbers and the camera are keyed in evidence already. */
function fileOf(readings: ClaimAlone['readings'], hash: string): FactFile {
  const reading = readings.find(({ document }) => document === hash);
  return { hash, looks: reading?.looks ?? [], camera: reading?.taken?.camera ?? null };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
