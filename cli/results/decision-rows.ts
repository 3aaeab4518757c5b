import type { CaseRow } from '../../adapters/store/cases.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { CaseStory, SaidDecision } from '../cases/case-story.ts';
import { objectOf, rationaleOf } from '../cases/case-text.ts';
import { personName } from '../people.ts';
import type { LikeFile } from './like.ts';

/** The columns of the decisions, after those that a registration came with. */
const DECISION_HEADINGS = [
  ...['case', 'case_status', 'status', 'decided_at', 'decided_by', 'decided_how', 'decision_reason'],
  ...['machine_status', 'score', 'segment', 'mode'],
] as const;

/** Columns by which a registration is known, named as registrations are submitted. */
const REGISTRATION_HEADINGS = [
  ...['deal_id', 'source_partner_id', 'customer_name', 'opportunity_name', 'estimated_value', 'currency'],
] as const;

/** The statuses that a program knows; anything else is only how far the case is. */
const ENDS = new Set(['Approved', 'Rejected', 'Incomplete', 'Withdrawn', 'Expired', 'Converted']);

/** What became of one registration, in the order of the columns: who decided it, when and why. While it is decided blind nothing of the machine is said. */
export function decisionCells(
  row: CaseRow,
  { decisions, audit }: CaseStory,
  people: ReadonlyMap<string, PersonRecord>,
): string[] {
  const last = decisions.findLast(({ action }) =>
    ['approve', 'reject', 'override', 'rollback'].includes(action),
  );
  const automatic = last === undefined && row.outcome !== null && ENDS.has(row.outcome);
  const cells: Record<(typeof DECISION_HEADINGS)[number], string> = {
    case: row.case,
    case_status: row.status,
    status: row.outcome !== null && ENDS.has(row.outcome) ? row.outcome : '',
    decided_at: last?.at ?? (automatic ? (row.endedAt ?? audit.at(-1)?.entry.at ?? '') : ''),
    decided_by: last ? personName(people, last.by) : automatic ? 'rule' : '',
    decided_how: howOf(last, row),
    decision_reason: last?.reason ?? (automatic ? (rationaleOf(row)?.text ?? '') : ''),
    machine_status: textIn(row.summary, 'triage_status'),
    score: textIn(row.summary, 'confidence_score'),
    segment: row.segment ?? '',
    mode: row.mode ?? '',
  };
  return DECISION_HEADINGS.map((name) => cells[name]);
}

function howOf(last: SaidDecision | undefined, { outcome }: CaseRow): string {
  if (last)
    return last.delegatedFrom === null ? last.action : `${last.action} (in place of ${last.delegatedFrom})`;
  return outcome ?? '';
}

/**
 * A row each: of the file that they came from in its order, else of every case. The last case of a record is the one that counts.
 * @param decided decisionCells of each case
 */
export function decisionRows(
  cases: readonly CaseRow[],
  decided: ReadonlyMap<string, readonly string[]>,
  like: LikeFile | null,
): string[][] {
  const decidedOf = (id = '') => decided.get(id) ?? DECISION_HEADINGS.map(() => '');
  if (like === null) {
    const rows = cases.map((row) => {
      const stated = registrationCells(row);
      return [...REGISTRATION_HEADINGS.map((name) => stated[name]), ...decidedOf(row.case)];
    });
    return [[...REGISTRATION_HEADINGS, ...DECISION_HEADINGS], ...rows];
  }
  const newest = new Map(cases.map((row) => [row.externalId, row.case]));
  return [
    [...like.headings, ...DECISION_HEADINGS],
    ...like.rows.map(({ id, cells }) => [...cells, ...decidedOf(newest.get(id))]),
  ];
}

/** A registration under the names by which it was submitted. */
function registrationCells(row: CaseRow): Record<(typeof REGISTRATION_HEADINGS)[number], string> {
  const stated = objectOf(row.summary.stated_value);
  return {
    deal_id: row.externalId,
    source_partner_id: row.partnerId ?? '',
    customer_name: textIn(row.summary, 'customer_name') || (row.title ?? ''),
    opportunity_name: textIn(row.summary, 'opportunity_name'),
    estimated_value: textIn(stated, 'amount'),
    currency: textIn(stated, 'currency'),
  };
}

/** A field as the text of a cell; empty when there is none. */
function textIn(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
