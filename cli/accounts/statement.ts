import { Command } from 'commander';
import { type BookedLine, linesOfStatement } from '../../adapters/store/accounts/booked-lines.ts';
import { rollForward } from '../../adapters/store/accounts/roll.ts';
import { oneSnapshot } from '../../adapters/store/pool.ts';
import type { RollShown } from '../../domain/accounts/roll.ts';
import { showRoll } from '../../domain/accounts/show-roll.ts';
import type { Expected } from '../../domain/incentives/expected.ts';
import { addMoney, type Money, roundMoney } from '../../domain/money.ts';
import { trustRoot } from '../authority.ts';
import { wrap } from '../layout.ts';
import { inSession, type Session } from '../session.ts';
import { expectedOn } from './expected.ts';
import { forgedAmong, refuseForged } from './proved.ts';
import { rollColumns } from './roll-table.ts';
import { type Days, period, today } from './span.ts';

export function accountsStatement(): Command {
  return new Command('statement')
    .description('what a partner has earned, line by line, and what is owed; what is expected stands apart')
    .argument('<partner>', "the partner's id in the PRM")
    .option(
      '--period <period>',
      'booked in 2026-Q3, 2026-10 or 2026-10-05..2026-10-09; default: until today',
      period,
    )
    .addHelpText('after', '\nExample:\n  $ quarterdeck accounts statement 7001 --period 2026-Q1')
    .action(inSession(statement));
}

async function statement(session: Session, partner: string, options: { period?: Days }): Promise<void> {
  const days = options.period ?? { from: '1900-01-01', to: today() };
  const { forged, ...found } = await session.db(async (tx) => {
    await oneSnapshot(tx);
    const span = { ...days, partner };
    const balances = await rollForward(tx, span);
    const programs = [...new Set(balances.map(({ program }) => program))];
    const all = await expectedOn(tx, await trustRoot(session, tx), programs, days.to);
    const own = all.flatMap(({ program, parts }) =>
      parts.filter((part) => part.partner === partner).map((part) => ({ program, ...part })),
    );
    const rows = { balances: balances.map(showRoll), lines: await linesOfStatement(tx, span) };
    return { ...rows, expected: own, forged: await forgedAmong(session, tx, programs) };
  });
  show(session, partner, days, found);
  refuseForged(forged);
}

interface Statement {
  balances: RollShown[];
  lines: BookedLine[];
  /** Estimates of the partner, which are not earned. */
  expected: ({ program: string } & Expected['parts'][number])[];
}

function show(
  { terminal }: Session,
  partner: string,
  days: Days,
  { balances, lines, expected }: Statement,
): void {
  const claims = claimsOf(lines);
  if (terminal.json) {
    terminal.data({ partner, ...days, balances, claims, lines, expected });
    return;
  }
  if (balances.length === 0) {
    terminal.say(`Nothing was booked for partner ${partner} until ${days.to}.`);
    return;
  }
  terminal.list(balances, rollColumns(balances), '');
  terminal.say();
  terminal.list(
    lines,
    [
      { head: 'BOOKED', value: ({ bookedOn }) => bookedOn },
      { head: 'PROGRAM', value: ({ program }) => program, least: 10 },
      { head: 'CLAIM', value: ({ claim }) => claim, least: 10, lines: 3 },
      { head: 'LINE', value: ({ line }) => line, least: 8, lines: 3 },
      { head: 'WHAT', value: ({ kind }) => kind.replace('_', ' ') },
      { head: 'AMOUNT', value: ({ amount }) => `${amount.amount} ${amount.currency}`, align: 'right' },
      {
        head: 'MAY BE PAID FROM',
        value: ({ heldUntil, onHold }) => (heldUntil !== null && onHold ? 'on hold' : heldUntil),
      },
      { head: 'ID', value: ({ id }) => id, below: true },
    ],
    'Nothing was booked in this period.',
  );
  terminal.say();
  for (const { claim, program, amount } of claims)
    terminal.say(wrap(`Claim ${claim}, ${program}: ${amount.amount} ${amount.currency}.`, terminal.width));
  for (const text of earnedTexts(balances, expected)) terminal.say(wrap(text, terminal.width));
  for (const { program, rule, period: of, estimate } of expected)
    terminal.say(
      wrap(
        `Expected beside it, not earned: ${estimate.amount} ${estimate.currency} by ${program}, ${rule}, ${of}.`,
        terminal.width,
      ),
    );
}

/** What each claim comes to in the period: earned, less what was taken back. */
function claimsOf(lines: readonly BookedLine[]): { claim: string; program: string; amount: Money }[] {
  return [...Map.groupBy(lines, ({ claim, program }) => `${program} ${claim}`).values()].flatMap((own) => {
    const [first] = own;
    return first
      ? [
          {
            claim: first.claim,
            program: first.program,
            amount: own.map(({ amount }) => amount).reduce(addMoney),
          },
        ]
      : [];
  });
}

/** The two amounts of a statement, by currency, which are never mixed: what is owed for what has happened, and what is to be expected beside it. */
function earnedTexts(balances: readonly RollShown[], expected: readonly { estimate: Money }[]): string[] {
  const sum = (some: readonly Money[], currency: string) =>
    some.filter((one) => one.currency === currency).reduce(addMoney, roundMoney({ amount: '0', currency }));
  return [...new Set(balances.map(({ currency }) => currency))].map((currency) => {
    const owed = sum(
      balances.map(({ closing }) => closing),
      currency,
    );
    const more = sum(
      expected.map(({ estimate }) => estimate),
      currency,
    );
    return `Earned and not paid: ${owed.amount} ${currency}. Expected beside it: ${more.amount} ${currency}.`;
  });
}
