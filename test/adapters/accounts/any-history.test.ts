import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VendorFault } from '../../../adapters/ports/call.ts';
import { forgedBookings } from '../../../adapters/store/accounts/forged-bookings.ts';
import { rollForward } from '../../../adapters/store/accounts/roll.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { outBy } from '../../../domain/accounts/roll.ts';
import { calculate } from '../../../domain/incentives/calculate.ts';
import type { ClaimEvent } from '../../../domain/incentives/claim.ts';
import { histories } from '../../domain/incentives/arbitrary.ts';
import { openedDatabase } from '../store/database.ts';
import { booksWorld } from './books-world.ts';

const db = openedDatabase();
const world = booksWorld(db);

/** The same history under names of its own, so that many fit into one database. */
function named(event: ClaimEvent, name: string): ClaimEvent {
  const own = { ...event, event: `${name}/${event.event}` };
  if (own.kind === 'refund') return { ...own, line: `${name}-${own.line}` };
  if (own.kind === 'undo' || own.kind === 'hold') return { ...own, claim: `${name}-${own.claim}` };
  if (own.kind === 'release') return { ...own, hold: `${name}/${own.hold}` };
  if (own.kind === 'corrected') return own;
  const lines = own.claim.lines.map((line) => ({ ...line, line: `${name}-${line.line}` }));
  return { ...own, claim: { ...own.claim, claim: `${name}-${own.claim.claim}`, lines } };
}

const onDay = (index: number) => `2026-03-${String(1 + index).padStart(2, '0')}`;

test('whatever happens to whatever program: each entry balances, the roll holds on any day, and what is undone ends at zero', async () => {
  const workers = [world.worker(), world.worker()];
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      histories,
      fc.array(fc.nat({ max: 1 }), { minLength: 12, maxLength: 12 }),
      async (history, who) => {
        runs += 1;
        const name = `any-${runs}`;
        const program = { ...history.program, program: name, clawbackDays: history.program.clawbackDays };
        await world.force(program);
        const undo = history.claims.map(
          ({ claim }): ClaimEvent => ({ kind: 'undo', event: `last-${claim}`, claim }),
        );
        const events = [...history.events, ...undo].map((event) => named(event, name));
        const days = new Map<string, string>();
        const refused: ClaimEvent[] = [];
        for (const [index, event] of events.entries()) {
          world.at = `${onDay(index)}T12:00:00.000Z`;
          const port = workers[who[index % who.length] ?? 0] as (typeof workers)[number];
          try {
            await world.take(port, name, event);
            // An undo gets a name from its write.
            const taken = event.kind === 'undo' ? `${event.event}/undo` : event.event;
            if (!days.has(taken)) days.set(taken, onDay(index));
          } catch (error) {
            // The model passes over a second event of one name, the accounts refuse it unless it says the same.
            if (!(error instanceof VendorFault)) throw error;
            // What is larger than the whole budget never comes in.
            if (error.code === 'over_budget') refused.push(event);
            else if (error.code !== 'event_taken') throw error;
          }
        }
        await holds(name, program, events, refused);
      },
    ),
    { numRuns: 60 },
  );
  expect(await transact(db.app, (tx) => forgedBookings(tx, world.key))).toEqual([]);
}, 120_000);

/** The roll of the stored entries against sums of the model, on every day. */
async function holds(
  name: string,
  program: Parameters<typeof calculate>[0][number],
  events: ClaimEvent[],
  refused: ClaimEvent[],
): Promise<void> {
  const seen: ClaimEvent[] = [];
  for (const [index, event] of events.entries()) {
    if (!refused.includes(event))
      seen.push(event.kind === 'undo' ? { ...event, event: `${event.event}/undo` } : event);
    if (index % 3 !== 0 && index !== events.length - 1) continue;
    const rows = await transact(db.app, (tx) =>
      rollForward(tx, { from: onDay(index), to: onDay(index), program: name }),
    );
    expect(rows.map(outBy).filter((out) => out !== 0n)).toEqual([]);
    const { rows: own } = await db.admin.query<{ held: string }>(
      `select coalesce(-sum(p.minor), 0)::text as held from account_postings p join account_entries using (entry)
        where program = $1 and account = 'held' and booked_on <= $2`,
      [name, onDay(index)],
    );
    const heldByModel = calculate([program], seen).lines.reduce((sum, { held }) => sum + held, 0n);
    expect(BigInt(own[0]?.held ?? '0')).toBe(heldByModel);
    const sums = new Map<string, bigint>();
    for (const { payee, partner, toPerson, minor } of calculate([program], seen).lines) {
      const creditor = toPerson ? partner : payee;
      sums.set(creditor, (sums.get(creditor) ?? 0n) + minor);
    }
    const stored = new Map(rows.map((row) => [row.partner, row.closing]));
    for (const [creditor, sum] of sums)
      expect([creditor, stored.get(creditor) ?? 0n]).toEqual([creditor, sum]);
    if (index === events.length - 1)
      expect([...stored.values()].filter((closing) => closing !== 0n)).toEqual([]);
  }
}
