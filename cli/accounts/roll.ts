import { Command } from 'commander';
import { rollForward } from '../../adapters/store/accounts/roll.ts';
import { oneSnapshot } from '../../adapters/store/pool.ts';
import { outBy } from '../../domain/accounts/roll.ts';
import { showRoll } from '../../domain/accounts/show-roll.ts';
import { trustRoot } from '../authority.ts';
import { CliFailure, EXIT, usage } from '../failure.ts';
import { wrap } from '../layout.ts';
import { inSession, type Session } from '../session.ts';
import { expectedOn, expectedText } from './expected.ts';
import { forgedAmong, refuseForged } from './proved.ts';
import { rollColumns } from './roll-table.ts';
import { day, monthOf, today } from './span.ts';

interface RollOptions {
  asOf?: string;
  from?: string;
  program?: string;
  partner?: string;
}

export function accountsRoll(): Command {
  return new Command('roll')
    .description(
      'prove what is owed on a day: opening + earned - reversed - paid + exchange = closing; exit 3 when it does not add up',
    )
    .option('--as-of <day>', 'the last day that counts, in the zone of each program; default: today', day)
    .option('--from <day>', 'the first day; default: that of the month', day)
    .option('--program <program>', 'only this one')
    .option('--partner <partner>', "only this partner's, by its id in the PRM")
    .addHelpText('after', '\nExample:\n  $ quarterdeck accounts roll --as-of 2026-03-31 --from 2026-01-01')
    .action(inSession(roll));
}

async function roll(session: Session, { asOf, from: begin, program, partner }: RollOptions): Promise<void> {
  const to = asOf ?? today();
  const from = begin ?? monthOf(to);
  if (from > to)
    throw usage('The first day is after the last.', 'Give --from a day that is not after --as-of.');
  const { rows, expected, forged } = await session.db(async (tx) => {
    await oneSnapshot(tx);
    const found = await rollForward(tx, { from, to, program, partner });
    const programs = [...new Set(found.map((row) => row.program))];
    // What partners together may expect is one figure of the program: it is no sum over partners.
    const owed =
      partner === undefined ? await expectedOn(tx, await trustRoot(session, tx), programs, to) : [];
    return { rows: found, expected: owed, forged: await forgedAmong(session, tx, programs) };
  });
  const { terminal } = session;
  const shown = rows.map(showRoll);
  if (terminal.json) terminal.data({ from, to, rows: shown, expected });
  else {
    terminal.list(shown, rollColumns(shown), emptyText(to, program, partner));
    if (expected.length > 0) terminal.say();
    for (const one of expected) terminal.say(wrap(expectedText(one), terminal.width));
  }
  const wrong = rows.filter((row) => outBy(row) !== 0n);
  if (wrong.length === 0) return refuseForged(forged);
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'accounts_out',
    title: `${wrong.length} of ${rows.length} rows do not add up: ${wrong.map((row) => `${row.program} ${row.partner}`).join(', ')}.`,
    fix: 'Somebody has written to the accounts past the worker; quarterdeck audit verify names the entries.',
  });
}

function emptyText(to: string, program: string | undefined, partner: string | undefined): string {
  const only = [program && `program ${program}`, partner && `partner ${partner}`]
    .filter(Boolean)
    .join(' and ');
  return only === '' ? `Nothing was booked until ${to}.` : `Nothing was booked until ${to} for ${only}.`;
}
