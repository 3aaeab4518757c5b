import type { BlindKind } from '../../domain/blind.ts';
import type { CaseIdentity, CaseKind, CaseStatus, EndStatus, OpenProblem } from '../../domain/case.ts';
import type { JsonObject } from '../../domain/json.ts';
import { lookupTable } from '../../domain/lookup-table.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import { type CaseColumns, type CaseUpkeep, caseFrom, columnsOf } from './case-row.ts';
import type { Tx } from './pool.ts';
import { joined, raw, type Sql, send, sql } from './sql.ts';

/** A case as it is listed and shown. Instants are UTC, ISO 8601. */
export interface CaseRow extends CaseIdentity {
  /** The workflow id. */
  case: string;
  partnerId: string | null;
  /** `tier/region/program` */
  segment: string | null;
  status: CaseStatus;
  outcome: string | null;
  mode: RolloutMode | null;
  revision: number;
  openProblem: OpenProblem;
  /** The open gate (kind, round, dueAt, assignee, reasons), null when none is open. */
  gate: JsonObject | null;
  assignee: string | null;
  /** What it is about in a few words, for people; never personal data. Null until it was looked at. */
  title: string | null;
  /** What it is worth; null until it was looked at, or without an amount. */
  amountUsd: string | null;
  /** Person ids: they do not decide it. */
  submittedBy: string[];
  /** What lists and boards show; never personal data. */
  summary: JsonObject;
  /** Set while it is decided blind: what the machine makes of it is kept back until somebody has decided. */
  blind: BlindKind | null;
  policyVersion: string | null;
  evidenceHash: string | null;
  previousCase: string | null;
  sample: boolean;
  /** By the application's clock. */
  openedAt: string;
  /** The database's clock, for lists; no rule counts from it. */
  updatedAt: string;
  /** When it came to its end, by the application's clock; null before. */
  endedAt: string | null;
}

export type NewCase = CaseIdentity &
  Pick<CaseRow, 'case' | 'openedAt'> &
  Partial<
    Pick<
      CaseRow,
      | 'partnerId'
      | 'segment'
      | 'status'
      | 'submittedBy'
      | 'summary'
      | 'policyVersion'
      | 'previousCase'
      | 'sample'
    >
  >;

/** Inserts a case; false when its identity is taken, which is how two intakes of one record agree on who starts it. */
export async function insertCase(tx: Tx, row: NewCase): Promise<boolean> {
  const { names, values } = columnsOf(row);
  const marks = values.map((_, index) => `$${index + 1}`);
  const { rowCount } = await tx.query(
    `insert into cases (${names.join(', ')}) values (${marks.join(', ')}) on conflict do nothing`,
    values,
  );
  return rowCount === 1;
}

export async function getCase(tx: Tx, id: string): Promise<CaseRow | undefined> {
  const { rows } = await tx.query<CaseColumns>('select * from cases where case_id = $1', [id]);
  return rows[0] && caseFrom(rows[0]);
}

/** The case of a record with the highest sequence, locked against a second reopening until the transaction ends. */
export async function latestCase(
  tx: Tx,
  record: Pick<CaseIdentity, 'lifecycle' | 'source' | 'externalId'>,
): Promise<CaseRow | undefined> {
  const { rows } = await tx.query<CaseColumns>(
    `select * from cases where lifecycle = $1 and source = $2 and external_id = $3
      order by sequence desc limit 1 for update`,
    [record.lifecycle, record.source, record.externalId],
  );
  return rows[0] && caseFrom(rows[0]);
}

/** An end says when. */
type StatusChange =
  | { status?: Exclude<CaseStatus, EndStatus>; endedAt?: never }
  | { status: EndStatus; endedAt: string };

export type CaseChange = StatusChange &
  CaseUpkeep &
  Partial<
    Pick<
      CaseRow,
      | 'partnerId'
      | 'segment'
      | 'outcome'
      | 'mode'
      | 'revision'
      | 'openProblem'
      | 'gate'
      | 'assignee'
      | 'title'
      | 'amountUsd'
      | 'submittedBy'
      | 'summary'
      | 'blind'
      | 'policyVersion'
      | 'evidenceHash'
    >
  >;

/** Changes the named fields and updatedAt; `summary` and `submittedBy` are added to what is there. @throws Error when there is no such case. */
export async function updateCase(tx: Tx, id: string, change: CaseChange): Promise<void> {
  const { names, values } = columnsOf(change);
  const sets = names.map((name, index) => {
    const value = sql`${values[index]}`;
    return sql`${raw(name)} = ${ADDED[name]?.(value) ?? value}`;
  });
  const { rowCount } = await send(
    tx,
    sql`update cases set ${joined([...sets, raw('updated_at = now()')], ', ')} where case_id = ${id}`,
  );
  if (rowCount !== 1) throw new Error(`no case ${id}; see: quarterdeck cases list`);
}

const ADDED = lookupTable<(value: Sql) => Sql>({
  summary: (value) => sql`summary || ${value}::jsonb`,
  submitted_by: (value) => sql`array(select distinct unnest(submitted_by || ${value}::text[]))`,
});

export interface CaseFilter {
  lifecycle?: CaseKind | readonly CaseKind[];
  status?: CaseStatus | readonly CaseStatus[];
  partnerId?: string;
  assignee?: string;
  segment?: string;
  /** Text that what the case is about, the partner's id, the source's reference or the case's id holds, in capitals or not. */
  search?: string;
  openProblem?: OpenProblem;
  sample?: boolean;
  /** Only cases that have (true) or lack (false) an open gate. */
  gateOpen?: boolean;
  /** Default 200. */
  limit?: number;
  /** For the next page: the last row of the one before. */
  after?: Pick<CaseRow, 'updatedAt' | 'case'>;
}

/** Cases, most recently changed first. */
export async function listCases(tx: Tx, filter: CaseFilter = {}): Promise<CaseRow[]> {
  const values: unknown[] = [];
  const mark = (value: unknown) => `$${values.push(value)}`;
  const { rows } = await tx.query<CaseColumns>(
    `select * from cases where ${testsOf(filter, mark)}
      order by date_trunc('milliseconds', updated_at) desc, case_id desc limit ${mark(filter.limit ?? 200)}`,
    values,
  );
  return rows.map(caseFrom);
}

/** Cases that had an audit entry by an instant (UTC, ISO 8601), in the order in which they were last touched before it, newest first. */
export async function casesTouchedBy(
  tx: Tx,
  until: string,
  filter: Omit<CaseFilter, 'limit' | 'after'>,
  page: { limit: number; offset: number },
): Promise<CaseRow[]> {
  const values: unknown[] = [];
  const mark = (value: unknown) => `$${values.push(value)}`;
  const { rows } = await tx.query<CaseColumns>(
    `select cases.* from cases
      join (select case_id, max(at) as touched from audit where at <= ${mark(until)} group by case_id) trail
        using (case_id)
      where ${testsOf(filter, mark)}
      order by touched desc, case_id desc limit ${mark(page.limit)} offset ${mark(page.offset)}`,
    values,
  );
  return rows.map(caseFrom);
}

function testsOf(filter: CaseFilter, mark: (value: unknown) => string): string {
  const tests = ['true'];
  if (filter.lifecycle) tests.push(`lifecycle = any(${mark([filter.lifecycle].flat())})`);
  if (filter.status) tests.push(`status = any(${mark([filter.status].flat())})`);
  if (filter.partnerId) tests.push(`partner_id = ${mark(filter.partnerId)}`);
  if (filter.assignee) tests.push(`assignee = ${mark(filter.assignee)}`);
  if (filter.segment) tests.push(`segment = ${mark(filter.segment)}`);
  if (filter.search) {
    const text = `concat_ws(' ', title, summary ->> 'customer_name', partner_id, external_id, case_id)`;
    tests.push(`strpos(lower(${text}), lower(${mark(filter.search)})) > 0`);
  }
  if (filter.openProblem) tests.push(`open_problem = ${mark(filter.openProblem)}`);
  if (filter.sample !== undefined) tests.push(`sample = ${mark(filter.sample)}`);
  if (filter.gateOpen !== undefined) tests.push(`gate is ${filter.gateOpen ? 'not ' : ''}null`);
  if (filter.after) {
    const { updatedAt, case: id } = filter.after;
    // Rows carry milliseconds, the table microseconds; compared as shown, no row is skipped or repeated.
    tests.push(
      `(date_trunc('milliseconds', updated_at), case_id) < (${mark(updatedAt)}::timestamptz, ${mark(id)})`,
    );
  }
  return tests.join(' and ');
}
