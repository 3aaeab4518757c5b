import type { z } from 'zod';
import { type ClaimInput, type ClaimLineInput, claimInput } from '../../../contracts/claim/submission.ts';
import type { Fault } from '../../../contracts/problem.ts';
import type { ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { ClaimedLine, ClaimedPerson } from '../../../domain/claim/stated-claim.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import type { FieldFault } from '../findings.ts';
import { NO_PARTNER } from '../no-partner.ts';
import { fieldOf, shapeFault } from '../shape-fault.ts';
import { readDay, readMoney } from '../stated-values.ts';
import { readId, readText } from '../texts.ts';
import { readVersion } from '../version.ts';
import { readDocuments } from './documents.ts';
import { type Found, readCountry, readQuantity, readShare } from './values.ts';

export type ClaimReading =
  | { ok: true; externalId: string; version: string | null; claim: ReceivedClaim }
  | { ok: false; faults: [Fault, ...Fault[]] };

/**
 * Reads one claim. A wrong shape, an impossible amount, day, quantity or id, or a document that is no base64 refuses it, with the field and
 * the repair; what is missing is let in, and its partner is asked.
 */
export function readClaim(raw: unknown, now: Date, format: SourceFormat): ClaimReading {
  const shape = claimInput.safeParse(raw);
  if (!shape.success) {
    const [first = NOT_A_CLAIM, ...more] = shape.error.issues.map(claimFault);
    return { ok: false, faults: [first, ...more] };
  }
  const found: Found = { faults: [], problems: [] };
  const input = shape.data;
  const externalId = readId('claim_id', input.claim_id, found);
  const version = readVersion(input.version, found);
  const documents = readDocuments(input.documents ?? [], found);
  const claim = claimOf(input, found, format);
  const [first, ...more] = found.faults;
  if (first || externalId === null) return { ok: false, faults: [first ?? MISSING_ID, ...more] };
  const at = now.toISOString();
  const received: ReceivedClaim = {
    claim: { ...claim, documents: documents.claimed },
    problems: found.problems,
    ...{ firstAt: at, receivedAt: at, contents: documents.contents },
  };
  return { ok: true, externalId, version, claim: received };
}

function claimOf(
  input: ClaimInput,
  found: Found,
  format: SourceFormat,
): Omit<ReceivedClaim['claim'], 'documents'> {
  const currency = input.currency ?? null;
  const text = (field: 'customer_name' | 'vendor' | 'notes' | 'invoice_number') =>
    readText(field, input[field], found);
  return {
    partnerId: readId('source_partner_id', input.source_partner_id, found) ?? NO_PARTNER,
    program: readId('program', input.program, found),
    dealId: readId('deal_id', input.deal_id, found),
    customerName: text('customer_name'),
    country: readCountry(input.country, found),
    publicSector: input.public_sector ?? null,
    soldOn: readDay('sold_on', input.sold_on, found),
    invoiceNumber: text('invoice_number'),
    vendor: text('vendor'),
    request: readId('request', input.request, found),
    lines: readLines(input.lines ?? [], currency, found, format),
    total: readMoney('total', input.total, currency, found, format),
    persons: readPersons(input.persons ?? [], found),
    notes: text('notes'),
  };
}

function readLines(
  lines: readonly ClaimLineInput[],
  currency: string | null,
  found: Found,
  format: SourceFormat,
): ClaimedLine[] {
  const read = lines.map((line, at): ClaimedLine => {
    const field = (name: string) => `lines.${at}.${name}`;
    return {
      line: readId(field('line'), line.line, found) ?? String(at + 1),
      sku: readId(field('sku'), line.sku, found) ?? '',
      quantity: readQuantity(field('quantity'), line.quantity, found),
      amount: readMoney(field('amount'), line.amount, currency, found, format),
      soldOn: readDay(field('sold_on'), line.sold_on, found),
      invoiceNumber: readText(field('invoice_number'), line.invoice_number, found),
    };
  });
  const without = read.findIndex(({ sku }) => sku === '');
  if (without >= 0 && found.faults.length === 0) found.faults.push(noSku(`lines.${without}.sku`));
  const names = read.map(({ line }) => line);
  const twice = names.findIndex((name, at) => names.indexOf(name) < at);
  if (twice >= 0) found.faults.push(twiceNamed(`lines.${twice}.line`));
  return read;
}

function readPersons(persons: NonNullable<ClaimInput['persons']>, found: Found): ClaimedPerson[] {
  return persons.map(({ person, share, consent }, at) => ({
    person: readId(`persons.${at}.person`, person, found) ?? '',
    share: readShare(`persons.${at}.share`, share, found),
    consent: readId(`persons.${at}.consent`, consent, found),
  }));
}

const NOT_A_CLAIM: Fault = {
  code: 'not_a_claim',
  title: 'The body is not one claim.',
  field: null,
  fix: 'Send one JSON object with claim_id and the fields of the claim.',
};

const MISSING_ID: FieldFault = {
  code: 'missing_id',
  title: 'The claim has no id.',
  field: 'claim_id',
  fix: "Send the record's own id in the source system as claim_id.",
};

const noSku = (field: string): FieldFault => ({
  code: 'wrong_type',
  title: 'A line names no product.',
  field,
  fix: 'Send the product number as sku.',
});

const twiceNamed = (field: string): FieldFault => ({
  code: 'field_ambiguous',
  title: 'Two lines have the same name.',
  field,
  fix: 'Give each line a name of its own, or leave `line` out.',
});

const SHAPE = {
  unknownField: 'The claim has a field that is not known.',
  unknownFix: 'Leave it out, or send it as notes; docs/lifecycles/incentive-claims.md lists the fields.',
  wrongType: 'The field has another type than it must have.',
  typesFix:
    'Send text as strings, amounts and quantities as decimal strings, lists as arrays, flags as true or false.',
};

function claimFault(issue: z.core.$ZodIssue): Fault {
  const field = fieldOf(issue);
  if (field === null && issue.code === 'invalid_type') return NOT_A_CLAIM;
  if (field === 'claim_id' && issue.code !== 'too_big') return MISSING_ID;
  return shapeFault(issue, SHAPE);
}
