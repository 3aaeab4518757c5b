import { Command } from 'commander';
import { appealDeal, appealEntered } from '../../../activities/deal/appeal.ts';
import { needActingPerson } from '../../actor.ts';
import { CASE_ARGUMENT, findCase } from '../../cases/find-case.ts';
import { refusalFailure } from '../../refusal.ts';
import { inSession, type Session } from '../../session.ts';
import { byHandDeps, signedByHand } from '../by-hand.ts';

export function dealsAppeal(): Command {
  return new Command('appeal')
    .description('appeal a rejection, once: somebody else looks at it again')
    .argument('<case>', CASE_ARGUMENT)
    .requiredOption('--reason <text>', 'why; the reviewer reads it')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck deals appeal deal:impartner:101 --reason "We met them in May"',
    )
    .action(inSession(appeal));
}

async function appeal(session: Session, said: string, { reason }: { reason: string }): Promise<void> {
  const person = await needActingPerson(session);
  const row = await session.db((tx) => findCase(tx, said));
  const { openIntake } = await import('../../intake.ts');
  const deps = { ...(await openIntake(session)), ...byHandDeps(session) };
  const request = { case: row.case, by: person.id, reason };
  const token = await signedByHand(session, person, appealEntered(request));
  const answer = await appealDeal(deps, { ...request, token });
  if ('message' in answer) throw refusalFailure(answer, { case: row.case });
  const { terminal } = session;
  terminal.data({ case: answer.case, appealOf: row.case });
  terminal.say(`Appealed: ${answer.case}\nHow it goes: quarterdeck cases why ${answer.case}`);
}
