import type { Fault } from '../../../contracts/problem.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import type { GridRow, Headings, Table } from '../../../domain/tables/table.ts';
import { readTable } from '../../tables/read-table.ts';
import type { StatedFile } from '../../tables/read-text.ts';
import { DEAL_HEADINGS } from './table.ts';

/** What people decided, and when, who and why; and what the partner was then. */
export type DecisionColumn =
  | 'case'
  | 'decision'
  | 'decided_at'
  | 'decided_by'
  | 'reason'
  | 'tier'
  | 'region'
  | 'win_rate';

const DECISION_COLUMNS = lookupTable<DecisionColumn>({
  case: 'case',
  decision: 'decision',
  status: 'decision',
  deal_status: 'decision',
  registration_status: 'decision',
  outcome: 'decision',
  entscheidung: 'decision',
  décision: 'decision',
  estado: 'decision',
  decided_at: 'decided_at',
  decided_on: 'decided_at',
  decision_date: 'decided_at',
  approved_at: 'decided_at',
  entschieden_am: 'decided_at',
  decided_by: 'decided_by',
  reviewer: 'decided_by',
  approver: 'decided_by',
  approved_by: 'decided_by',
  entschieden_von: 'decided_by',
  reason: 'reason',
  decision_reason: 'reason',
  closure_reason: 'reason',
  begründung: 'reason',
  tier: 'tier',
  partner_tier: 'tier',
  region: 'region',
  partner_region: 'region',
  win_rate: 'win_rate',
  winrate: 'win_rate',
});

/** Which of these columns stands under a heading; undefined for any other. */
function decisionColumnOf(heading: string): DecisionColumn | undefined {
  return DECISION_COLUMNS[
    heading
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_')
  ];
}

const HEADINGS: Headings = {
  known: (heading) => decisionColumnOf(heading) !== undefined || DEAL_HEADINGS.known(heading),
  isId: DEAL_HEADINGS.isId,
};

export type Decided = Partial<Record<DecisionColumn, string>>;

/** A table of registrations with what people decided, taken apart. */
export interface DecidedTable {
  /** The table without what people decided. */
  registrations: Table;
  /** What people decided in each of its rows; columns that are empty are left out. */
  decided: Decided[];
}

/** Reads a CSV or a workbook, of any encoding and separator. @returns why it cannot be read, in words */
export async function readDecidedTable(
  body: Uint8Array,
  stated: StatedFile = {},
): Promise<DecidedTable | { fault: Fault }> {
  const read = await readTable(body, stated, HEADINGS);
  if ('fault' in read) return read;
  const { table } = read;
  const columns = table.headings.map(decisionColumnOf);
  const blank = (cells: readonly string[]) => cells.map((cell, index) => (columns[index] ? '' : cell));
  return {
    registrations: {
      ...table,
      headings: blank(table.headings),
      rows: table.rows.map((row) => ({ ...row, cells: blank(row.cells) })),
    },
    decided: table.rows.map((row) => decidedIn(row, columns)),
  };
}

function decidedIn({ cells }: GridRow, columns: readonly (DecisionColumn | undefined)[]): Decided {
  const found: Decided = {};
  for (const [index, column] of columns.entries()) {
    const text = (cells[index] ?? '').trim();
    if (column !== undefined && text !== '') found[column] ??= text;
  }
  return found;
}
