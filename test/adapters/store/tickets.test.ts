import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { insertCase } from '../../../adapters/store/cases.ts';
import { type Tx, transact } from '../../../adapters/store/pool.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { eraseSubject } from '../../../adapters/store/subjects.ts';
import { commentsOf, keepComment } from '../../../adapters/store/tickets/comments.ts';
import { getTicket, insertTicket, type TicketRow } from '../../../adapters/store/tickets/rows.ts';
import {
  addNote,
  hintedTickets,
  hintTicket,
  noteSaid,
  reopenTicketRow,
  ticketFailed,
  ticketFinished,
  ticketOpened,
  ticketSettled,
  ticketWork,
  tryTicketAgain,
  withdrawTicketRow,
} from '../../../adapters/store/tickets/work.ts';
import { ticketId } from '../../../domain/identity.ts';
import { aCase, openedDatabase } from './database.ts';

const db = openedDatabase();
const AT = '2026-11-27T12:00:00.000Z';
const NOW = new Date(AT);
const on = <T>(work: (tx: Tx) => Promise<T>) => transact(db.app, work);

/** A ticket that was asked for, about a write of a case of its own. */
async function asked(): Promise<TicketRow> {
  const about = `${randomUUID()}/prm-create/1`;
  const ticket = ticketId('effect', about);
  return on(async (tx) => {
    const row = aCase();
    await insertCase(tx, row);
    const of = { ticket, kind: 'effect', about, case: row.case, lifecycle: 'deal' } as const;
    const rest = { segment: 'a/b/c', opening: { title: 'x' }, askedBy: 'p-olga', askedAt: AT };
    expect(await insertTicket(tx, { ...of, ...rest })).toBe(true);
    expect(await insertTicket(tx, { ...of, ...rest, askedBy: 'policy' })).toBe(false);
    return (await getTicket(tx, ticket)) as TicketRow;
  });
}

const opened = async () => {
  const row = await asked();
  const vendorId = randomUUID();
  const first = { vendor: 'jira', vendorId, key: 'CHAN-1', at: AT };
  expect(await on((tx) => ticketOpened(tx, row.ticket, first))).toBe(true);
  expect(await on((tx) => ticketOpened(tx, row.ticket, { ...first, vendorId: 'another' }))).toBe(false);
  return (await getTicket(statement(db.app), row.ticket)) as TicketRow & { vendorId: string };
};

/** What is left to be written to a ticket; undefined for nothing. */
const work = async ({ ticket }: TicketRow, now = NOW, vendor = 'jira') =>
  (await ticketWork(statement(db.app), vendor, now, 1_000)).find((one) => one.ticket === ticket);

describe('what is left to be written to a ticket', () => {
  test('is its opening, then nothing until something is said or settled', async () => {
    const row = await asked();
    expect(await work(row)).toMatchObject({ vendorId: null, note: null, begun: false });
    expect(await work(await opened())).toBeUndefined();
  });

  test('is every note in its order, then the closing, then nothing', async () => {
    const row = await opened();
    await on(async (tx) => {
      await addNote(tx, row.ticket, 'first', AT);
      await addNote(tx, row.ticket, 'second', AT);
      expect(await ticketSettled(tx, row.ticket, 'done')).toBe(true);
      expect(await ticketSettled(tx, row.ticket, 'again')).toBe(false);
    });
    for (const [at, text] of ['first', 'second'].entries()) {
      expect((await work(row))?.note).toEqual({ number: at + 1, text });
      await on((tx) => noteSaid(tx, row.ticket, at + 1));
    }
    expect(await work(row)).toMatchObject({ note: null, settled: 'done' });
    expect(await on((tx) => ticketFinished(tx, row.ticket, AT))).toBe(true);
    expect(await on((tx) => ticketFinished(tx, row.ticket, AT))).toBe(false);
    expect(await work(row)).toBeUndefined();
  });

  test('is left for another vendor, and for later what failed', async () => {
    const row = await opened();
    await on((tx) => addNote(tx, row.ticket, 'x', AT));
    expect(await work(row, NOW, 'servicenow')).toBeUndefined();
    await on((tx) => ticketFailed(tx, row.ticket, 'no transition', new Date('2026-11-27T12:10:00Z')));
    expect(await work(row)).toBeUndefined();
    expect(await work(row, new Date('2026-11-27T12:10:00Z'))).toMatchObject({
      failures: 1,
      problem: 'no transition',
    });
    await on((tx) => tryTicketAgain(tx, row.ticket));
    expect(await work(row)).toBeDefined();
    await on((tx) => noteSaid(tx, row.ticket, 1));
    expect(await getTicket(statement(db.app), row.ticket)).toMatchObject({ failures: 0, problem: null });
  });

  test('is taken back once: a withdrawal while it is open, a closing once it is closed', async () => {
    const row = await opened();
    const reopen = () => on((tx) => reopenTicketRow(tx, row.ticket, AT));
    expect(await reopen()).toBe(false);
    await on((tx) => ticketSettled(tx, row.ticket, 'done'));
    await on((tx) => ticketFinished(tx, row.ticket, AT));
    expect(await on((tx) => withdrawTicketRow(tx, row.ticket, 'p-olga', AT))).toBe(false);
    expect(await reopen()).toBe(true);
    expect(await work(row)).toMatchObject({ reopenedAt: AT });
    await on((tx) => ticketFinished(tx, row.ticket, AT));
    expect(await reopen()).toBe(false);
    const other = await opened();
    expect(await on((tx) => withdrawTicketRow(tx, other.ticket, 'p-olga', AT))).toBe(true);
    expect(await on((tx) => withdrawTicketRow(tx, other.ticket, 'p-olga', AT))).toBe(false);
  });
});

test('a webhook marks our own ticket only', async () => {
  const row = await opened();
  expect(await on((tx) => hintTicket(tx, 'servicenow', row.vendorId))).toBe(false);
  expect(await on((tx) => hintTicket(tx, 'jira', randomUUID()))).toBe(false);
  expect(await on((tx) => hintTicket(tx, 'jira', row.vendorId))).toBe(true);
  expect(await hintedTickets(statement(db.app), 'jira', 1_000)).toContain(row.vendorId);
});

describe('what people say on a ticket', () => {
  const said = (text: string, id = randomUUID()) => ({ id, at: AT, by: 'Ana Costa', text, ours: false });

  test('is kept once, as it was first read, sealed, and opened for whoever looks', async () => {
    const row = await opened();
    const comment = said('Ask Bo.');
    expect(await on((tx) => keepComment(tx, db.vault, row.ticket, comment))).toMatch(/^[0-9a-f]{64}$/);
    expect(
      await on((tx) => keepComment(tx, db.vault, row.ticket, { ...comment, text: 'Edited.' })),
    ).toBeNull();
    expect(await on((tx) => commentsOf(tx, db.vault, [row.ticket]))).toEqual([
      { ticket: row.ticket, at: AT, by: 'Ana Costa', text: 'Ask Bo.' },
    ]);
    const { rows } = await db.admin.query('select body::text from ticket_comments');
    expect(JSON.stringify(rows)).not.toMatch(/Ask Bo|Ana Costa/);
  });

  test('goes with the person whose address stands in it, and the case says so; other comments stay', async () => {
    const row = await opened();
    const address = `bo.${randomUUID()}@nordwind.example`;
    await on((tx) => keepComment(tx, db.vault, row.ticket, said(`Write to ${address}.`)));
    await on((tx) => keepComment(tx, db.vault, row.ticket, said('Nobody in it.')));
    const erased = await on((tx) => eraseSubject(tx, db.vault, { address, by: 'p-admin', at: AT }));
    expect(erased.cases).toEqual([row.case]);
    const told = await on((tx) => commentsOf(tx, db.vault, [row.ticket]));
    expect(told.map(({ text }) => text).sort()).toEqual(['Nobody in it.', null]);
  });

  test('holds nothing that Postgres cannot', async () => {
    const row = await opened();
    await on((tx) => keepComment(tx, db.vault, row.ticket, said('a\u0000b \ud800')));
    expect((await on((tx) => commentsOf(tx, db.vault, [row.ticket])))[0]?.text).toBe('a\ufffdb \ufffd');
  });
});
