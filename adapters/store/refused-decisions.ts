import type { AuditEntry } from '../../domain/audit.ts';
import type { JsonObject } from '../../domain/json.ts';
import { appendAudit } from './audit.ts';
import { type CaseColumns, caseFrom } from './case-row.ts';
import type { CaseRow } from './cases.ts';
import { jsonb } from './jsonb.ts';
import type { Tx } from './pool.ts';

/** So many refused decisions of a case and day are audited one by one; the rest is counted. */
export const MOST_AUDITED = 1_000;

/**
 * Counts refused decisions of a case, and audits what the audit has to know of them: each of the first thousand of a day, and the
 * first one of those that are only counted. Their number and the last one are told by tellRefused.
 * @param entry of the last of them, as it is audited
 */
export async function countRefused(tx: Tx, id: string, entry: AuditEntry, count = 1): Promise<void> {
  const day = entry.at.slice(0, 10);
  const { rows } = await tx.query<{ refused: number; told: number }>(
    `insert into refused_decisions as r (case_id, day, refused, told, last) values ($1, $2, $3, 0, $4)
      on conflict (case_id, day) do update set refused = r.refused + $3, last = excluded.last
      returning refused, told`,
    [id, day, count, jsonb(entry as unknown as JsonObject)],
  );
  const { refused, told } = rows[0] as { refused: number; told: number };
  if (told > MOST_AUDITED) return;
  if (refused === count) await tellRefused(tx, id, entry.at);
  await appendAudit(tx, id, told < MOST_AUDITED ? entry : { ...entry, countedFromHere: true });
  await tx.query('update refused_decisions set told = told + 1 where case_id = $1 and day = $2', [id, day]);
}

/** How many decisions of a case were refused on the day of an instant. @param at UTC, ISO 8601 */
export async function refusedOn(tx: Tx, id: string, at: string): Promise<number> {
  const { rows } = await tx.query<{ refused: number }>(
    'select refused from refused_decisions where case_id = $1 and day = $2',
    [id, at.slice(0, 10)],
  );
  return rows[0]?.refused ?? 0;
}

/** Audits how many were only counted, and the last of them. Nothing when the audit knows them all. */
export async function tellRefused(tx: Tx, id: string, at: string): Promise<void> {
  const { rows } = await tx.query<{ day: string; refused: number; untold: number; last: JsonObject }>(
    `update refused_decisions r set told = r.refused from (
        select day, refused - told as untold from refused_decisions
          where case_id = $1 and refused > told and told > $2 for update) as before
      where r.case_id = $1 and r.day = before.day
      returning r.day::text as day, r.refused, before.untold, r.last`,
    [id, MOST_AUDITED],
  );
  for (const { day, refused, untold, last } of rows) {
    const counted = { day, refused, counted: untold, last };
    await appendAudit(tx, id, { at, actor: 'system', action: 'decisions.refused', ...counted });
  }
}

/** A case, and whether tellRefused has something to tell of it. One statement. */
export async function caseWithRefused(
  tx: Tx,
  id: string,
): Promise<{ row: CaseRow | undefined; untold: boolean }> {
  const { rows } = await tx.query<CaseColumns & { untold: boolean }>(
    `select c.*, exists (select from refused_decisions r where r.case_id = c.case_id and refused > told and told > $2) as untold
      from cases c where case_id = $1`,
    [id, MOST_AUDITED],
  );
  return { row: rows[0] && caseFrom(rows[0]), untold: rows[0]?.untold ?? false };
}

/** How often this person was refused in this case; every refusal is audited. */
export async function refusalsSoFar(tx: Tx, caseId: string, personId: string): Promise<number> {
  const { rows } = await tx.query<{ refusals: number }>(
    `select count(*)::int as refusals from audit
      where case_id = $1 and body::jsonb ->> 'action' = 'decision.refused' and body::jsonb ->> 'claimed' = $2`,
    [caseId, personId],
  );
  return rows[0]?.refusals ?? 0;
}
