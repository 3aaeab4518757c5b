import type { AuditEntry } from '../../domain/audit.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { type RolloutMode, rolloutCase } from '../../domain/rollout.ts';
import type { Tx } from './pool.ts';

/** How far one segment of a lifecycle may act by itself, and who said so. */
export interface RolloutRecord {
  lifecycle: Lifecycle;
  /** `tier/region/program`; `*` stands for any value of a part. */
  segment: string;
  mode: RolloutMode;
  reason: string;
  changedBy: string;
  /** The signed promotion that automatic approvals name. */
  token: string | null;
  /** The sample's start, without measured agreement; the database refuses it anywhere else. */
  bootstrap: boolean;
  changedAt: string;
}

/**
 * The row that governs a segment: of those that match, one that is `off` (the kill switch), else the one with the fewest `*`;
 * among equals the one that names the tier, then the region. Undefined when none matches: the caller treats that as `shadow`.
 * @param segment `tier/region/program`, without `*`.
 * @param options.lock `share` holds the row until the transaction ends, so that the kill switch cannot pass a write
 *   whose intent is being recorded.
 */
export async function rolloutOf(
  tx: Tx,
  lifecycle: Lifecycle,
  segment: string,
  options: { lock?: 'share' } = {},
): Promise<RolloutRecord | undefined> {
  const { rows } = await tx.query<RolloutColumns>(
    `select * from rollout
      where lifecycle = $1
        and split_part(segment, '/', 1) in ('*', split_part($2, '/', 1))
        and split_part(segment, '/', 2) in ('*', split_part($2, '/', 2))
        and split_part(segment, '/', 3) in ('*', split_part($2, '/', 3))
      order by mode <> 'off', (split_part(segment, '/', 1) = '*')::int + (split_part(segment, '/', 2) = '*')::int
          + (split_part(segment, '/', 3) = '*')::int,
        split_part(segment, '/', 1) = '*', split_part(segment, '/', 2) = '*'
      limit 1 ${options.lock ? 'for share' : ''}`,
    [lifecycle, segment],
  );
  return rows[0] && fromColumns(rows[0]);
}

/** Sets a segment's mode, replacing what was set for exactly this spelling. */
export async function setRollout(tx: Tx, row: RolloutRecord): Promise<void> {
  await tx.query(
    `insert into rollout (lifecycle, segment, mode, reason, changed_by, token, bootstrap, changed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict (lifecycle, segment) do update set mode = excluded.mode, reason = excluded.reason,
        changed_by = excluded.changed_by, token = excluded.token, bootstrap = excluded.bootstrap,
        changed_at = excluded.changed_at`,
    [
      ...[row.lifecycle, row.segment, row.mode, row.reason, row.changedBy],
      ...[row.token, row.bootstrap, row.changedAt],
    ],
  );
}

/** When a pattern was last demoted (UTC instant), by its audit chain; undefined: never. */
export async function lastDemotion(
  tx: Tx,
  lifecycle: Lifecycle,
  pattern: string,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ at: string }>(
    `select body::jsonb ->> 'at' as at from audit
      where case_id = $1 and body::jsonb ->> 'action' = 'rollout.demoted' order by seq desc limit 1`,
    [rolloutCase(lifecycle, pattern)],
  );
  return rows[0]?.at;
}

/** Every row, by lifecycle and segment. */
export async function listRollout(tx: Tx): Promise<RolloutRecord[]> {
  const { rows } = await tx.query<RolloutColumns>('select * from rollout order by lifecycle, segment');
  return rows.map(fromColumns);
}

/** A change of a rollout that did not count. */
export interface RefusedChange {
  /** UTC instant, ISO 8601. */
  at: string;
  segment: string;
  /** What was in force, and what was wanted. */
  from: string;
  to: string;
  /** Who it said it was from; nobody has proved it. */
  by: string;
  /** What they said for it. */
  reason: string;
  code: string;
  /** Why it was refused, in a sentence; null in an entry from before it was kept. */
  why: string | null;
}

/** Changes of a lifecycle's rollout that were refused since an instant, newest first, by their audit chains. */
export async function refusedChanges(tx: Tx, lifecycle: Lifecycle, since: string): Promise<RefusedChange[]> {
  const chain = rolloutCase(lifecycle, '');
  // Where the collation is not C, an index is of use for the first condition only.
  const { rows } = await tx.query<{ case_id: string; body: string }>(
    `select case_id, body from audit
      where case_id >= $1 and starts_with(case_id, $1) and at >= $2 and body like '%"rollout.refused"%'
      order by at desc, seq desc`,
    [chain, since],
  );
  return rows
    .map(({ case_id, body }) => ({
      segment: case_id.slice(chain.length),
      entry: JSON.parse(body) as AuditEntry,
    }))
    .filter(({ entry }) => entry.action === 'rollout.refused')
    .map(({ segment, entry }) => ({
      ...{ at: entry.at, segment, from: String(entry.from), to: String(entry.to), by: String(entry.claimed) },
      ...{ reason: String(entry.reason), code: String(entry.code) },
      why: typeof entry.why === 'string' ? entry.why : null,
    }));
}

interface RolloutColumns {
  lifecycle: Lifecycle;
  segment: string;
  mode: RolloutMode;
  reason: string;
  changed_by: string;
  token: string | null;
  bootstrap: boolean;
  changed_at: Date;
}

function fromColumns(row: RolloutColumns): RolloutRecord {
  return {
    lifecycle: row.lifecycle,
    segment: row.segment,
    mode: row.mode,
    reason: row.reason,
    changedBy: row.changed_by,
    token: row.token,
    bootstrap: row.bootstrap,
    changedAt: row.changed_at.toISOString(),
  };
}
