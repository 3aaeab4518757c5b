import { Command } from 'commander';
import { actingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { applicationNow } from '../clock.ts';
import { pagesOf } from '../lifecycles.ts';
import { peopleById } from '../people.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { CASE_ARGUMENT, findCase, noCase } from './find-case.ts';

interface Options {
  partnerView?: true;
  at?: string;
}

export function casesWhy(): Command {
  return new Command('why')
    .description('say where a case stands, why, and what can be done about it')
    .argument('<case>', CASE_ARGUMENT)
    .option('--partner-view', 'only what its partner may know')
    .option('--at <instant>', 'as seen at this time (default: now)', instant)
    .addHelpText('after', '\nExample:\n  $ quarterdeck cases why deal:impartner:101')
    .action(inSession(why));
}

async function why(session: Session, said: string, { partnerView, at }: Options): Promise<void> {
  const person = await actingPerson(session);
  const now = at ?? applicationNow().toISOString();
  const { row, pages, people } = await session.db(async (tx) => {
    const row = await findCase(tx, said);
    // To somebody of another partner the case does not exist.
    if (person?.role === 'partner' && person.partnerId !== row.partnerId) throw noCase(said);
    const { why } = await pagesOf(row.lifecycle);
    return { row, pages: await why(tx, { row, now, env: session.env }), people: await peopleById(tx) };
  });
  const { terminal } = session;
  const zone = readerZone(person);
  // People of a partner never see more than their own view, whatever they ask for.
  const forPartner = partnerView || person?.role === 'partner';
  const page = forPartner ? pages.partner : pages.colleagues;
  terminal.data(page.data);
  const title = forPartner ? row.case : terminal.paint('bold', row.case);
  terminal.say(page.text(title, { now, zone, width: terminal.width, people }));
}
