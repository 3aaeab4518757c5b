import { Command } from 'commander';
import { needActingPerson } from '../../actor.ts';
import { several } from '../../arguments.ts';
import { stateText } from '../../cases/case-text.ts';
import { CASE_ARGUMENT, findCase } from '../../cases/find-case.ts';
import { CliFailure, EXIT, usage } from '../../failure.ts';
import { refusalFailure } from '../../refusal.ts';
import { inSession, type Session } from '../../session.ts';

interface Options {
  set?: string[];
  note?: string;
}

export function dealsAnswer(): Command {
  return new Command('answer')
    .description('enter what an asked partner told you; an e-mail goes in with cases submit')
    .argument('<case>', CASE_ARGUMENT)
    .option('--set <field=value>', 'a missing field, may be given several times', several)
    .option('--note <text>', 'an answer in words, for the reviewer')
    .addHelpText(
      'after',
      `
Example:
  $ quarterdeck deals answer deal:impartner:101 \\
      --set primary_contact_email=it@acme.example`,
    )
    .action(inSession(answer));
}

async function answer(session: Session, said: string, { set = [], note }: Options): Promise<void> {
  const person = await needActingPerson(session);
  const fields = Object.fromEntries(set.map(pair));
  const row = await session.db((tx) => findCase(tx, said));
  if (row.status !== 'waiting_for_partner') {
    throw new CliFailure({
      exit: EXIT.stale,
      code: 'not_asked',
      title: `The partner is not being asked in ${row.case}: it ${stateText(row)}.`,
      fix: `Where it stands: quarterdeck cases why ${row.case}`,
      case: row.case,
    });
  }
  const [{ openIntake }, { answerDeal, answerEntered }, { byHandDeps, signedByHand }] = await Promise.all([
    import('../../intake.ts'),
    import('../../../activities/deal/answer.ts'),
    import('../by-hand.ts'),
  ]);
  const heard = { fields, note: note ?? null, by: person.id };
  const token = await signedByHand(session, person, answerEntered(row.case, heard));
  const deps = { ...(await openIntake(session)), ...byHandDeps(session) };
  const taken = await answerDeal(deps, row, { ...heard, token });
  if ('message' in taken) throw refusalFailure(taken, { case: row.case });
  if ('faults' in taken) {
    const [{ title, fix, field }] = taken.faults;
    throw usage(title, fix, field ?? undefined);
  }
  const { terminal } = session;
  terminal.data(taken);
  terminal.say(`Taken as revision ${taken.revision}: quarterdeck cases why ${taken.case}`);
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw usage(`"${text}" is no field with its value.`, 'Write --set field=value.', 'set');
}
