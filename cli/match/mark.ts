import { Command } from 'commander';
import { putMark } from '../../adapters/store/match-marks.ts';
import type { MarkedAs } from '../../domain/match/marks.ts';
import { needActingPerson } from '../actor.ts';
import { changeAsSigner } from '../authority.ts';
import { usage } from '../failure.ts';
import { inSession, type Session } from '../session.ts';
import { needRecord, RECORD_ARGUMENT } from './named-record.ts';

const SAYS: Record<MarkedAs, string> = {
  same: 'mark two records as one customer, for good; signed',
  different: 'mark two records as never one customer; signed',
  open: 'take back what was said about two records; signed',
};
const DONE: Record<MarkedAs, string> = {
  same: 'are one customer',
  different: 'are never one customer',
  open: 'are open again: the model decides',
};

/** Who may override a decision on a deal may say so; every later look at a registration goes by it. */
export function matchMark(is: MarkedAs): Command {
  return new Command(is)
    .description(SAYS[is])
    .argument('<a>', RECORD_ARGUMENT)
    .argument('<b>', 'the other one')
    .requiredOption('--reason <text>', 'why; kept with it and in the audit trail')
    .addHelpText(
      'after',
      `\nExample:\n  $ quarterdeck match ${is} crm:Account/1 crm:Account/2 --reason "Register"`,
    )
    .action(inSession((session, a: string, b: string, { reason }) => mark(session, is, [a, b], reason)));
}

async function mark(
  session: Session,
  is: MarkedAs,
  said: readonly [string, string],
  reason: string,
): Promise<void> {
  const person = await needActingPerson(session);
  if (reason.trim() === '') throw usage('The reason is empty.', 'Say why with --reason "…".', 'reason');
  const [a, b] = await session.db((tx) => Promise.all([needRecord(tx, said[0]), needRecord(tx, said[1])]));
  const records = [a.record.record, b.record.record] as const;
  if (records[0] === records[1]) throw usage('Both are one record.', 'Name two.', 'b');
  const made = await changeAsSigner(session, person, (tx, signer) =>
    putMark(tx, signer, { records, is, reason }),
  );
  const { terminal } = session;
  terminal.data(made);
  terminal.say(`${a.record.name} (${records[0]}) and ${b.record.name} (${records[1]}) ${DONE[is]}.`);
  terminal.say('Registrations are compared by it from their next look on.');
}
