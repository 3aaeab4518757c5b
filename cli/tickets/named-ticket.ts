import type { Tx } from '../../adapters/store/pool.ts';
import { type TicketRow, ticketsNamed } from '../../adapters/store/tickets/rows.ts';
import { notFound, usage } from '../failure.ts';

/** How every TICKET argument is described. */
export const TICKET_ARGUMENT = 'as its system calls it (CHAN-17), its id, or what it is about';

/** The ticket that somebody means. @throws CliFailure not found, or usage when several fit */
export async function namedTicket(tx: Tx, said: string): Promise<TicketRow> {
  const [row, ...others] = await ticketsNamed(tx, said.trim());
  if (row && others.length === 0) return row;
  if (row)
    throw usage(
      `"${said}" fits ${others.length + 1} tickets.`,
      'Name one as its system calls it, such as CHAN-17.',
      'ticket',
    );
  throw notFound(`There is no ticket "${said}".`, 'List them: quarterdeck tickets list --all');
}
