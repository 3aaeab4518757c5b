import { linesOfEvent } from '../../adapters/store/accounts/booked-lines.ts';
import { statement } from '../../adapters/store/statement.ts';
import { addMoney, type Money } from '../../domain/money.ts';
import type { ActivityDeps } from '../index.ts';

/** What events have taken back from a partner, above 0; null: nothing. */
export type BookedBack = Money | null;

/** What refunds have taken back, with the true-ups that followed. @param events of one program */
export async function bookedBack(
  { store }: Pick<ActivityDeps, 'store'>,
  events: readonly string[],
): Promise<BookedBack> {
  const db = statement(store);
  const lines = (await Promise.all(events.map((event) => linesOfEvent(db, event)))).flat();
  const [first, ...more] = lines.map(({ amount }) => amount);
  if (!first) return null;
  const { amount, currency } = more.reduce(addMoney, first);
  return { amount: amount.replace(/^-/, ''), currency };
}
