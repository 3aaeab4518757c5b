import { documentName, salesDocuments } from '../document-proof.ts';
import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import { customerWords, sameCustomer } from './customer-words.ts';
import { seenIn } from './disagreements.ts';
import type { ClaimAlone } from './facts-of-claim.ts';
import { invoiceKeys } from './invoice-number.ts';

/** Who sold to whom by which invoice: what is stated against the deal and the documents. */
export function partyDisagreements(evidence: ClaimAlone): ClaimFinding[] {
  return [...customerFindings(evidence), ...sellerFindings(evidence), ...invoiceFindings(evidence)];
}

function customerFindings(evidence: ClaimAlone): ClaimFinding[] {
  const { stated, deal, partner, program } = evidence;
  const isMdf = program?.body.type === 'mdf';
  const expected = isMdf ? (partner?.name ?? null) : (stated.customerName ?? deal?.customer ?? null);
  if (expected === null) return [];
  const remedy = 'The document that names this customer, or a claim for the customer whom it names';
  const ofDeal =
    !isMdf && deal && !maySame(expected, deal.customer)
      ? [
          claimFinding(
            'customer_differs',
            `${expected} was claimed, and the deal is with ${deal.customer}`,
            deal.record,
          ),
        ]
      : [];
  const shown = salesDocuments(evidence).flatMap(({ document, fields }) =>
    fields.customer ? [seenIn(document, fields.customer)] : [],
  );
  const other = shown.find(({ value }) => !maySame(expected, value));
  const ofDocument = other
    ? [
        claimFinding(
          'customer_differs',
          `${expected} was claimed, and ${other.where} names ${other.value}`,
          other.source,
          {
            ...{ remedy, value: other.value },
          },
        ),
      ]
    : [];
  const invoice = evidence.readings.find(({ kind }) => kind === 'invoice');
  const unproved =
    !isMdf && !deal && invoice && shown.length === 0
      ? [
          claimFinding(
            'unproved',
            `Neither a record nor a document shows that ${expected} is the customer`,
            documentName(invoice.document),
            {
              remedy,
            },
          ),
        ]
      : [];
  return [...ofDeal, ...ofDocument, ...unproved];
}

function sellerFindings(evidence: ClaimAlone): ClaimFinding[] {
  const { stated, partner, program } = evidence;
  const isMdf = program?.body.type === 'mdf';
  const expected = isMdf ? stated.vendor : (partner?.name ?? null);
  if (expected === null) return [];
  return salesDocuments(evidence)
    .flatMap(({ document, fields }) => (fields.seller ? [seenIn(document, fields.seller)] : []))
    .filter(({ value }) => !maySame(expected, value))
    .slice(0, 1)
    .map(({ value, where, source }) => {
      const text = `${isMdf ? 'The vendor' : 'The partner'} is ${expected}, and ${where} is of ${value}`;
      const remedy = isMdf
        ? 'The invoice of the vendor that was named'
        : "The partner's own invoice to the customer";
      return claimFinding('vendor_differs', text, source, { remedy, value });
    });
}

function invoiceFindings(evidence: ClaimAlone): ClaimFinding[] {
  const { stated } = evidence;
  const numbers = [stated.invoiceNumber, ...stated.lines.map((line) => line.invoiceNumber)].filter(
    (one) => one !== null,
  );
  const documents = salesDocuments(evidence);
  // Each row of a point-of-sale file has an invoice of its own.
  const shown = documents.flatMap(({ document, fields, lines }) =>
    [fields.invoiceNumber, ...lines.map((line) => line.invoiceNumber)].flatMap((value) =>
      value ? [seenIn(document, value)] : [],
    ),
  );
  const [first] = shown;
  if (!first) return [];
  const known = new Set(shown.flatMap(({ value }) => invoiceKeys(value)));
  return [...new Set(numbers)]
    .filter((number) => !invoiceKeys(number).some((key) => known.has(key)))
    .map((number) =>
      claimFinding(
        'invoice_differs',
        `Invoice ${number} was claimed, and ${first.where} shows ${first.value}`,
        first.source,
        {
          ...{
            remedy: `Invoice ${number}, or a claim with the number of the invoice that came along`,
            value: first.value,
          },
        },
      ),
    );
}

/** Whether two names may be of one company; names that say nothing are not told apart. */
function maySame(a: string, b: string): boolean {
  return sameCustomer(customerWords(a), customerWords(b)) !== false;
}
