import { Command } from 'commander';
import { v7 as uuidv7 } from 'uuid';
import { addDelegation } from '../../adapters/store/authority.ts';
import { needActingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { usage } from '../failure.ts';
import { findPerson, peopleById } from '../people.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';

interface Options {
  from?: string;
  until: string;
}

export function reviewsDelegate(): Command {
  return new Command('delegate')
    .description('let somebody decide in your place for a while')
    .argument('<person>', 'who decides in your place')
    .requiredOption('--until <instant>', 'when it ends', instant)
    .option('--from <instant>', 'when it begins (default: now)', instant)
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck reviews delegate olga --until 2026-12-04T17:00:00+01:00',
    )
    .action(inSession(delegate));
}

async function delegate(session: Session, said: string, options: Options): Promise<void> {
  const person = await needActingPerson(session);
  const to = findPerson(await session.db(peopleById), said);
  const now = new Date().toISOString();
  const startsAt = options.from ?? now;
  const delegation = { id: uuidv7(), from: person.id, to: to.id, startsAt, endsAt: options.until };
  try {
    await session.db((tx) => addDelegation(tx, { ...delegation, createdBy: person.id }));
  } catch (error) {
    if (error instanceof RangeError) throw usage(`${error.message}.`, 'See --help for an example.');
    throw error;
  }
  const { terminal } = session;
  terminal.data(delegation);
  const window = `${clockTime(startsAt, now, person.zone)} to ${clockTime(options.until, now, person.zone)}`;
  terminal.say(`${to.name} decides in place of ${person.name}, ${window}.`);
}
