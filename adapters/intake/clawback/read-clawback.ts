import type { z } from 'zod';
import { clawbackInput } from '../../../contracts/clawback/submission.ts';
import type { Fault } from '../../../contracts/problem.ts';
import type { StatedClawback } from '../../../domain/clawback/stated-clawback.ts';
import type { Money } from '../../../domain/money.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import type { FieldFault, Findings } from '../findings.ts';
import type { Parsed } from '../parse.ts';
import { fieldOf, shapeFault } from '../shape-fault.ts';
import { readDay, readMoney } from '../stated-values.ts';
import { readId, readText } from '../texts.ts';
import { readVersion } from '../version.ts';

/** Reads one refund of a sale. What is wrong or missing refuses it, with the field and the repair. */
export function readClawback(raw: unknown, body: Uint8Array, format: SourceFormat): Parsed<StatedClawback> {
  const shape = clawbackInput.safeParse(raw);
  if (!shape.success) return refused(body, shape.error.issues.map(clawbackFault));
  const input = shape.data;
  const found: Findings = { faults: [], problems: [] };
  const externalId = readId('clawback_id', input.clawback_id, found);
  const version = readVersion(input.version, found);
  const claim = readId('claim', input.claim, found);
  const invoiceNumber = readText('invoice_number', input.invoice_number, found);
  const refunded = readRefunded(input, found, format);
  const on = readDay('refunded_on', input.refunded_on, found);
  const stated = {
    ...{ cause: 'refund' as const, claim, invoiceNumber },
    ...{ line: readId('line', input.line, found), sku: readId('sku', input.sku, found) },
  };
  // Nobody is asked about a refund: what would be a question about a claim refuses it.
  found.faults.push(
    ...found.problems.map(({ code }) => (code === 'currency_missing' ? NO_CURRENCY : UNPRINTABLE)),
  );
  if (claim === null && invoiceNumber === null) found.faults.push(NO_SALE);
  if (found.faults.length > 0 || externalId === null || refunded === null || on === null)
    return refused(body, found.faults.length > 0 ? found.faults : [NOT_A_REFUND]);
  return { ok: true, parsed: { externalId, version, stated: { ...stated, refunded, on } } };
}

function readRefunded(
  { refunded, currency }: z.infer<typeof clawbackInput>,
  found: Findings,
  format: SourceFormat,
): Money | 'whole' | null {
  if (refunded === 'whole') return 'whole';
  return readMoney('refunded', refunded, currency ?? null, found, format);
}

function refused(body: Uint8Array, faults: Fault[]): Parsed<StatedClawback> {
  const [first = NOT_A_REFUND, ...more] = faults;
  return { ok: false, faults: [first, ...more], body };
}

const NOT_A_REFUND: Fault = {
  code: 'not_a_clawback',
  title: 'The body is not one refund of a sale.',
  field: null,
  fix: 'Send one JSON object with clawback_id, claim or invoice_number, refunded and refunded_on.',
};

const NO_SALE: FieldFault = {
  code: 'missing_id',
  title: 'It does not say which sale was refunded.',
  field: 'claim',
  fix: 'Send the claim that was paid for it, or the invoice_number of the sale.',
};

const NO_CURRENCY: FieldFault = {
  code: 'currency_missing',
  title: 'The amount has no currency.',
  field: 'refunded',
  fix: 'Write it as { "amount": "100.00", "currency": "EUR" }.',
};

const UNPRINTABLE: FieldFault = {
  code: 'id_characters',
  title: 'The invoice number holds characters that cannot be shown.',
  field: 'invoice_number',
  fix: 'Send it as the invoice shows it.',
};

const SHAPE = {
  unknownField: 'The refund has a field that is not known.',
  unknownFix: 'Leave it out; docs/lifecycles/clawbacks.md lists the fields.',
  wrongType: 'The field is missing or has another type than it must have.',
  typesFix:
    'Send clawback_id, refunded and refunded_on as text; refunded is an amount with its currency, or "whole".',
};

function clawbackFault(issue: z.core.$ZodIssue): Fault {
  if (fieldOf(issue) === null && issue.code === 'invalid_type') return NOT_A_REFUND;
  return shapeFault(issue, SHAPE);
}
