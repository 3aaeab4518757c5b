import { auditOf } from '../../adapters/store/audit.ts';
import { type CaseRow, getCase, latestCase } from '../../adapters/store/cases.ts';
import { appealsOf } from '../../adapters/store/deal/appeals.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { objectionToAppeal } from '../../domain/deal/appeal.ts';
import type { Refusal } from '../../domain/decision.ts';
import type { ByHandDeps } from '../gate/signed-entry.ts';
import { objectionToByHand } from './by-hand.ts';

/** Why this person may not appeal this case now; null when they may. @param now UTC instant */
export async function appealRefused(
  tx: Tx,
  deps: ByHandDeps,
  rejected: Rejected,
  by: string,
  now: string,
): Promise<Refusal | null> {
  const { row } = rejected;
  return (
    (await objectionToByHand(tx, deps, row, by)) ??
    caseObjection(rejected, await appealsOf(tx, row.case), now)
  );
}

/** A case with its trail. */
export interface Rejected {
  row: CaseRow;
  /** No later case goes on with the registration. */
  latest: boolean;
  entries: AuditEntry[];
}

/** Locked against a second appeal until the transaction ends; undefined when there is no such registration. */
export async function rejectedCase(tx: Tx, id: string): Promise<Rejected | undefined> {
  const row = await getCase(tx, id);
  if (row?.lifecycle !== 'deal') return undefined;
  const last = await latestCase(tx, row);
  return { row, latest: last?.case === id, entries: (await auditOf(tx, id)).map(({ entry }) => entry) };
}

function caseObjection(
  { row, latest }: Rejected,
  { against, as }: Awaited<ReturnType<typeof appealsOf>>,
  now: string,
): Refusal | null {
  const objection = objectionToAppeal(
    {
      outcome: row.status === 'completed' ? row.outcome : null,
      closedAt: row.endedAt,
      appealedBy: against?.appealCase ?? null,
      isAppeal: as !== null,
    },
    now,
  );
  if (objection !== null) return refuse('not_offered', objection);
  return latest ? null : refuse('not_offered', 'The registration was submitted again since; see that case');
}

/** Everybody who took a decision on it, and in whose place. */
export function deciders(entries: readonly AuditEntry[]): string[] {
  const taken = entries.filter(
    ({ action, decision }) =>
      action === 'decision.accepted' && ['approve', 'reject', 'override'].includes(String(decision)),
  );
  const people = taken.flatMap(({ actor, delegatedFrom }) => [actor, delegatedFrom]);
  return [...new Set(people.filter((one) => typeof one === 'string'))].sort();
}

export function refuse(code: Refusal['code'], message: string): Refusal {
  return { code, message };
}
