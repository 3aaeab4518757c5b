import { appendAudit } from '../../adapters/store/audit.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { insertTicket } from '../../adapters/store/tickets/rows.ts';
import type { Switched } from '../../adapters/store/tickets/subjects.ts';
import { ticketId } from '../../domain/identity.ts';
import type { JsonObject } from '../../domain/json.ts';
import { COMPANY } from '../../domain/lifecycles.ts';
import {
  type DoubtFacts,
  doubtTicket,
  type LetterFacts,
  letterTicket,
  type TicketKind,
  type TicketTexts,
} from '../../domain/tickets.ts';

/** Who asks for a ticket: a person's id, or `policy`. */
export interface Asking {
  by: string;
  /** UTC instant, ISO 8601. */
  at: string;
}

/** Asks for a ticket about a write in doubt. @returns its id; null when there is one */
export function askForDoubt(tx: Tx, doubt: DoubtFacts & Switched, asking: Asking): Promise<string | null> {
  return ask(
    tx,
    { kind: 'effect', about: doubt.key, case: doubt.case, texts: doubtTicket(doubt) },
    doubt,
    asking,
  );
}

/** Asks for a ticket about a dead letter. @returns its id; null when there is one */
export function askForLetter(tx: Tx, letter: LetterFacts & Switched, asking: Asking): Promise<string | null> {
  return ask(
    tx,
    { kind: 'letter', about: letter.id, case: null, texts: letterTicket(letter) },
    letter,
    asking,
  );
}

const NO_SEGMENT = [COMPANY, COMPANY, COMPANY].join('/');

/** Only asked for here: the next run of the workflow `tickets` opens it, through the ledger. */
async function ask(
  tx: Tx,
  { texts, ...of }: { kind: TicketKind; about: string; case: string | null; texts: TicketTexts },
  { lifecycle, segment }: Switched,
  { by, at }: Asking,
): Promise<string | null> {
  const ticket = ticketId(of.kind, of.about);
  const opening = { ...texts } as unknown as JsonObject;
  const row = { ticket, ...of, lifecycle, segment: segment ?? NO_SEGMENT, opening, askedBy: by, askedAt: at };
  if (!(await insertTicket(tx, row))) return null;
  const actor = by === 'policy' ? 'system' : by;
  await appendAudit(tx, of.case ?? ticket, { at, actor, action: 'ticket.asked', ticket, about: of.about });
  return ticket;
}
