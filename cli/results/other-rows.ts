import type { CaseRow } from '../../adapters/store/cases.ts';
import { conflictsOf } from '../../adapters/store/deal/conflicts.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { CaseStory } from '../cases/case-story.ts';

const CONFLICTS = [
  'deal_id',
  'case',
  'other_record',
  'verdict',
  'clause',
  'probability',
  'risk',
  'first',
  'action',
];

/** The columns of the writes. */
export const WRITE_HEADINGS = ['deal_id', 'case', 'write', 'operation', 'status', 'at', 'takes_back'];

/** What stood in the way of each registration. A case that is decided blind says nothing of it yet. */
export async function conflictRows(tx: Tx, cases: readonly CaseRow[]): Promise<string[][]> {
  const rows: string[][] = [CONFLICTS];
  for (const row of cases.filter(({ blind }) => blind === null)) {
    for (const one of await conflictsOf(tx, row.case))
      rows.push([
        ...[
          row.externalId,
          row.case,
          one.otherRecord,
          one.verdict,
          one.clause ?? '',
          String(one.probability),
        ],
        ...[String(one.risk), one.thisFirst ? 'this' : 'other', one.action],
      ]);
  }
  return rows;
}

/** What one case has written to PRM, CRM and partners, or could not, as the ledger has it. */
export function writeRows(row: CaseRow, { effects }: CaseStory): string[][] {
  return effects.map((one) => [
    ...[row.externalId, row.case, one.name, one.operation, one.status, one.at, one.undoes ?? ''],
  ]);
}
