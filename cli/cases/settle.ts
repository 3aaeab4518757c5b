import { Command } from 'commander';
import { settleLetter } from '../../adapters/store/dead-letters.ts';
import { SubjectErased } from '../../adapters/store/seal.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { needActingPerson, refusePartner } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { usage } from '../failure.ts';
import { inSession, needed, type Session } from '../session.ts';
import { erasedLetter, findLetter } from './letters.ts';

export function casesSettle(): Command {
  return new Command('settle')
    .description('note that nothing more is to be done about a dead letter')
    .argument('<ids...>', 'dead letters, or the beginnings of their ids')
    .requiredOption('--reason <text>', 'why; it is kept with the letter')
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck cases settle 01996d5e-7f0a --reason "sent again" --as olga`,
    )
    .action(inSession(settle));
}

const MOST_REASON = 1_000;

async function settle(session: Session, said: string[], { reason }: { reason: string }): Promise<void> {
  const why = reason.trim();
  if (why === '' || why.length > MOST_REASON)
    throw usage('The reason is empty or too long.', `Write at most ${MOST_REASON} characters.`, 'reason');
  const person = await needActingPerson(session);
  refusePartner(person, 'Dead letters are');
  const vault = openVault(needed('QUARTERDECK_MASTER_KEY'));
  const letters = await Promise.all(said.map((one) => findLetter(session, one)));
  const done: { deadLetter: string; settled: boolean }[] = [];
  for (const { id } of letters) {
    try {
      const settled = await session.db((tx) =>
        settleLetter(tx, vault, id, { by: person.id, reason: why, at: applicationNow() }),
      );
      done.push({ deadLetter: id, settled });
      session.terminal.say(settled ? `${id}: settled.` : `${id} did not wait any more.`);
    } catch (error) {
      if (error instanceof SubjectErased) throw erasedLetter(id, 'It goes with the others after 90 days.');
      throw error;
    }
  }
  session.terminal.data(done);
}
