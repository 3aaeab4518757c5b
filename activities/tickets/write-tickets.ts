import type { TicketsPort } from '../../adapters/ports/tickets.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { getTicket, type TicketRow } from '../../adapters/store/tickets/rows.ts';
import {
  lockTicket,
  noteSaid,
  type TicketWork,
  ticketFailed,
  ticketFinished,
  ticketOpened,
  ticketWork,
} from '../../adapters/store/tickets/work.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { effectKey } from '../../domain/identity.ts';
import { nextAttempt } from '../../domain/tickets.ts';
import { failure, vendorFailure } from '../kit/vendor-failures.ts';
import type { EffectRequest, Landed } from '../ledger/effects.ts';
import type { UndoRequest } from '../ledger/undo.ts';

export interface TicketDeps {
  store: Store;
  ports: { tickets: TicketsPort | null };
  now: () => Date;
}

/** One write to a ticket, or one that is taken back, as the workflow hands it to the ledger. */
export type TicketStep = { ticket: string; step: string } & (
  | { do: 'write'; request: Omit<EffectRequest, 'timeoutMs' | 'leaseMs' | 'mayWait'> }
  | { do: 'undo'; request: UndoRequest }
  | { do: 'nothing' }
);

/** Tickets of one round. What is left is written by the next one. */
const ROUND = 50;

export type TicketWriteActivities = ReturnType<typeof ticketWriteActivities>;

export function ticketWriteActivities({ store, ports, now }: TicketDeps) {
  return {
    /** The next step of each ticket that something has to be written to. @throws ApplicationFailure a vendor failure */
    async nextTicketSteps(): Promise<TicketStep[]> {
      const { tickets } = ports;
      if (!tickets) return [];
      try {
        return (await ticketWork(statement(store), tickets.vendor, now(), ROUND)).map(stepOf);
      } catch (error) {
        throw vendorFailure(error);
      }
    },

    /** Notes that a step is done. Repeating it changes nothing. @throws ApplicationFailure NotFound, or a vendor failure */
    async ticketStepDone({ ticket, step }: TicketStep, landed: Landed | null): Promise<void> {
      try {
        await transact(store, async (tx) => {
          const row = await lockTicket(tx, ticket);
          if (!row) throw failure('NotFound', `no ticket ${ticket}; see: quarterdeck tickets list --all`);
          await done(tx, row, step, landed, now().toISOString(), ports.tickets?.vendor ?? '');
        });
      } catch (error) {
        throw vendorFailure(error);
      }
    },

    /** Notes why a step failed, and when it is tried again. @throws ApplicationFailure a vendor failure */
    async ticketStepFailed({ ticket }: TicketStep, problem: string): Promise<void> {
      try {
        const db = statement(store);
        const row = await getTicket(db, ticket);
        await ticketFailed(db, ticket, problem.slice(0, 500), nextAttempt((row?.failures ?? 0) + 1, now()));
      } catch (error) {
        throw vendorFailure(error);
      }
    },
  };
}

/** What comes next: it is opened before anything is said on it, and everything is said before it is closed. */
function stepOf(row: TicketWork): TicketStep {
  const { ticket, vendorId, begun, note } = row;
  const nothing = { ticket, step: 'nothing', do: 'nothing' } as const;
  const undo = (step: string, operation: string): TicketStep => ({
    ...{ ticket, step: `undo-${step}`, do: 'undo' },
    request: { key: effectKey(ticket, step, 1), case: ticket, step, revision: 1, operation },
  });
  const write = (
    step: string,
    operation: EffectRequest['operation'],
    payload: EffectRequest['payload'],
  ): TicketStep => {
    const { lifecycle, segment } = row;
    const key = effectKey(ticket, step, 1);
    const request = { key, case: ticket, step, revision: 1, operation, payload, lifecycle, segment };
    return { ticket, step, do: 'write', request };
  };
  if (row.withdrawnAt !== null) return begun ? undo('open', 'tickets.open') : nothing;
  if (row.reopenedAt !== null) return undo('close', 'tickets.close');
  if (vendorId === null) {
    // Settled before it was ever asked of the vendor: nobody needs it any more.
    return row.settled !== null && !begun ? nothing : write('open', 'tickets.open', row.opening);
  }
  if (note) return write(`comment-${note.number}`, 'tickets.comment', { id: vendorId, text: note.text });
  return write('close', 'tickets.close', { id: vendorId });
}

async function done(
  tx: Tx,
  row: TicketRow,
  step: string,
  landed: Landed | null,
  at: string,
  vendor: string,
): Promise<void> {
  const { ticket } = row;
  const audit = (action: string, more: Partial<AuditEntry> = {}) =>
    appendAudit(tx, row.case ?? ticket, {
      at,
      actor: 'system',
      action,
      ticket,
      key: row.key,
      ...more,
    } as AuditEntry);
  if (step === 'open' && landed) {
    const key = typeof landed.detail?.key === 'string' ? landed.detail.key : null;
    if (await ticketOpened(tx, ticket, { vendor, vendorId: landed.id, key, at }))
      await audit('ticket.opened', { key, vendor });
    return;
  }
  const comment = /^comment-(\d+)$/.exec(step)?.[1];
  if (comment) return await noteSaid(tx, ticket, Number(comment));
  if (!(await ticketFinished(tx, ticket, at))) return;
  if (step === 'close') await audit('ticket.closed');
  if (step === 'undo-open' || (step === 'nothing' && row.withdrawnAt !== null))
    await audit('ticket.withdrawn', { by: row.withdrawnBy });
  if (step === 'undo-close') await audit('ticket.reopened');
}
