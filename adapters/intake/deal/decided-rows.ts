import { decisionOf, registrationStatusOf, STATUS_NAMES } from '../../../domain/deal/past-decision.ts';
import { rowsOf, split } from './decision-columns.ts';
import { ourFieldNames } from './field-names.ts';
import type { RowProblem } from './past-file.ts';

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
export function readDecided(body: Uint8Array): { decided: DecidedRow[]; problems: RowProblem[] } {
  const decided: DecidedRow[] = [];
  const problems: RowProblem[] = [];
  for (const [at, row] of rowsOf(body).entries()) {
    const { registration, decided: columns } = split(row);
    const named = registration.case ?? ourFieldNames(registration)?.record.deal_id;
    const id = typeof named === 'string' ? named.trim() : '';
    const word = columns.decision;
    const status = word === undefined ? null : registrationStatusOf(word);
    if (id === '') problems.push({ row: at + 1, column: 'case', what: 'is missing: the case or the id' });
    else if (word !== undefined && status === null)
      problems.push({ row: at + 1, column: 'decision', what: `is none of ${STATUS_NAMES.join(', ')}` });
    const human = status && decisionOf(status);
    if (id !== '' && human) decided.push({ id, human });
  }
  return { decided, problems };
}
