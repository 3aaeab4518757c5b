import type { Received } from '../../adapters/intake/received.ts';
import type { Column } from '../table.ts';

/** One part of an input and what became of it; `--json` prints these. */
export interface ReceivedRow {
  /** 1, 2 … in the order of the document. */
  part: number;
  /** Of a table, as a spreadsheet program counts. */
  row: number | null;
  case: string | null;
  revision: number | null;
  /** `reading`: a worker reads it first. */
  state: 'accepted' | 'outdated' | 'rejected' | 'reading' | 'ignored';
  /** The intake that reads it. */
  intake: string | null;
  deadLetter: string | null;
  problem: { code: string; title: string; field: string | null; fix: string } | null;
  /** Fields that hold something and are not read. */
  unread: string[];
  /** How the file was read; the first part says it. */
  notes: string[];
}

export function receivedRow(received: Received, index: number): ReceivedRow {
  const nothing = {
    ...{
      part: index + 1,
      row: 'row' in received ? (received.row ?? null) : null,
      case: null,
      revision: null,
    },
    ...{ intake: null, deadLetter: null, problem: null, unread: [], notes: [] },
  };
  switch (received.kind) {
    case 'submitted':
      return {
        ...nothing,
        ...{ case: received.case, revision: received.revision, state: received.state },
        unread: received.unread ?? [],
        notes: received.notes ?? [],
      };
    case 'refused': {
      const { code, title, field, fix } = received.problem;
      return {
        ...nothing,
        state: 'rejected',
        deadLetter: received.deadLetter,
        problem: { code, title, field, fix },
      };
    }
    case 'reading':
      return { ...nothing, state: 'reading', intake: received.intake };
    case 'ignored': {
      const { problem, deadLetter } = received.aside ?? { problem: null, deadLetter: null };
      return { ...nothing, state: 'ignored', problem, deadLetter };
    }
  }
}

export const RECEIVED_COLUMNS: ReadonlyArray<Column<ReceivedRow>> = [
  { head: '#', value: (row) => row.row ?? row.part, align: 'right' },
  { head: 'CASE, INTAKE OR DEAD LETTER', value: (row) => row.case ?? row.intake ?? row.deadLetter },
  { head: 'STATE', value: (row) => row.state },
  { head: 'WHY', value: (row) => reason(row), least: 12, lines: 9 },
];

function reason({ problem, revision, unread }: ReceivedRow): string {
  if (problem) return problem.field ? `${problem.field}: ${problem.title}` : problem.title;
  return [
    ...(revision !== null && revision > 1 ? [`revision ${revision}`] : []),
    ...(unread.length > 0 ? [`not read: ${unread.join(', ')}`] : []),
  ].join('; ');
}
