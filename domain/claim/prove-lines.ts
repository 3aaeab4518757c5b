import type { Money } from '../money.ts';
import type { ClaimAlone } from './checks/facts-of-claim.ts';
import { alike, documentName, type Shown, shownLines, shownValues } from './document-proof.ts';
import type { LineEdit } from './edits.ts';
import type { DealLine } from './evidence.ts';
import { fieldMappings } from './field-mappings.ts';
import type { ClaimPolicy } from './policy.ts';
import type { ProvenLine } from './proven-line.ts';
import { sameCode, sameNumber } from './same-text.ts';
import type { ClaimedLine } from './stated-claim.ts';
import { isTrusted } from './trusted.ts';

/**
 * Sets each line of a claim beside what a record or a document shows. A line is proven only where SKU, quantity, net amount and day are those
 * that were stated; what is not stated is taken from there. Nothing that is shown proves two lines.
 */
export function proveLines(evidence: ClaimAlone, policy: ClaimPolicy): ProvenLine[] {
  const used = new Set<DealLine | Shown['line']>();
  const showing = shownLines(evidence);
  const ofActivity = evidence.program?.body.type === 'mdf';
  return evidence.stated.lines.map((one) => {
    const claimed = ofClaim(evidence, one);
    const edit = evidence.edited?.find(({ line }) => line === claimed.line);
    if (edit) return byReviewer(claimed, edit);
    const recorded = evidence.deal?.lines.find((line) => !used.has(line) && agrees(claimed, line));
    if (recorded) {
      used.add(recorded);
      return byRecord(claimed, recorded);
    }
    const shown = showing(claimed);
    // The invoice of a funded activity bears a day of its own.
    const likely = alike(shown, ofActivity ? { ...claimed, soldOn: null } : claimed, used);
    const best =
      likely.find((each) => isShown(evidence, policy, claimed, each)) ??
      shown.find(({ line }) => !used.has(line));
    if (!best) return unproven(claimed);
    used.add(best.line);
    return byDocument(evidence, policy, claimed, best);
  });
}

/** A line with what the whole claim says of it. */
function ofClaim({ stated }: ClaimAlone, line: ClaimedLine): ClaimedLine {
  const { soldOn, invoiceNumber } = stated;
  return { ...line, soldOn: line.soldOn ?? soldOn, invoiceNumber: line.invoiceNumber ?? invoiceNumber };
}

/** Whether a record is the claimed sale. What the claim does not state cannot differ. */
function agrees({ sku, quantity, amount, soldOn }: ClaimedLine, record: Omit<DealLine, 'record'>): boolean {
  return (
    sameCode(record.sku, sku) &&
    sameNumber(record.quantity, quantity) &&
    (amount === null || sameMoney(record.amount, amount)) &&
    (soldOn === null || soldOn === record.soldOn)
  );
}

function byRecord(claimed: ClaimedLine, { record, quantity, amount, soldOn }: DealLine): ProvenLine {
  return {
    ...unproven(claimed),
    ...{ quantity, amount, soldOn, proof: 'record', confidence: 1 },
    source: { record, fields: { amount: 'amount', quantity: 'quantity', sku: 'sku', soldOn: 'soldOn' } },
    mapping: fieldMappings(claimed, { record, values: { quantity, amount, soldOn } }),
  };
}

function byReviewer(claimed: ClaimedLine, { quantity, amount }: LineEdit): ProvenLine {
  return {
    ...unproven(claimed),
    ...{ proof: 'reviewer', confidence: 1 },
    quantity: quantity ?? claimed.quantity,
    amount: amount ?? claimed.amount,
    source: { record: 'review', fields: { amount: 'edits', quantity: 'edits' } },
  };
}

function unproven(claimed: ClaimedLine): ProvenLine {
  return {
    ...{ ...claimed, seller: null, customer: null, proof: 'none', confidence: 0 },
    source: { record: 'submission', fields: { amount: 'amount', quantity: 'quantity', sku: 'sku' } },
    mapping: fieldMappings(claimed, null),
  };
}

/** Whether a document shows the claimed line whole, in values that count as printed there. */
function isShown(evidence: ClaimAlone, policy: ClaimPolicy, claimed: ClaimedLine, shown: Shown): boolean {
  const { quantity, amount, currency, soldOn } = shownValues(shown);
  if (!quantity || !amount || !currency || !soldOn || !isAbove0(amount.value)) return false;
  if (![quantity, amount, currency, soldOn].every((value) => isTrusted(value, policy))) return false;
  const money = { amount: amount.value, currency: currency.value };
  // The invoice of a funded activity bears a day of its own.
  const day = evidence.program?.body.type === 'mdf' ? (claimed.soldOn ?? soldOn.value) : soldOn.value;
  return agrees(claimed, { sku: claimed.sku, quantity: quantity.value, amount: money, soldOn: day });
}

function byDocument(
  evidence: ClaimAlone,
  policy: ClaimPolicy,
  claimed: ClaimedLine,
  shown: Shown,
): ProvenLine {
  const { fields, document } = shown.reading;
  const values = shownValues(shown);
  const { amount, currency, soldOn } = values;
  // What came back from a customer, or went there for nothing, is no sale.
  const money = amount &&
    currency &&
    isAbove0(amount.value) && { amount: amount.value, currency: currency.value };
  const seen = Object.values(values).flatMap((value) => value?.confidence ?? []);
  const at = `line ${shown.at + 1}`;
  return {
    ...unproven(claimed),
    amount: claimed.amount ?? (money || null),
    soldOn: claimed.soldOn ?? soldOn?.value ?? null,
    invoiceNumber: claimed.invoiceNumber ?? fields.invoiceNumber?.value ?? null,
    seller: fields.seller?.value ?? null,
    customer: (shown.line.customer ?? fields.customer)?.value ?? null,
    proof: isShown(evidence, policy, claimed, shown) ? 'document' : 'none',
    confidence: seen.length === 0 ? 0 : Math.min(...seen),
    source: {
      record: documentName(document),
      fields: { amount: `${at}, amount`, quantity: `${at}, quantity`, sku: `${at}, sku`, soldOn: 'date' },
    },
    mapping: fieldMappings(claimed, { record: documentName(document), values, shown }),
  };
}

/** @param amount plain decimal, with a sign where it is below zero */
const isAbove0 = (amount: string): boolean => /^\d/.test(amount) && /[1-9]/.test(amount);

function sameMoney(a: Money, b: Money): boolean {
  return a.currency === b.currency && sameNumber(a.amount, b.amount);
}
