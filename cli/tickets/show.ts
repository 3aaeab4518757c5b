import { Command } from 'commander';
import { actingPerson } from '../actor.ts';
import { noCase } from '../cases/find-case.ts';
import { applicationNow } from '../clock.ts';
import { fields, wrap } from '../layout.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';
import { namedTicket, TICKET_ARGUMENT } from './named-ticket.ts';
import { DECIDES_NOTHING, standsAt, ticketLines, withComments } from './ticket-text.ts';

export function ticketsShow(): Command {
  return new Command('show')
    .description('show one ticket: what it is about, where it stands, what people said')
    .argument('<ticket>', TICKET_ARGUMENT)
    .addHelpText('after', '\nExample:\n  $ quarterdeck tickets show CHAN-17')
    .action(inSession(show));
}

async function show(session: Session, said: string): Promise<void> {
  const person = await actingPerson(session);
  // Tickets are our own people's; to a partner there is none.
  if (person?.role === 'partner') throw noCase(said);
  const row = await session.db(async (tx) => {
    const [told] = await withComments(tx, [await namedTicket(tx, said)]);
    return told;
  });
  if (!row) return;
  const { terminal } = session;
  terminal.data(row);
  const zone = readerZone(person);
  const now = applicationNow().toISOString();
  const time = (at: string | null) => at && clockTime(at, now, zone);
  terminal.say(terminal.paint('bold', standsAt(row)));
  terminal.say(
    fields(
      [
        ['about', row.case ?? `dead letter ${row.about}`],
        ['id', row.ticket],
        ['asked for', `${time(row.askedAt)}, by ${row.askedBy}`],
        ['opened', time(row.openedAt)],
        ['settled', row.settled],
        ['finished with', time(row.closedAt)],
        ['note', DECIDES_NOTHING],
      ],
      terminal.width,
    ),
  );
  for (const line of ticketLines([row], (at) => clockTime(at, now, zone)).slice(1))
    terminal.say(wrap(line, terminal.width, '  '));
}
