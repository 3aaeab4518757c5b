import { parse } from 'csv-parse/sync';
import { lookupTable } from '../../../domain/lookup-table.ts';

type DecisionColumn = 'decision' | 'decided_at' | 'decided_by' | 'reason';

const DECISION_COLUMNS = lookupTable<DecisionColumn>({
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
});

/** A row, taken apart into what was registered and what people decided. */
export interface Split {
  registration: Record<string, string>;
  decided: Partial<Record<DecisionColumn, string>>;
}

export function split(row: Record<string, string>): Split {
  const columnOf = (name: string) =>
    DECISION_COLUMNS[
      name
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_')
    ];
  const decided: Split['decided'] = {};
  for (const [name, text] of Object.entries(row)) {
    const column = columnOf(name);
    if (column !== undefined && text.trim() !== '') decided[column] ??= text.trim();
  }
  const others = Object.entries(row).filter(([name]) => columnOf(name) === undefined);
  return { registration: Object.fromEntries(others), decided };
}

/** The rows of a CSV with a heading, in UTF-8. */
export function rowsOf(body: Uint8Array): Record<string, string>[] {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  const header = text.slice(0, text.indexOf('\n')).replace(/"[^"]*"/g, '');
  const delimiter = [',', ';', '\t'].reduce((best, mark) =>
    header.split(mark).length > header.split(best).length ? mark : best,
  );
  return parse(text, { columns: true, bom: true, delimiter, skip_empty_lines: true }) as unknown as Record<
    string,
    string
  >[];
}
