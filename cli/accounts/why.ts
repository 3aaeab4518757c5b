import { Command } from 'commander';
import { type BookedLine, linesNamed } from '../../adapters/store/accounts/booked-lines.ts';
import { standingOfEvent } from '../../adapters/store/accounts/standings.ts';
import { oneSnapshot } from '../../adapters/store/pool.ts';
import { plainWords } from '../../domain/incentives/trace.ts';
import { addMoney } from '../../domain/money.ts';
import { notFound } from '../failure.ts';
import { wrap } from '../layout.ts';
import { inSession, type Session } from '../session.ts';
import { paidFromText } from './paid-from-text.ts';
import { forgedAmong, refuseForged } from './proved.ts';

export function accountsWhy(): Command {
  return new Command('why')
    .description('how an amount came about: rule, inputs, arithmetic, rounding, and what corrected it')
    .argument('<line>', 'a line of a statement by its id, or a line of a claim; an event that waits')
    .addHelpText('after', '\nExample:\n  $ quarterdeck accounts why OLI-1')
    .action(inSession(why));
}

async function why(session: Session, name: string): Promise<void> {
  const { terminal } = session;
  const { lines, standing, forged } = await session.db(async (tx) => {
    await oneSnapshot(tx);
    const found = { lines: await linesNamed(tx, name), standing: await standingOfEvent(tx, name) };
    const programs = [...found.lines, ...(found.standing ? [found.standing] : [])].map(
      ({ program }) => program,
    );
    return { ...found, forged: await forgedAmong(session, tx, programs) };
  });
  if (lines.length === 0 && !standing)
    throw notFound(
      `Nothing was booked under ${name}.`,
      'Name a line of: quarterdeck accounts statement PARTNER',
    );
  terminal.data({ lines, standing: standing ?? null });
  if (standing) terminal.say(wrap(standingText(standing), terminal.width));
  for (const line of lines) {
    terminal.say(terminal.paint('bold', wrap(headOf(line), terminal.width)));
    for (const sentence of plainWords(line.trace)) terminal.say(wrap(sentence, terminal.width, '  '));
  }
  const [first, ...others] = lines;
  if (first && others.length > 0) {
    const { amount, currency } = others.map((one) => one.amount).reduce(addMoney, first.amount);
    terminal.say(`What stands of it: ${amount} ${currency}.`);
  }
  refuseForged(forged);
}

function headOf(line: BookedLine): string {
  const { person, amount, kind, bookedOn, partner, claim, case: of } = line;
  const paid = paidFromText(line);
  const from = of === null ? '' : `, case ${of}`;
  return `${amount.amount} ${amount.currency}, ${kind.replace('_', ' ')}, booked ${bookedOn} for ${person === null ? '' : 'a person at '}${partner}${paid} (claim ${claim}${from})`;
}

function standingText({
  event,
  standing,
  why: reason,
}: {
  event: string;
  standing: string;
  why: string | null;
}): string {
  const words = { booked: 'is booked', waits: 'waits', nothing: 'has booked nothing' }[standing];
  return `${event} ${words}${reason === null ? '' : `: ${reason}`}.`;
}
