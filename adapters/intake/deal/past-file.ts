import type { ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import { decisionOf, registrationStatusOf, STATUS_NAMES } from '../../../domain/deal/past-decision.ts';
import { formatOf } from '../../../domain/reading/number-format.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { amountParts } from '../../../domain/reading/stated-amount.ts';
import { type DateOrder, orderOf, statedDay } from '../../../domain/reading/stated-date.ts';
import { rowsOf, type Split, split } from './decision-columns.ts';
import { ourFieldNames } from './field-names.ts';
import { readDeal } from './read-deal.ts';

/** A registration of the past with what people made of it. */
export interface PastDeal {
  /** The source's own id. */
  externalId: string;
  deal: ReceivedDeal;
  /** Null: nobody decided it. */
  human: 'approve' | 'reject' | null;
  /** It was withdrawn, or came to no decision. */
  ended: boolean;
  /** UTC instant; of the submission where the file does not say. */
  decidedAt: string;
  /** As the file names them; null when it does not. */
  decidedBy: string | null;
  reason: string | null;
}

/** Why a row cannot be rehearsed. */
export interface RowProblem {
  /** 1 is the first one below the headings. */
  row: number;
  column: string | null;
  what: string;
}

/**
 * Reads registrations of the past: the columns of a registration, its day of submission, and what people decided (`decision` or
 * `status`; `decided_at`, `decided_by` and `reason` where there are any). Each row is read as on its own day.
 * @param source what the file's fields leave open
 */
export function readPastDeals(
  body: Uint8Array,
  source: SourceFormat,
): { past: PastDeal[]; problems: RowProblem[] } {
  const rows = rowsOf(body);
  const named = rows.map((row) => split(row));
  const format = {
    ...source,
    number: formatOf(amounts(named)) ?? source.number,
    dates: orderOf(days(named)) ?? source.dates ?? null,
  };
  const past: PastDeal[] = [];
  const problems: RowProblem[] = [];
  const seen = new Map<string, number>();
  for (const [at, row] of named.entries()) {
    const read = pastDeal(row, format);
    if ('what' in read) {
      problems.push({ ...read, row: at + 1 });
      continue;
    }
    const before = seen.get(read.externalId);
    if (before === undefined) past.push(read);
    else
      problems.push({
        row: at + 1,
        column: 'deal_id',
        what: `is the id of row ${before} too; give each its own`,
      });
    seen.set(read.externalId, before ?? at + 1);
  }
  return { past, problems };
}

function pastDeal(
  { registration, decided }: Split,
  format: SourceFormat,
): PastDeal | Omit<RowProblem, 'row'> {
  const word = decided.decision;
  if (word === undefined) return { column: 'decision', what: 'is missing: what people decided' };
  const status = registrationStatusOf(word);
  if (status === null)
    return {
      column: 'decision',
      what: `is none of ${STATUS_NAMES.join(', ')}, nor their words in our languages`,
    };
  const stated = fieldOf(registration, 'submission_timestamp');
  if (stated === null) return { column: 'submitted_at', what: 'is missing: the day of the submission' };
  const submittedAt = instantOf(stated, format.dates ?? null, 'T00:00:00.000Z');
  if (submittedAt === null) return { column: 'submitted_at', what: 'is no day like 2026-11-20' };
  const end = decided.decided_at ?? null;
  const decidedAt = end === null ? submittedAt : instantOf(end, format.dates ?? null, 'T23:59:59.999Z');
  if (decidedAt === null) return { column: 'decided_at', what: 'is no day like 2026-11-20' };
  if (decidedAt < submittedAt) return { column: 'decided_at', what: 'lies before the submission' };
  const reading = readDeal(
    { ...without(registration, 'submission_timestamp'), submission_timestamp: submittedAt },
    'structured',
    new Date(submittedAt),
    format,
  );
  if (!reading.ok) {
    const [{ field, title, fix }] = reading.faults;
    return { column: field, what: `${title} ${fix}` };
  }
  const human = decisionOf(status);
  return {
    externalId: reading.externalId,
    deal: reading.deal,
    human,
    ended: human === null && (status === 'Withdrawn' || status === 'Incomplete'),
    decidedAt,
    decidedBy: decided.decided_by ?? null,
    reason: decided.reason ?? null,
  };
}

/** A day, or an instant with a zone, as a UTC instant; null when it is neither. */
function instantOf(text: string, order: DateOrder | null, time: string): string | null {
  if (/T[^T]*(?:Z|[+-]\d\d:?\d\d)$/i.test(text)) {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? null : at.toISOString();
  }
  const read = statedDay(text, order);
  const day =
    read && 'day' in read ? read.day : (/^(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]*)?$/.exec(text)?.[1] ?? '');
  const at = new Date(`${day}${time}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function fieldOf(row: Record<string, string>, field: string): string | null {
  const value = ourFieldNames(row)?.record[field];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** The row without whatever column holds a field. */
function without(row: Record<string, string>, field: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(row).filter(([name, text]) => fieldOf({ [name]: text || '-' }, field) === null),
  );
}

function* amounts(rows: readonly Split[]): Generator<string> {
  for (const { registration } of rows) {
    const parts = amountParts(fieldOf(registration, 'estimated_value') ?? '');
    if (parts) yield parts.number;
  }
}

function* days(rows: readonly Split[]): Generator<string> {
  for (const { registration, decided } of rows) {
    for (const field of ['expected_close_date', 'submission_timestamp']) {
      const text = fieldOf(registration, field);
      if (text !== null) yield text;
    }
    if (decided.decided_at) yield decided.decided_at;
  }
}
