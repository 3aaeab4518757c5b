import { Command } from 'commander';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { needActingPerson } from '../actor.ts';
import { openGate } from '../cases/case-text.ts';
import { CASE_ARGUMENT, findCase } from '../cases/find-case.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { saveReceipt } from '../reviews/receipt-file.ts';
import { planText, readRollbackPlan } from '../reviews/rollback-plan.ts';
import { sendRollback } from '../reviews/send-rollback.ts';
import { inSession, type Session } from '../session.ts';

interface Options extends ConfirmOptions {
  plan?: true;
  receipt?: string;
}

export function rollback(): Command {
  return new Command('rollback')
    .description('undo everything that a case has written, during the case or after its end')
    .argument('<case>', CASE_ARGUMENT)
    .option('--plan', 'only show what would be undone')
    .option('--reason <text>', 'why; kept in the audit trail')
    .option('--yes', 'do not ask; needs --reason')
    .option('--receipt <file>', 'where to keep the receipt (default: the state folder)')
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck rollback deal:impartner:101 --plan
  $ quarterdeck rollback deal:impartner:101 --yes --reason "By mistake"`,
    )
    .action(inSession(rollBack));
}

async function rollBack(session: Session, said: string, options: Options): Promise<void> {
  const row = await session.db((tx) => findCase(tx, said));
  const plan = await readRollbackPlan(session, row.case);
  const { terminal } = session;
  if (plan.lines.length === 0) throw nothingToUndo(row);
  terminal.say(planText(plan, terminal.width));
  if (options.plan) return terminal.data(plan);
  const person = await needActingPerson(session);
  const reason = await confirm(session, options, row.case, 'roll it back');
  const reply = await sendRollback(session, row, person, reason);
  const receiptFile = await saveReceipt(reply, options.receipt);
  terminal.data({ plan, ...reply, receiptFile });
  terminal.say(`${terminal.paint('green', `Rollback started: ${row.case}`)}`);
  terminal.say(`Receipt: ${receiptFile}\nHow it goes: quarterdeck cases show ${row.case}`);
}

function nothingToUndo(row: CaseRow): CliFailure {
  const undone = row.status === 'rolled_back';
  return new CliFailure({
    exit: EXIT.stale,
    code: 'nothing_to_undo',
    title: undone ? `${row.case} was rolled back already.` : `${row.case} has written nothing that stands.`,
    fix: openGate(row)
      ? `Reject it instead: quarterdeck reviews reject ${row.case} --reason "…"`
      : `What happened: quarterdeck cases show ${row.case}`,
    case: row.case,
  });
}
