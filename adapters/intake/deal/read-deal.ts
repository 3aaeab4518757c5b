import type { z } from 'zod';
import { type DealInput, dealInput } from '../../../contracts/deal/submission.ts';
import type { Fault } from '../../../contracts/problem.ts';
import type { DealProblem, ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import type { DealSubmission } from '../../../domain/deal/registration.ts';
import { type SourceFormat, UNSTATED } from '../../../domain/reading/source-format.ts';
import type { FieldFault, Findings } from '../findings.ts';
import { NO_PARTNER } from '../no-partner.ts';
import { readEmail, readId, readText } from '../texts.ts';
import { readVersion } from '../version.ts';
import { type AmountContext, amountContext, readAmount } from './amount.ts';
import { readCloseDate, readSubmittedAt } from './dates.ts';
import { AMOUNT, type NamedFields, ourFieldNames } from './field-names.ts';
import { readMdf } from './mdf.ts';
import { readNeeds } from './needs.ts';

export type Reading =
  | { ok: true; externalId: string; version: string | null; deal: ReceivedDeal }
  | { ok: false; faults: [Fault, ...Fault[]] };

/**
 * Reads one registration. A wrong shape, an impossible amount, date, currency or id refuses it, with the field and the
 * repair; what is missing or merely odd (a date in the past, no partner) is let in as a problem.
 * @param provenance `extracted`: the fields were guessed from free text, so a wrong one is dropped and becomes a problem.
 * @param format of the file or the source
 */
export function readDeal(
  raw: unknown,
  provenance: DealSubmission['provenance'],
  now: Date,
  format: SourceFormat = UNSTATED,
): Reading {
  const named = ourFieldNames(raw);
  if (named === null) return { ok: false, faults: [NOT_A_REGISTRATION] };
  return readNamedDeal(named, provenance, now, format);
}

/** The same of fields that have our own names already. */
export function readNamedDeal(
  named: NamedFields,
  provenance: DealSubmission['provenance'],
  now: Date,
  format: SourceFormat,
): Reading {
  const found: Findings<DealProblem> = { faults: [], problems: [] };
  const { unread } = named;
  const { record } = named;
  let shape = dealInput.safeParse(record);
  if (!shape.success) {
    found.faults.push(...shape.error.issues.map(shapeFault));
    if (provenance === 'extracted') {
      for (const issue of shape.error.issues) delete record[String(issue.path[0])];
      shape = dealInput.safeParse(record);
    }
    if (!shape.success) return { ok: false, faults: found.faults as [Fault, ...Fault[]] };
  }
  const input = shape.data;
  if (named.twice !== null && named.twice !== AMOUNT) found.faults.push(statedTwice(named.twice));
  const externalId = readId('deal_id', input.deal_id, found);
  const version = readVersion(input.version, found);
  const submission = readSubmission(input, { provenance, now, amounts: amountContext(named, format) }, found);
  if (externalId === null) found.faults.push(missingId);
  const [first, ...more] = found.faults;
  if (externalId === null || (first && provenance === 'structured'))
    return { ok: false, faults: [first ?? missingId, ...more] };
  const dropped = found.faults.map(({ code, field, title }) => ({ code, field, title }));
  return {
    ok: true,
    externalId,
    version,
    deal: {
      submission,
      submitted_by: null,
      problems: [...found.problems, ...dropped],
      attachments: [],
      ...(unread.length > 0 ? { unread } : {}),
    },
  };
}

export const NOT_A_REGISTRATION: Fault = {
  code: 'not_a_registration',
  title: 'The body is not one registration.',
  field: null,
  fix: 'Send one JSON object with deal_id and the fields of the registration.',
};

const missingId: FieldFault = {
  code: 'missing_id',
  title: 'The registration has no id.',
  field: 'deal_id',
  fix: "Send the record's own id in the source system as deal_id.",
};

function statedTwice(field: string): FieldFault {
  return {
    code: 'field_ambiguous',
    title: 'Two fields hold different things for this one.',
    field,
    fix: `Send the right one as ${field}, and leave the other out.`,
  };
}

function readSubmission(
  input: DealInput,
  {
    provenance,
    now,
    amounts,
  }: { provenance: DealSubmission['provenance']; now: Date; amounts: AmountContext },
  found: Findings<DealProblem>,
): DealSubmission {
  const partner = readId('source_partner_id', input.source_partner_id, found);
  if (partner === null)
    found.problems.push({
      code: 'partner_missing',
      field: 'source_partner_id',
      title: 'The submission names no partner.',
    });
  const texts = (field: string, list: string[] | null | undefined) =>
    (list ?? []).map((each) => readText(field, each, found)).filter((each) => each !== null);
  const competitor = readText('competitor', input.competitor, found);
  return {
    source_partner_id: partner ?? NO_PARTNER,
    submission_timestamp: readSubmittedAt(input.submission_timestamp, now, found),
    customer_name: readText('customer_name', input.customer_name, found),
    opportunity_name: readText('opportunity_name', input.opportunity_name, found),
    stated_value: readAmount(input.estimated_value, found, amounts),
    expected_close_date: readCloseDate(input.expected_close_date, now, found, amounts.format.dates ?? null),
    primary_contact_email: readEmail('primary_contact_email', input.primary_contact_email, found),
    partner_notes: readText('partner_notes', input.partner_notes, found),
    program: readText('program', input.program, found) ?? 'standard',
    provenance,
    territories: texts('territories', input.territories),
    product_families: texts('product_families', input.product_families),
    non_standard_discount: input.non_standard_discount ?? false,
    ...(competitor === null ? {} : { competitor }),
    ...readNeeds(input, found),
    ...readMdf(input, found, amounts),
  };
}

function shapeFault(issue: z.core.$ZodIssue): FieldFault {
  const field = issue.path.length > 0 ? issue.path.map(String).join('.') : null;
  if (field === 'deal_id' && issue.code !== 'too_big') return missingId;
  return issue.code === 'too_big'
    ? { code: 'too_long', title: 'The field is too long.', field, fix: `Send at most ${issue.maximum}.` }
    : {
        code: 'wrong_type',
        title: 'The field has another type than it must have.',
        field,
        fix: 'Send text as strings, lists as arrays of strings, amounts as decimal strings, flags as true or false.',
      };
}
