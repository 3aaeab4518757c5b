import { noBooks, readOn, versionsOf } from '../../adapters/store/accounts/program-books.ts';
import { versionsInForce } from '../../adapters/store/incentive-programs.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { type Expected, expectedOf } from '../../domain/incentives/expected.ts';
import { versionOn } from '../../domain/incentives/versions.ts';

/** What a program owes on a day: earned and expected, never mixed. */
export type ProgramExpected = Expected & {
  program: string;
  /** Claims that wait for room in the budget. They are neither earned nor expected. */
  waiting: string[];
};

/** The liability of programs on a day, computed from their events. @param day in the programs' zones */
export async function expectedOn(
  tx: Tx,
  root: TrustRoot,
  programs: readonly string[],
  day: string,
): Promise<ProgramExpected[]> {
  const all: ProgramExpected[] = [];
  for (const program of programs) {
    const books = noBooks(program);
    const booked = await readOn(tx, root, books, day);
    const versions = await versionsOf(tx, books, await versionsInForce(tx, root, program));
    const version = versionOn(versions, day) ?? versions[0];
    if (!version) continue;
    const lines = booked.flatMap((one) => one.lines);
    const waiting = books.open.waiting.map(({ claim }) => claim.claim);
    all.push({ program, ...expectedOf({ books: books.open.books, lines }, version, day), waiting });
  }
  return all;
}

/** `volume: 1200.00 EUR earned; 600.00 more expected (expected value), 1800.00 in all. 1 claim waits for room in the budget.` */
export function expectedText({
  program,
  earned,
  estimate,
  expected,
  method,
  waiting: { length: waits },
}: ProgramExpected): string {
  const by = method.replace('_', ' ');
  const { currency } = earned;
  const queue =
    waits === 0 ? '' : ` ${waits} ${waits === 1 ? 'claim waits' : 'claims wait'} for room in the budget.`;
  return `${program}: ${earned.amount} ${currency} earned; ${estimate.amount} more expected (${by}), ${expected.amount} in all.${queue}`;
}
