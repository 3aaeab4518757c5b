import { exact, minorText, toMinor } from '../exact.ts';
import type { Books, Item } from './books.ts';
import type { CapScope, IncentiveProgram } from './program.ts';
import type { TraceStep } from './trace.ts';

/** How much of a wished amount (minor units) the caps leave, applied in the order of the program. */
export function capped(
  books: Books,
  item: Item,
  wished: bigint,
): { minor: bigint; steps: TraceStep[]; caps: string[] } {
  const { program, request } = item;
  const { currency } = program;
  const steps: TraceStep[] = [];
  const caps: string[] = [];
  let minor = wished;
  for (const { per, amount } of program.caps) {
    const limit = per === 'request' ? request?.approved : amount?.amount;
    if (limit === undefined) continue;
    const room = toMinor(exact(limit), currency) - used(books, item, per);
    const left = room > 0n ? room : 0n;
    if (minor <= left) continue;
    const arithmetic = `${minorText(minor, currency)} ${currency}, of ${limit} per ${per} ${minorText(left, currency)} are left`;
    steps.push({ does: 'cap', arithmetic, result: `${minorText(left, currency)} ${currency}` });
    caps.push(`cap per ${per}`);
    minor = left;
  }
  return { minor, steps, caps };
}

/** Counts an amount for every cap, also for those that only a later version has. */
export function count(books: Books, item: Item, minor: bigint): void {
  for (const key of Object.values(keysOf(item)))
    if (key !== null) books.used.set(key, (books.used.get(key) ?? 0n) + minor);
}

/** The budget in minor units; null: the program has none. */
export const wholeBudget = ({ budget, currency }: IncentiveProgram): bigint | null =>
  budget && toMinor(exact(budget.amount), currency);

/** What is left of the budget, in minor units; null: the program has none. */
export function budgetLeft(books: Books, program: IncentiveProgram): bigint | null {
  const whole = wholeBudget(program);
  return whole === null ? null : whole - (books.used.get(PROGRAM) ?? 0n);
}

const PROGRAM = 'program';

function used(books: Books, item: Item, per: CapScope): bigint {
  return books.used.get(keysOf(item)[per] ?? '') ?? 0n;
}

const keysOf = ({ line, claim, partner, period, request }: Item): Record<CapScope, string | null> => ({
  line: `line ${line}`,
  request: request === null ? null : `request ${request.record}`,
  claim: `claim ${claim}`,
  period: `period ${period} of ${partner}`,
  partner: `partner ${partner}`,
  program: PROGRAM,
});
