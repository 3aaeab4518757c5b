import type { Json, JsonObject } from '../../domain/json.ts';
import type { CaseRow } from './cases.ts';
import { jsonb } from './jsonb.ts';

/** How a field of CaseRow is called in the table. */
const COLUMNS = {
  case: 'case_id',
  lifecycle: 'lifecycle',
  source: 'source',
  externalId: 'external_id',
  sequence: 'sequence',
  partnerId: 'partner_id',
  segment: 'segment',
  status: 'status',
  outcome: 'outcome',
  mode: 'mode',
  revision: 'revision',
  openProblem: 'open_problem',
  gate: 'gate',
  assignee: 'assignee',
  title: 'title',
  amountUsd: 'amount_usd',
  submittedBy: 'submitted_by',
  summary: 'summary',
  blind: 'blind',
  policyVersion: 'policy_version',
  evidenceHash: 'evidence_hash',
  previousCase: 'previous_case',
  sample: 'sample',
  openedAt: 'opened_at',
  endedAt: 'ended_at',
} as const satisfies Partial<Record<keyof CaseRow, string>>;

/** What is written of a case and never shown. */
export interface CaseUpkeep {
  /** UTC instant before which it is not deleted, however long it has ended; null: none. */
  keptUntil?: string | null;
}
const WRITTEN = { ...COLUMNS, keptUntil: 'kept_until' } as const;

export interface CaseColumns extends JsonRow {
  opened_at: Date;
  updated_at: Date;
  ended_at: Date | null;
}
type JsonRow = { [column: string]: unknown };

/** Column names and parameters of the given fields; absent (undefined) ones are left out. */
export function columnsOf(fields: Partial<CaseRow> & CaseUpkeep): { names: string[]; values: unknown[] } {
  const given = Object.entries(WRITTEN).filter(([field]) => fields[field as keyof CaseRow] !== undefined);
  return {
    names: given.map(([, column]) => column),
    values: given.map(([field]) => {
      const value = fields[field as keyof CaseRow] as Json;
      return field === 'gate' || field === 'summary' ? jsonb(value as JsonObject | null) : value;
    }),
  };
}

export function caseFrom(row: CaseColumns): CaseRow {
  const fields = Object.entries(COLUMNS).map(([field, column]) => [field, row[column]]);
  return {
    ...Object.fromEntries(fields),
    openedAt: row.opened_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
