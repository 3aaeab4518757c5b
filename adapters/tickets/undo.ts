import type { Call } from '../ports/call.ts';
import type { Ticket, TicketComment } from '../ports/tickets.ts';

/** An undo makes up to five requests where the ledger's lease has time for three long ones: each of them gets less. */
export const shortCall = (call: Call): Call => ({ ...call, timeoutMs: Math.ceil(call.timeoutMs * 0.6) });

/** What an undo of `open` needs of a vendor. */
export interface Withdrawing {
  vendor: string;
  ticket(id: string, call: Call): Promise<Ticket | null>;
  /** Our comment under a key, if it is there. */
  commentOf(id: string, key: string, call: Call): Promise<TicketComment['id'] | null>;
  comment(id: string, text: string, key: string, call: Call): Promise<unknown>;
  close(id: string, call: Call): Promise<void>;
}

/**
 * Takes a ticket back: says so on it, and closes it unless people have begun with it or finished it.
 * @returns what stays, in words
 */
export async function withdrawTicket(
  { vendor, ...at }: Withdrawing,
  { id, key }: { id: string; key: string },
  call: Call,
): Promise<{ corrected?: string }> {
  const short = shortCall(call);
  const ticket = await at.ticket(id, short);
  if (!ticket) return {};
  const name = `${vendor}: ${ticket.key}`;
  const undo = `${key}/undo`;
  const said = (await at.commentOf(id, undo, short)) !== null;
  const closed = { corrected: `${name} was closed with a comment; tickets are never deleted` };
  if (ticket.status === 'done') return said ? closed : { corrected: `${name} is done and was left as it is` };
  if (!said) await at.comment(id, WITHDRAWN, undo, short);
  if (ticket.status === 'in_progress')
    return { corrected: `${name} has been begun with: it was told of the withdrawal and left open` };
  await at.close(id, short);
  return closed;
}

const WITHDRAWN = 'Quarterdeck takes this ticket back: nothing has to be done about it.';

/**
 * Takes a comment back by a second one, said once; what people may have read is never deleted. Nothing where the ticket is gone.
 * @param word what the vendor calls a comment
 * @returns what stays, in words
 */
export async function takeBackComment(
  { vendor, ...at }: Omit<Withdrawing, 'close'>,
  { id, text, key, word = 'comment' }: { id: string; text: string; key: string; word?: string },
  call: Call,
): Promise<{ corrected?: string }> {
  const short = shortCall(call);
  const ticket = await at.ticket(id, short);
  if (!ticket) return {};
  const undo = `${key}/undo`;
  if ((await at.commentOf(id, undo, short)) === null) await at.comment(id, takenBack(text), undo, short);
  return { corrected: `${vendor}: a second ${word} on ${ticket.key} takes the first one back` };
}

const takenBack = (text: string) => `This no longer holds: ${text.split('\n')[0]?.slice(0, 200) ?? ''}`;
