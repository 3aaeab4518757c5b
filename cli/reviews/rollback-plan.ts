import { type PlanLine, type RollbackPlan, rollbackActivities } from '../../activities/ledger/rollback.ts';
import { LEDGERED_PORTS, writesOf } from '../../adapters/ports/index.ts';
import { openPorts } from '../../installation/ports.ts';
import { applicationNow } from '../clock.ts';
import { configured } from '../configured.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';

/** What a rollback would do, read from the ledger; no vendor is asked and nothing is written. */
export async function readRollbackPlan(session: Session, caseId: string): Promise<RollbackPlan> {
  const writes = writesOf(await openPorts(configured(), LEDGERED_PORTS));
  const deps = { store: session.store(), writes, now: applicationNow };
  return rollbackActivities(deps).planRollback(caseId);
}

/** The plan for people: each write, then what it comes to. */
export function planText({ case: id, lines }: RollbackPlan, width: number): string {
  const rows = table(
    lines,
    [
      { head: 'WRITE', value: (line: PlanLine) => line.operation },
      { head: 'RECORD', value: (line) => line.id, least: 10, lines: 9 },
      { head: 'WHAT HAPPENS', value: howText },
    ],
    width,
  );
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

function howText(line: PlanLine): string {
  if (!line.reversible) return 'stays; is corrected';
  if (line.movesMoney) return 'waits for a second person';
  return line.status === 'done' ? 'is taken back' : 'is looked up, then taken back';
}
