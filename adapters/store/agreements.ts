import type { ComparisonKind } from '../../domain/blind.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { type CaseColumns, caseFrom } from './case-row.ts';
import type { CaseRow } from './cases.ts';
import type { Tx } from './pool.ts';
import { send, sql } from './sql.ts';

/** What the decider would have done beside what a person did: the ground of promotion and demotion. */
export interface Agreement {
  case: string;
  revision: number;
  lifecycle: Lifecycle;
  /** `tier/region/program` */
  segment: string;
  /** The decider's outcome. */
  machine: string;
  /** The person's; null until one has decided. */
  human: string | null;
  /** Null until a person has decided, and where there is nothing to compare. */
  agreed: boolean | null;
  /** Decimal string. */
  amountUsd: string;
  /** What it counts for. It stays as it was first written, and so do draw and share. */
  kind: ComparisonKind;
  /** In [0, 1), by the case's id. */
  draw: number;
  /** Probability with which it was drawn; null when it was not. */
  share: number | null;
  /** UTC instant of the look; once it is compared, of the comparison. */
  at: string;
  /** It is of a registration of the past (history-imports.ts). */
  history: boolean;
}

/** Records or completes the comparison of one revision of a case. */
export async function putAgreement(tx: Tx, row: Omit<Agreement, 'history'>): Promise<void> {
  await send(
    tx,
    sql`insert into agreements
        (case_id, revision, lifecycle, segment, machine, human, agreed, amount_usd, kind, draw, share, at)
      values (${row.case}, ${row.revision}, ${row.lifecycle}, ${row.segment}, ${row.machine}, ${row.human}, ${row.agreed},
        ${row.amountUsd}, ${row.kind}, ${row.draw}, ${row.share}, ${row.at})
      on conflict (case_id, revision) do update set machine = excluded.machine, human = excluded.human,
        agreed = excluded.agreed, amount_usd = excluded.amount_usd, at = excluded.at`,
  );
}

/** The comparison of one revision of a case, decided or not. */
export async function agreementOf(tx: Tx, caseId: string, revision: number): Promise<Agreement | undefined> {
  const { rows } = await tx.query<AgreementColumns>(
    'select * from agreements where case_id = $1 and revision = $2',
    [caseId, revision],
  );
  return rows[0] && fromColumns(rows[0]);
}

/** The comparison of the newest revision of a case that was looked at. */
export async function latestAgreementOf(tx: Tx, caseId: string): Promise<Agreement | undefined> {
  const { rows } = await tx.query<AgreementColumns>(
    'select * from agreements where case_id = $1 order by revision desc limit 1',
    [caseId],
  );
  return rows[0] && fromColumns(rows[0]);
}

/**
 * The looks and comparisons since an instant, oldest first; those of the past while their import stands.
 * @param by.segment pattern: a `*` stands for any value of a part
 * @param by.kinds absent: all
 */
export async function agreementsSince(
  tx: Tx,
  by: { lifecycle: Lifecycle; since: string; segment: string; kinds?: readonly ComparisonKind[] },
): Promise<Agreement[]> {
  const { rows } = await tx.query<AgreementColumns>(
    `select * from agreements where ${OF_PATTERN} and ($6::text[] is null or kind = any($6)) order by at, case_id`,
    [...patternOf(by), by.kinds ?? null],
  );
  return rows.map(fromColumns);
}

/** Automatic approvals that were drawn to be looked at afterwards and were not yet, oldest first. */
export async function casesToCheck(tx: Tx): Promise<CaseRow[]> {
  const { rows } = await tx.query<CaseColumns>(
    `select c.* from cases c join agreements a using (case_id, revision)
      where a.kind = 'afterwards' and a.agreed is null and c.status = 'completed' order by c.ended_at, case_id`,
  );
  return rows.map(caseFrom);
}

/** Whether a person has decided this case in an earlier revision. */
export async function comparedBefore(tx: Tx, caseId: string): Promise<boolean> {
  const { rows } = await tx.query('select from agreements where case_id = $1 and human is not null limit 1', [
    caseId,
  ]);
  return rows.length > 0;
}

/** How many cases of a pattern, none of them of the past, the machine would have approved since an instant. */
export async function approvableSince(
  tx: Tx,
  by: { lifecycle: Lifecycle; since: string; segment: string },
): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(distinct case_id)::int as n from agreements where ${OF_PATTERN} and machine = 'approve' and import_id is null`,
    patternOf(by),
  );
  return rows[0]?.n ?? 0;
}

const OF_PATTERN = `lifecycle = $1 and at >= $2
  and ($3::text is null or split_part(segment, '/', 1) = $3)
  and ($4::text is null or split_part(segment, '/', 2) = $4)
  and ($5::text is null or split_part(segment, '/', 3) = $5)
  and not exists (select from history_imports h where h.import_id = agreements.import_id and h.undone_at is not null)`;

function patternOf(by: { lifecycle: Lifecycle; since: string; segment: string }): (string | null)[] {
  return [by.lifecycle, by.since, ...by.segment.split('/').map((part) => (part === '*' ? null : part))];
}

type AgreementColumns = Omit<Agreement, 'case' | 'amountUsd' | 'at' | 'history'> & {
  case_id: string;
  amount_usd: string;
  at: Date;
  import_id: string | null;
};

function fromColumns(row: AgreementColumns): Agreement {
  return {
    case: row.case_id,
    revision: row.revision,
    lifecycle: row.lifecycle,
    segment: row.segment,
    machine: row.machine,
    human: row.human,
    agreed: row.agreed,
    amountUsd: row.amount_usd,
    kind: row.kind,
    draw: row.draw,
    share: row.share,
    at: row.at.toISOString(),
    history: row.import_id !== null,
  };
}
