import { type PlanLine, rollbackActivities } from '../../activities/ledger/rollback.ts';
import { LEDGERED_PORTS, writesOf } from '../../adapters/ports/index.ts';
import { standingEffects } from '../../adapters/store/effects.ts';
import { statement } from '../../adapters/store/statement.ts';
import { openPorts } from '../../installation/ports.ts';
import { applicationNow } from '../clock.ts';
import { configured } from '../configured.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';

/** What is known of a write on a machine without the vendors' settings: whether it can be taken back is not. */
type ShownLine = Pick<PlanLine, 'operation' | 'id' | 'status'> &
  Partial<Pick<PlanLine, 'reversible' | 'movesMoney'>>;

export interface ShownPlan {
  case: string;
  lines: ShownLine[];
}

/**
 * What a rollback would do, read from the ledger; no vendor is asked and nothing is written. A person's machine has no settings of vendors:
 * there the writes are listed, and the worker takes back what can be taken back.
 */
export async function readRollbackPlan(session: Session, caseId: string): Promise<ShownPlan> {
  const store = session.store();
  if (!session.env.QUARTERDECK_PRM) {
    const standing = await standingEffects(statement(store), caseId);
    const lines = standing.map(({ operation, status, landed }) => ({
      operation,
      status,
      id: landed?.id ?? null,
    }));
    return { case: caseId, lines };
  }
  const writes = writesOf(await openPorts(configured(), LEDGERED_PORTS));
  return rollbackActivities({ store, writes, now: applicationNow }).planRollback(caseId);
}

/** The plan for people: each write, then what it comes to. */
export function planText({ case: id, lines }: ShownPlan, width: number): string {
  const rows = table(
    lines,
    [
      { head: 'WRITE', value: (line: ShownLine) => line.operation },
      { head: 'RECORD', value: (line) => line.id, least: 10, lines: 9 },
      { head: 'WHAT HAPPENS', value: howText },
    ],
    width,
  );
  if (lines.some(({ reversible }) => reversible === undefined))
    return [
      `Rolling back ${id}, in this order:`,
      rows,
      '',
      'Which of them can only be corrected, and which wait for a second person, the worker knows: quarterdeck cases show says how it goes.',
    ].join('\n');
  const reversed = lines.filter((line) => line.reversible);
  const lasting = lines.filter((line) => !line.reversible);
  const money = lines.filter((line) => line.movesMoney);
  return [
    `Rolling back ${id}, in this order:`,
    rows,
    '',
    `Writes reversed: ${reversed.length}.`,
    `Money moved: ${money.length === 0 ? 'none' : `${money.length}, each waits for one more person`}.`,
    `Cannot be undone: ${lasting.length === 0 ? 'nothing' : `${counted(lasting.map((line) => line.operation))}; a correction follows`}.`,
  ].join('\n');
}

/** `notify.send (2), prm.recordConflict` */
function counted(names: readonly string[]): string {
  return [...new Set(names)]
    .map((name) => [name, names.filter((one) => one === name).length] as const)
    .map(([name, times]) => (times === 1 ? name : `${name} (${times})`))
    .join(', ');
}

function howText(line: ShownLine): string {
  if (line.reversible === undefined) return 'is taken back, or corrected';
  if (!line.reversible) return 'stays; is corrected';
  if (line.movesMoney) return 'waits for a second person';
  return line.status === 'done' ? 'is taken back' : 'is looked up, then taken back';
}
