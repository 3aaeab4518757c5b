import type { ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import { pastDecisionOf, registrationStatusOf, STATUS_NAMES } from '../../../domain/deal/past-decision.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { type DateOrder, orderOf, statedDay } from '../../../domain/reading/stated-date.ts';
import type { GridRow } from '../../../domain/tables/table.ts';
import { type ColumnPlan, namedFields, planColumns } from './column-plan.ts';
import { type Decided, type DecidedTable, readDecidedTable } from './decision-columns.ts';
import { readNamedDeal } from './read-deal.ts';
import { fileProblem, type RowProblem } from './row-problem.ts';
import { damageOf, formatOfTable, twiceIn } from './table.ts';

/** A registration of the past with what people made of it. */
export interface PastDeal {
  /** Of its file, as a spreadsheet counts. */
  row: number;
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
  /** What the partner was on the day of the submission, as far as the file says it. */
  stood: PartnerThen;
}

/** Of a partner as it was. `winRate`: 0 to 1. */
export interface PartnerThen {
  tier?: string;
  region?: string;
  winRate?: number;
}

/**
 * Reads registrations of the past: the columns of a registration, its day of submission, and what people decided (`decision` or
 * `status`; `decided_at`, `decided_by` and `reason` where there are any; `tier`, `region` and `win_rate` of the partner as they were). Each
 * row is read as on its own day.
 * @param source what the file's fields leave open @param now nothing was decided after it
 */
export async function readPastDeals(
  body: Uint8Array,
  source: SourceFormat,
  now: Date,
): Promise<{ past: PastDeal[]; problems: RowProblem[] }> {
  const table = await readDecidedTable(body, source);
  if ('fault' in table) return { past: [], problems: [fileProblem(table.fault)] };
  const { registrations } = table;
  const plan = planColumns(registrations);
  const twice = twiceIn(registrations, plan);
  if (twice) return { past: [], problems: [fileProblem(twice)] };
  const missing = missingColumns(table, plan);
  if (missing.length > 0) return { past: [], problems: missing };
  const found = formatOfTable(registrations.rows, plan, source);
  const reading = {
    table,
    plan,
    format: { ...found, dates: found.dates ?? orderOf(days(table, plan)) },
    now,
  };
  const past: PastDeal[] = [];
  const problems: RowProblem[] = [];
  const seen = new Map<string, number>();
  for (const [at, row] of registrations.rows.entries()) {
    const read = pastDeal(row, table.decided[at] ?? {}, reading);
    if ('what' in read) {
      problems.push({ ...read, row: row.at });
      continue;
    }
    const before = seen.get(read.externalId);
    if (before === undefined) past.push(read);
    else
      problems.push({
        row: row.at,
        column: 'deal_id',
        what: `is the id of row ${before} too; give each its own`,
      });
    seen.set(read.externalId, before ?? row.at);
  }
  return { past, problems };
}

/** A column without which no row can be used is told once, with the headings that are there. */
function missingColumns({ registrations, decided, headings }: DecidedTable, plan: ColumnPlan): RowProblem[] {
  if (registrations.rows.length === 0) return [];
  const there = headings.filter((heading) => heading.trim() !== '').join(', ');
  const said = (column: string, what: string): RowProblem => ({
    ...{ row: null, column },
    what: `is missing: no column says ${what}; there are ${there}`,
  });
  const isDated = [...plan.fields].some(([, { field }]) => field === 'submission_timestamp');
  return [
    ...(decided.some(({ decision }) => decision !== undefined)
      ? []
      : [said('decision', 'what people decided (decision, status, Entscheidung, décision …)')]),
    ...(isDated
      ? []
      : [said('submitted_at', 'on which day it was submitted (submitted_at, Eingegangen am, soumis le …)')]),
  ];
}

interface Reading {
  table: DecidedTable;
  plan: ColumnPlan;
  format: SourceFormat;
  now: Date;
}

function pastDeal(
  row: GridRow,
  decided: Decided,
  { table, plan, format, now }: Reading,
): PastDeal | Omit<RowProblem, 'row'> {
  const named = namedFields(row, table.registrations, plan);
  if (decided.decision === undefined) return { column: 'decision', what: 'is missing: what people decided' };
  const status = registrationStatusOf(decided.decision);
  if (status === null)
    return {
      column: 'decision',
      what: `is none of ${STATUS_NAMES.join(', ')}, nor their words in our languages`,
    };
  const stated = named.record.submission_timestamp;
  if (typeof stated !== 'string' || stated.trim() === '')
    return { column: 'submitted_at', what: 'is missing: the day of the submission' };
  const order = format.dates ?? null;
  const submittedAt = instantOf(stated, order, 'T00:00:00.000Z');
  if (submittedAt === null) return { column: 'submitted_at', what: 'is no day like 2026-11-20' };
  const end = decided.decided_at;
  const decidedAt = end === undefined ? submittedAt : instantOf(end, order, 'T23:59:59.999Z');
  if (decidedAt === null) return { column: 'decided_at', what: 'is no day like 2026-11-20' };
  if (decidedAt < submittedAt) return { column: 'decided_at', what: 'lies before the submission' };
  // The end of today is not over.
  if (decidedAt.slice(0, 10) > now.toISOString().slice(0, 10))
    return { column: 'decided_at', what: 'lies in the future' };
  const winRate = decided.win_rate === undefined ? undefined : shareOf(decided.win_rate);
  if (winRate === null) return { column: 'win_rate', what: 'is no share like 0.61 or 61 %' };
  const damage = damageOf(row, plan);
  named.record.submission_timestamp = submittedAt;
  const reading = damage
    ? { ok: false as const, faults: [damage] }
    : readNamedDeal(named, 'structured', new Date(submittedAt), format);
  if (!reading.ok) {
    const [fault] = reading.faults;
    return { column: fault?.field ?? null, what: `${fault?.title} ${fault?.fix}` };
  }
  const human = pastDecisionOf(status);
  return {
    row: row.at,
    externalId: reading.externalId,
    deal: reading.deal,
    human,
    ended: human === null && (status === 'Withdrawn' || status === 'Incomplete'),
    decidedAt,
    decidedBy: decided.decided_by ?? null,
    reason: decided.reason ?? null,
    stood: {
      ...(decided.tier !== undefined && { tier: decided.tier }),
      ...(decided.region !== undefined && { region: decided.region }),
      ...(winRate !== undefined && { winRate }),
    },
  };
}

/** `0.61`, `0,61` and `61 %` are one; null for what is no share. */
function shareOf(text: string): number | null {
  const [, number = '', percent] = /^(\d{1,3}(?:[.,]\d{1,10})?)\s?(%)?$/.exec(text) ?? [];
  const share = Number(number.replace(',', '.')) / (percent ? 100 : 1);
  return number !== '' && share <= 1 ? share : null;
}

/** A day, or an instant with a zone, as a UTC instant; null when it is neither. @param time of a day */
function instantOf(stated: string, order: DateOrder | null, time: string): string | null {
  const text = stated.trim();
  const zoned = /T[^T]*(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const read = zoned ? null : statedDay(text, order);
  const plain = /^(\d{4}-\d{2}-\d{2})(?:[T ][\d:.]*)?$/.exec(text)?.[1] ?? '';
  const day = read && 'day' in read ? read.day : plain;
  const at = new Date(zoned ? text : `${day}${time}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function* days({ registrations, decided }: DecidedTable, plan: ColumnPlan): Generator<string> {
  const column = [...plan.fields].find(([, { field }]) => field === 'submission_timestamp')?.[0];
  for (const [at, row] of registrations.rows.entries()) {
    const submitted = column === undefined ? '' : (row.cells[column] ?? '').trim();
    if (submitted !== '') yield submitted;
    const end = decided[at]?.decided_at;
    if (end !== undefined) yield end;
  }
}
