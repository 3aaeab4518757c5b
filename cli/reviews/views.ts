import { Command } from 'commander';
import { reviewViews, viewLink } from '../../domain/review-views.ts';
import { actingPerson } from '../actor.ts';
import { wrap } from '../layout.ts';
import { inSession, needed, type Session } from '../session.ts';
import { temporalTarget } from './temporal-target.ts';

export function reviewsViews(): Command {
  return new Command('views')
    .description('links that keep Mine, Overdue and In doubt as saved views in the Temporal UI')
    .addHelpText('after', '\nExample:\n  $ quarterdeck reviews views')
    .action(inSession(views));
}

async function views(session: Session): Promise<void> {
  needed('DATABASE_URL');
  const person = await actingPerson(session);
  const { namespace } = temporalTarget(session.env);
  const ui = session.env.QUARTERDECK_TEMPORAL_UI?.replace(/\/$/, '');
  const shown = reviewViews(person?.id ?? null).map((view) => ({
    ...view,
    link: ui ? viewLink(view, ui, namespace) : null,
  }));
  const { terminal } = session;
  terminal.data(shown);
  const how = ui
    ? 'Open each link once: the browser keeps it under Saved Views, beside the list of workflows.'
    : 'Enter each query in the list of workflows of your Temporal UI and save it. Links need QUARTERDECK_TEMPORAL_UI.';
  terminal.say(wrap(how, terminal.width));
  for (const { name, query, link } of shown)
    terminal.say(`\n${terminal.paint('bold', name)}\n  ${query}${link ? `\n  ${link}` : ''}`);
  if (!person)
    terminal.note(
      'Nobody is named, so there is no view Mine: set QUARTERDECK_PERSON, or in development --as.',
    );
}
