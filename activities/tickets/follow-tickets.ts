import { heartbeat } from '@temporalio/activity';
import { areCallsSpent } from '../../adapters/day-quota.ts';
import type { Call } from '../../adapters/ports/call.ts';
import type { ChangeMark } from '../../adapters/ports/changes.ts';
import type { Ticket, TicketComment, TicketsPort } from '../../adapters/ports/tickets.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { getInstallation, setInstallation } from '../../adapters/store/installation.ts';
import { type Tx, transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { keepComment, newestComment } from '../../adapters/store/tickets/comments.ts';
import type { TicketRow } from '../../adapters/store/tickets/rows.ts';
import {
  doubts,
  ticketedLetters,
  ticketedWrites,
  waitingLetters,
} from '../../adapters/store/tickets/subjects.ts';
import {
  addNote,
  hintedTickets,
  lockTicket,
  ticketOfVendor,
  ticketRead,
  ticketSettled,
  toldUpTo,
  untoldEntries,
} from '../../adapters/store/tickets/work.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import type { TicketPolicy } from '../../contracts/policy-tickets.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { settledDoubt, settledLetter, stillOpen, toldOnTicket } from '../../domain/tickets.ts';
import { call } from '../kit/call.ts';
import { resting } from '../kit/resting.ts';
import { tellOdd } from '../kit/tell-odd.ts';
import { vendorFailure } from '../kit/vendor-failures.ts';
import { askForDoubt, askForLetter } from './ask-ticket.ts';
import type { TicketDeps } from './write-tickets.ts';

export interface FollowDeps extends TicketDeps {
  vault: Vault;
  /** policy/tickets.yaml */
  ticketPolicy: () => TicketPolicy;
}

export type TicketFollowActivities = ReturnType<typeof ticketFollowActivities>;

const HOUR = 3_600_000;
const HINTED = 200;
/** Pages of one run. */
const PAGES = 50;

export function ticketFollowActivities(deps: FollowDeps) {
  const { store, ports } = deps;
  const tell = tellOdd();
  return {
    /**
     * Asks for the tickets that policy wants, tells open ones what happened to their cases, and settles those whose matter is
     * settled. Nothing is written outside. @throws ApplicationFailure a vendor failure
     */
    async reviewTickets(): Promise<{ asked: number; settled: number }> {
      if (!ports.tickets) return { asked: 0, settled: 0 };
      try {
        const asked = await askByPolicy(deps);
        await tellOfCases(deps);
        return { asked, settled: await settle(deps) };
      } catch (error) {
        throw vendorFailure(error);
      }
    },

    /**
     * Reads where tickets stand and what people say on them, those that changed and those that a webhook spoke of. What it finds is
     * shown and decides nothing. @throws ApplicationFailure a vendor failure
     */
    async readTickets(): Promise<number> {
      const { tickets } = ports;
      if (!tickets) return 0;
      try {
        const hinted = await hintedTickets(statement(store), tickets.vendor, HINTED);
        for (const id of hinted) {
          await readOne(deps, tickets, id, await tickets.ticket(id, call()), call());
          heartbeat();
        }
        return hinted.length + (await readChanged(deps, tickets, new Set(hinted), tell));
      } catch (error) {
        // Its calls of the day are kept for writes; a later run reads on from the mark.
        if (areCallsSpent(error)) return 0;
        throw vendorFailure(error);
      }
    },
  };
}

/** No case waits for what people do with a ticket. */
const background = (): Call => ({ ...call(), background: true });

async function askByPolicy({ store, now, ticketPolicy }: FollowDeps): Promise<number> {
  const { effect_in_doubt: doubt, dead_letter: letter } = ticketPolicy();
  const at = now();
  const asking = { by: 'policy', at: at.toISOString() };
  const before = (hours: number) => new Date(at.getTime() - hours * HOUR);
  return transact(store, async (tx) => {
    const asked: (string | null)[] = [];
    if (doubt) {
      const { afterHours, leaveOut } = doubt;
      const found = await doubts(tx, { askedBefore: before(afterHours), leaveOut, withoutTicket: true });
      for (const one of found) asked.push(await askForDoubt(tx, one, asking));
    }
    if (letter) {
      const found = await waitingLetters(tx, {
        receivedBefore: before(letter.afterHours),
        withoutTicket: true,
      });
      for (const one of found) asked.push(await askForLetter(tx, one, asking));
    }
    return asked.filter((one) => one !== null).length;
  });
}

/** What happened to a case since its ticket was opened is said on it, in one comment. */
async function tellOfCases({ store, now }: FollowDeps): Promise<void> {
  const entries = Map.groupBy(await untoldEntries(statement(store)), ({ ticket }) => ticket);
  for (const [ticket, news] of entries)
    await transact(store, async (tx) => {
      const row = await lockTicket(tx, ticket);
      const untold = news.filter(({ seq }) => seq > (row?.toldSeq ?? 0));
      const said = untold
        .map(({ body }) => toldOnTicket(JSON.parse(body) as AuditEntry))
        .filter((line) => line !== null);
      if (said.length > 0) await addNote(tx, ticket, said.join('\n'), now().toISOString());
      const last = untold.at(-1);
      if (last) await toldUpTo(tx, ticket, last.seq);
    });
}

async function settle({ store, now }: FollowDeps): Promise<number> {
  const db = statement(store);
  const found = [
    ...(await ticketedWrites(db)).map((one) => ({ ticket: one.ticket, settled: settledDoubt(one) })),
    ...(await ticketedLetters(db)).map((one) => ({
      ticket: one.ticket,
      settled: settledLetter(one.gone ? 'gone' : one),
    })),
  ];
  let count = 0;
  for (const { ticket, settled } of found) {
    if (settled === null) continue;
    await transact(store, async (tx) => {
      const row = await lockTicket(tx, ticket);
      if (!row || !(await ticketSettled(tx, ticket, settled))) return;
      await addNote(tx, ticket, settled, now().toISOString());
      count += 1;
    });
  }
  return count;
}

async function readChanged(
  deps: FollowDeps,
  tickets: TicketsPort,
  known: ReadonlySet<string>,
  tell: ReturnType<typeof tellOdd>,
): Promise<number> {
  const { store, now } = deps;
  const name = `tickets.${tickets.vendor}`;
  const readAt = (await getInstallation(statement(store), `${name}.read`)) as { at: string } | undefined;
  if (resting(readAt?.at ?? null, tickets.pollEveryMs, now())) return 0;
  const started = now().toISOString();
  let mark = ((await getInstallation(statement(store), name)) as ChangeMark | undefined) ?? null;
  let read = 0;
  for (let page = 0; page < PAGES; page += 1) {
    const { tickets: changed, odd = [], next } = await tickets.changedSince(mark, background());
    for (const one of odd) tell(name, one);
    for (const ticket of changed) {
      if (!known.has(ticket.id)) await readOne(deps, tickets, ticket.id, ticket, background());
      read += 1;
      heartbeat();
    }
    const last = changed.at(-1);
    if (last) {
      mark = { modifiedAt: last.modifiedAt, id: last.id };
      await transact(store, (tx) => setInstallation(tx, name, { ...mark }));
    }
    if (next !== null) continue;
    await transact(store, (tx) => setInstallation(tx, `${name}.read`, { at: started }));
    break;
  }
  return read;
}

/** Reads the comments of a ticket of ours, then keeps them and where it stands in one transaction. */
async function readOne(
  deps: FollowDeps,
  tickets: TicketsPort,
  vendorId: string,
  found: Ticket | null,
  asked: Call,
): Promise<void> {
  const { store } = deps;
  const ticket = await ticketOfVendor(statement(store), tickets.vendor, vendorId);
  if (ticket === undefined) return;
  const since = await newestComment(statement(store), ticket);
  const comments = found ? await tickets.comments(vendorId, since, asked) : [];
  await transact(store, (tx) => keep(tx, deps, ticket, found, comments));
}

async function keep(
  tx: Tx,
  { vault, now }: FollowDeps,
  ticket: string,
  found: Ticket | null,
  comments: readonly TicketComment[],
): Promise<void> {
  const row = (await lockTicket(tx, ticket)) as TicketRow;
  const at = now().toISOString();
  const audit = (action: string, more: Record<string, string | null>) =>
    appendAudit(tx, row.case ?? ticket, {
      at,
      actor: 'system',
      action,
      ticket,
      key: found?.key ?? row.key,
      ...more,
    });
  await ticketRead(tx, ticket, found);
  for (const comment of comments.filter(({ ours }) => !ours)) {
    const bodyHash = await keepComment(tx, vault, ticket, comment);
    if (bodyHash !== null) await audit('ticket.commented', { comment: comment.id, bodyHash });
  }
  // Our own closing is no news.
  const closedByUs = row.closedAt !== null && found?.status === 'done';
  if (!found || found.status === row.status || closedByUs) return;
  await audit('ticket.moved', { status: found.status });
  const unfinished = row.settled === null && row.withdrawnAt === null && row.closedAt === null;
  if (found.status === 'done' && unfinished)
    await addNote(tx, ticket, stillOpen({ kind: row.kind, about: row.case ?? row.about }), at);
}
