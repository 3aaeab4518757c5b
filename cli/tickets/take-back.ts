import { Command } from 'commander';
import { appendAudit } from '../../adapters/store/audit.ts';
import type { TicketRow } from '../../adapters/store/tickets/rows.ts';
import { reopenTicketRow, withdrawTicketRow } from '../../adapters/store/tickets/work.ts';
import { runTicketsNow } from '../../adapters/tickets/run-now.ts';
import { applicationNow } from '../clock.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { inSession, type Session } from '../session.ts';
import { taskQueue } from '../task-queue.ts';
import { whoMayAsk } from './may-ask.ts';
import { namedTicket, TICKET_ARGUMENT } from './named-ticket.ts';
import { standsAt, ticketName } from './ticket-text.ts';

export function ticketsWithdraw(): Command {
  return new Command('withdraw')
    .description('take a ticket back: it is told so, and closed unless people have begun')
    .argument('<ticket>', TICKET_ARGUMENT)
    .requiredOption('--reason <text>', 'why; kept in the audit trail')
    .addHelpText('after', '\nExample:\n  $ quarterdeck tickets withdraw CHAN-17 --reason "Asked for twice"')
    .action(inSession(takeBack('withdraw')));
}

export function ticketsReopen(): Command {
  return new Command('reopen')
    .description('take back that a ticket was closed, unless people have moved it since')
    .argument('<ticket>', TICKET_ARGUMENT)
    .requiredOption('--reason <text>', 'why; kept in the audit trail')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck tickets reopen CHAN-17 --reason "The cause is unknown"',
    )
    .action(inSession(takeBack('reopen')));
}

const takeBack =
  (what: 'withdraw' | 'reopen') =>
  async (session: Session, said: string, { reason }: { reason: string }): Promise<void> => {
    const person = await whoMayAsk(session);
    const row = await session.db(async (tx) => {
      const row = await namedTicket(tx, said);
      const at = applicationNow().toISOString();
      const taken =
        what === 'withdraw'
          ? await withdrawTicketRow(tx, row.ticket, person.id, at)
          : await reopenTicketRow(tx, row.ticket, at);
      if (!taken) throw notNow(row, what);
      const action = what === 'withdraw' ? 'ticket.withdrawal_asked' : 'ticket.reopening_asked';
      await appendAudit(tx, row.case ?? row.ticket, {
        at,
        actor: person.id,
        action,
        ticket: row.ticket,
        key: row.key,
        reason,
      });
      return row;
    });
    const { terminal } = session;
    terminal.data({ ticket: row.ticket, key: row.key });
    terminal.say(
      `${ticketName(row)}: ${what === 'withdraw' ? 'is withdrawn' : 'is reopened'} now; see: quarterdeck tickets list --all`,
    );
    const { client } = await session.temporal();
    if (!(await runTicketsNow({ client, taskQueue: taskQueue(session) })))
      terminal.note('Temporal has not taken it yet; it is done within a minute of its return.');
  };

function notNow(row: TicketRow, what: 'withdraw' | 'reopen'): CliFailure {
  const title =
    what === 'withdraw'
      ? `There is nothing to take back of ${ticketName(row)}: ${standsAt(row)}.`
      : `${ticketName(row)} was not closed by Quarterdeck, or that was taken back already: ${standsAt(row)}.`;
  return new CliFailure({
    exit: EXIT.stale,
    code: 'nothing_to_take_back',
    title,
    fix: 'List them: quarterdeck tickets list --all',
  });
}
