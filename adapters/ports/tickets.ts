import type { Call } from './call.ts';
import type { ChangeMark, OddRecord } from './changes.ts';
import type { Write } from './write.ts';

/** Where a ticket stands. `done` means that people have finished with it, and decides nothing about what it is about. */
export type TicketStatus = 'open' | 'in_progress' | 'done';

/** A ticket as its system holds it now. */
export interface Ticket {
  id: string;
  /** What people call it: `CHAN-17`, `INC0010002`. */
  key: string;
  /** Where a person opens it; null when the settings do not say. */
  url: string | null;
  status: TicketStatus;
  /** The status in the vendor's own word. */
  vendorStatus: string;
  /** UTC instant of the last change, milliseconds. */
  modifiedAt: string;
}

export interface TicketComment {
  id: string;
  /** UTC instant at which it was written. */
  at: string;
  /** The writer's name as the vendor shows it. */
  by: string;
  /** Plain text. Foreign content: it is shown, and nothing is done because of it. */
  text: string;
  /** Written by our own account through `writes.comment`. */
  ours: boolean;
}

/**
 * Work for people in the system where they work. A ticket is evidence and work, never an approval: no adapter answers anything
 * but where it stands and what was said on it.
 */
export interface TicketsPort {
  readonly vendor: string;
  /** How long the poll rests after it has read everything; absent: it reads each minute. Milliseconds. */
  readonly pollEveryMs?: number;
  /** Null when it does not exist, or our account may not see it. */
  ticket(id: string, call: Call): Promise<Ticket | null>;
  /** What was said on a ticket at or after `since` (null: ever), oldest first. */
  comments(id: string, since: string | null, call: Call): Promise<TicketComment[]>;
  /**
   * Tickets that we opened and that changed after the mark, oldest change first; all of them when it is null. `next` goes on where
   * this page ended; null when it was the last one: to ask again later, keep the mark of the last ticket that was read. What
   * changed so recently that the search may not show it yet is left for later. `odd`: those that cannot be read; absent: none.
   */
  changedSince(
    since: ChangeMark | null,
    call: Call,
  ): Promise<{ tickets: Ticket[]; odd?: OddRecord[]; next: ChangeMark | null }>;
  /**
   * Id of the ticket that this vendor's webhook speaks of; null when the event is about something else. Nothing else in the body is
   * believed, the ticket is read. @throws VendorFault `rejected`, code `missing_id`, when the body is none of the vendor's.
   */
  reported(event: unknown): string | null;
  writes: {
    /**
     * Payload: TicketOpening (adapters/tickets/payloads.ts). The ticket carries an id made from the key, by which a repeat finds it.
     * Undo: a comment, and it is closed unless people have begun with it. A ticket is never deleted.
     */
    open: Write;
    /** Payload: { id, text }. Undo: a second comment that takes it back. */
    comment: Write;
    /** Payload: { id }. Does nothing to a ticket that is done. Undo: reopened, unless people have moved it since. */
    close: Write;
  };
}
