import type { ReadValue } from '../../documents/document-reading.ts';
import {
  alike,
  documentName,
  type Shown,
  salesDocuments,
  shownLines,
  shownValues,
} from '../document-proof.ts';
import type { ClaimEvidence, DealLine } from '../evidence.ts';
import { placeText } from '../place-text.ts';
import { sameNumber } from '../same-text.ts';
import type { ClaimedLine } from '../stated-claim.ts';
import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import type { ClaimAlone } from './facts-of-claim.ts';
import type { CheckRule } from './rules.ts';
import { saleLineOf } from './sale-lines.ts';
import { skuKey } from './sku-key.ts';

/** A value as a record or a document shows it. */
interface Seen {
  value: string;
  where: string;
  source: string;
}

/** What the lines of a claim state otherwise than the deal or the documents show, with both values and the place. */
export function lineDisagreements(evidence: ClaimAlone): ClaimFinding[] {
  const { stated, deal } = evidence;
  const showing = shownLines(evidence);
  const others = productsShown(evidence);
  return stated.lines.flatMap((one) => {
    const soldOn = one.soldOn ?? stated.soldOn;
    const line = { ...one, soldOn, invoiceNumber: one.invoiceNumber ?? stated.invoiceNumber };
    const recorded = saleLineOf(deal, line);
    return [
      ...(recorded ? againstRecord(line, recorded) : noneRecorded(line, deal)),
      ...againstDocuments(evidence, line, showing(line), others),
    ];
  });
}

function againstRecord(line: ClaimedLine, recorded: DealLine): ClaimFinding[] {
  const { record, quantity, amount, soldOn } = recorded;
  const seen = (value: string): Seen => ({ value, where: 'the deal', source: record });
  return [
    ...differing(line, 'quantity', line.quantity, [seen(quantity)], sameNumber),
    ...differing(line, 'amount', line.amount?.amount ?? null, [seen(amount.amount)], sameNumber),
    ...differing(line, 'currency', line.amount?.currency ?? null, [seen(amount.currency)], equal),
    ...differing(line, 'day', line.soldOn, [seen(soldOn)], equal),
  ];
}

/** The deal has lines, and none of them is of the claimed product. */
function noneRecorded({ line, sku }: ClaimedLine, deal: ClaimEvidence['deal']): ClaimFinding[] {
  const has = deal?.lines.some((each) => skuKey(each.sku) === skuKey(sku));
  if (!deal || deal.lines.length === 0 || has) return [];
  const text = `${sku} was claimed, and the deal holds ${skusOf(deal.lines.map((each) => each.sku))}`;
  return [claimFinding('sku_differs', text, deal.record, { line, value: sku })];
}

/** Rows of one product beyond these are not compared with a line that none of them tells. */
const MOST_COMPARED = 100;

function againstDocuments(
  evidence: ClaimAlone,
  line: ClaimedLine,
  shown: readonly Shown[],
  others: readonly Products[],
): ClaimFinding[] {
  if (shown.length === 0) return noneShown(line, others);
  const isMdf = evidence.program?.body.type === 'mdf';
  const likely = alike(shown, isMdf ? { ...line, soldOn: null } : line);
  let least: ClaimFinding[] | null = null;
  // Several rows may be of one product; the one with the least against it is the claimed one.
  for (const one of [...likely, ...shown.slice(0, MOST_COMPARED)]) {
    const some = differences(line, one, isMdf);
    if (least === null || some.length < least.length) least = some;
    if (least.length === 0) break;
  }
  return least ?? [];
}

/** What a document with SKUs is about. */
interface Products {
  document: string;
  /** Some of their SKUs, for people. */
  skus: string;
  keys: ReadonlySet<string>;
}

function productsShown(evidence: ClaimAlone): Products[] {
  return salesDocuments(evidence).flatMap(({ document, lines }) => {
    const skus = [...new Set(lines.flatMap(({ sku }) => sku?.value ?? []))];
    return skus.length === 0 ? [] : [{ document, skus: skusOf(skus), keys: new Set(skus.map(skuKey)) }];
  });
}

function noneShown({ line, sku }: ClaimedLine, documents: readonly Products[]): ClaimFinding[] {
  const key = skuKey(sku);
  const other = documents.find(({ keys }) => !keys.has(key));
  if (!other) return [];
  const text = `${sku} was claimed, and the document shows ${other.skus}`;
  const remedy = 'The document that shows this product';
  return [claimFinding('sku_differs', text, documentName(other.document), { line, remedy, value: sku })];
}

function differences(line: ClaimedLine, shown: Shown, isMdf: boolean): ClaimFinding[] {
  const { quantity, amount, currency } = shownValues(shown);
  const { invoicedOn, deliveredOn } = shown.reading.fields;
  const seen = (value: ReadValue | null) => (value ? [seenIn(shown.reading.document, value)] : []);
  const days = [shown.line.soldOn, invoicedOn, deliveredOn].flatMap(seen);
  return [
    ...differing(line, 'quantity', line.quantity, seen(quantity), sameNumber),
    ...differing(line, 'amount', line.amount?.amount ?? null, seen(amount), sameNumber),
    ...differing(line, 'currency', line.amount?.currency ?? null, seen(currency), equal),
    // The invoice of a funded activity bears a day of its own.
    ...(isMdf ? [] : differing(line, 'day', line.soldOn, days, equal)),
  ];
}

/** How a value that was read is named in reasons. */
export function seenIn(document: string, { value, place }: ReadValue): Seen {
  return { value, where: `the document (${placeText(place)})`, source: documentName(document) };
}

function differing(
  { line }: Pick<ClaimedLine, 'line'>,
  field: 'quantity' | 'amount' | 'currency' | 'day',
  stated: string | null,
  seen: readonly Seen[],
  same: (a: string, b: string) => boolean,
): ClaimFinding[] {
  const [first] = seen;
  if (stated === null || !first || seen.some(({ value }) => same(stated, value))) return [];
  const rule: CheckRule = `${field}_differs`;
  const text = `${stated} was claimed, and ${first.where} shows ${first.value}`;
  const remedy = 'A claim as the document says, or the document that shows what is claimed';
  return [claimFinding(rule, text, first.source, { line, remedy, value: first.value })];
}

const equal = (a: string, b: string) => a === b;
const skusOf = (skus: readonly string[]) => [...new Set(skus)].slice(0, 5).join(', ');
