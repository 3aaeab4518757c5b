import { pastDecisionOf, registrationStatusOf, STATUS_NAMES } from '../../../domain/deal/past-decision.ts';
import { namedFields, planColumns } from './column-plan.ts';
import { readDecidedTable } from './decision-columns.ts';
import { fileProblem, type RowProblem } from './row-problem.ts';

/** What people decided of a registration that is only watched here. */
export interface DecidedRow {
  /** Its case, or the source's own id. */
  id: string;
  human: 'approve' | 'reject';
}

/**
 * Reads what people decided: a column `case`, or the id of the registration, and `decision` or `status`, as an export of the PRM has them.
 * Rows that nobody has decided yet are passed by.
 */
export async function readDecided(
  body: Uint8Array,
): Promise<{ decided: DecidedRow[]; problems: RowProblem[] }> {
  const table = await readDecidedTable(body);
  if ('fault' in table) return { decided: [], problems: [fileProblem(table.fault)] };
  const { registrations } = table;
  const plan = planColumns(registrations);
  const decided: DecidedRow[] = [];
  const problems: RowProblem[] = [];
  for (const [at, row] of registrations.rows.entries()) {
    const columns = table.decided[at] ?? {};
    const named = columns.case ?? namedFields(row, registrations, plan).record.deal_id;
    const id = typeof named === 'string' ? named.trim() : '';
    const word = columns.decision;
    const status = word === undefined ? null : registrationStatusOf(word);
    if (id === '') problems.push({ row: row.at, column: 'case', what: 'is missing: the case or the id' });
    else if (word !== undefined && status === null)
      problems.push({ row: row.at, column: 'decision', what: `is none of ${STATUS_NAMES.join(', ')}` });
    const human = status && pastDecisionOf(status);
    if (id !== '' && human) decided.push({ id, human });
  }
  return { decided, problems };
}
