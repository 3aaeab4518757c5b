import { join } from 'node:path';
import { Command } from 'commander';
import { loadCatalogues } from '../../../adapters/notify/catalogue.ts';
import { whyDeal } from '../../../domain/deal/why.ts';
import { whyForPartner } from '../../../domain/deal/why-partner.ts';
import { actingPerson } from '../../actor.ts';
import { instant } from '../../arguments.ts';
import { applicationNow } from '../../clock.ts';
import { CASE_ARGUMENT, findCase, noCase } from '../../find-case.ts';
import { peopleById } from '../../people.ts';
import { policyFolder, readerCalendar } from '../../policy.ts';
import { inSession, type Session } from '../../session.ts';
import { partnerWhyText, whyText } from '../../why-text.ts';
import { appealWords } from '../appeal-words.ts';
import { dealStanding } from '../deal-standing.ts';

interface Options {
  partnerView?: true;
  at?: string;
}

export function dealsWhy(): Command {
  return new Command('why')
    .description('say where a registration stands, why, and what can be done about it')
    .argument('<case>', CASE_ARGUMENT)
    .option('--partner-view', 'only what its partner may know')
    .option('--at <instant>', 'as seen at this time (default: now)', instant)
    .addHelpText('after', '\nExample:\n  $ quarterdeck deals why deal:impartner:101')
    .action(inSession(why));
}

async function why(session: Session, said: string, { partnerView, at }: Options): Promise<void> {
  const person = await actingPerson(session);
  const now = at ?? applicationNow().toISOString();
  const { row, standing, people, appeal } = await session.db(async (tx) => {
    const row = await findCase(tx, said);
    // To somebody of another partner the case does not exist.
    if (person?.role === 'partner' && person.partnerId !== row.partnerId) throw noCase(said);
    const appeal = await appealWords(tx, session.env, row.case);
    return { row, appeal, standing: await dealStanding(tx, row, now), people: await peopleById(tx) };
  });
  const { en } = await loadCatalogues(join(policyFolder(), 'messages'));
  const { terminal } = session;
  const { zone } = readerCalendar(person);
  const head = { case: row.case, customer: row.summary.customer_name ?? null };
  // People of a partner never see more than their own view, whatever they ask for.
  if (partnerView || person?.role === 'partner') {
    const seen = whyForPartner(standing);
    const words = seen.reason && { reason: en.reasons[seen.reason], step: en.steps[seen.reason] };
    terminal.data({ ...head, ...seen, ...words });
    return terminal.say(partnerWhyText(head, seen, en, { now, zone, width: terminal.width }));
  }
  const seen = whyDeal(standing, en.steps);
  terminal.data({ ...head, status: row.status, outcome: row.outcome, ...seen, appeal });
  terminal.say(
    whyText(terminal.paint('bold', row.case), { ...seen, appeal }, people, {
      now,
      zone,
      width: terminal.width,
    }),
  );
}
