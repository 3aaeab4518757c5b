import { Command } from 'commander';
import { v7 as uuidv7 } from 'uuid';
import { addDelegation } from '../../adapters/store/authority.ts';
import { needActingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { changeAsSigner } from '../authority.ts';
import { applicationNow } from '../clock.ts';
import { usage } from '../failure.ts';
import { findPerson, peopleById } from '../people.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';
import { delegateRevoke } from './delegate-revoke.ts';

interface Options {
  from?: string;
  until?: string;
}

export function reviewsDelegate(): Command {
  return (
    new Command('delegate')
      .description('let somebody decide in your place for a while')
      .addCommand(delegateRevoke())
      .argument('<person>', 'who decides in your place')
      // Not a required option: commander would ask for it under `revoke` too.
      .option('--until <instant>', 'when it ends; always needed', instant)
      .option('--from <instant>', 'when it begins (default: now)', instant)
      .addHelpText(
        'after',
        `
Examples:
  $ quarterdeck reviews delegate olga --until 2026-12-04T17:00:00+01:00
  $ quarterdeck reviews delegate revoke olga --yes --reason "Back early"`,
      )
      .action(inSession(delegate))
  );
}

async function delegate(session: Session, said: string, options: Options): Promise<void> {
  const person = await needActingPerson(session);
  const to = findPerson(await session.db(peopleById), said);
  const now = applicationNow().toISOString();
  const { from: startsAt = now, until: endsAt } = options;
  if (!endsAt) throw usage('It is not said when it ends.', 'Add --until INSTANT, with its zone.', 'until');
  const delegation = { id: uuidv7(), from: person.id, to: to.id, startsAt, endsAt };
  try {
    await changeAsSigner(session, person, (tx, signer) => addDelegation(tx, signer, delegation));
  } catch (error) {
    if (error instanceof RangeError) throw usage(`${error.message}.`, 'See --help for an example.');
    throw error;
  }
  const { terminal } = session;
  terminal.data(delegation);
  const window = `${clockTime(startsAt, now, person.zone)} to ${clockTime(endsAt, now, person.zone)}`;
  terminal.say(`${to.name} decides in place of ${person.name}, ${window}.`);
}
