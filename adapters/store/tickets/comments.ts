import { isSealed } from '../../../domain/evidence.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { TicketComment } from '../../ports/tickets.ts';
import { addressesIn } from '../addresses.ts';
import { contentHash } from '../hash.ts';
import { jsonb } from '../jsonb.ts';
import type { Tx } from '../pool.ts';
import { openPerson, openSubject, SubjectErased, seal, unseal } from '../seal.ts';
import type { Vault } from '../vault.ts';

/** What people said on tickets. It is foreign content: sealed, shown to people, and read by nothing that decides. */

/**
 * Keeps a comment as it was when it was first read: sealed with a key of the ticket and, around that, of everybody whose address
 * stands in it, so that erasing any of them makes it unreadable.
 * @returns a hash of what was kept; null when it was kept before
 */
export async function keepComment(
  tx: Tx,
  vault: Vault,
  ticket: string,
  { id, at, by, text }: TicketComment,
): Promise<string | null> {
  const people = await Promise.all(
    addressesIn(Buffer.from(JSON.stringify({ by, text }))).map((address) => openSubject(tx, vault, address)),
  );
  const own = await openPerson(tx, vault, ticket);
  const body = [own, ...people].reduce<JsonObject>((inner, subject) => seal(inner, subject), { by, text });
  const { rowCount } = await tx.query(
    `insert into ticket_comments (ticket_id, comment_id, at, body, subjects) values ($1, $2, $3, $4, $5)
      on conflict do nothing`,
    [ticket, id, at, jsonb(body), [own, ...people].map((subject) => subject.id)],
  );
  return rowCount === 1 ? contentHash(body) : null;
}

export interface KeptComment {
  ticket: string;
  at: string;
  by: string;
  /** Null once somebody in it was erased. */
  text: string | null;
}

/** The comments of tickets, oldest first, opened for whoever looks at the case. */
export async function commentsOf(tx: Tx, vault: Vault, tickets: readonly string[]): Promise<KeptComment[]> {
  const { rows } = await tx.query<{ ticket: string; at: Date; body: JsonObject }>(
    'select ticket_id as ticket, at, body from ticket_comments where ticket_id = any($1) order by at, comment_id',
    [tickets],
  );
  const kept: KeptComment[] = [];
  for (const { ticket, at, body } of rows) {
    const opened = await openedOf(tx, vault, body);
    const { by = 'erased', text = null } = (opened ?? {}) as { by?: string; text?: string };
    kept.push({ ticket, at: at.toISOString(), by, text });
  }
  return kept;
}

/** The moment of the newest comment that was kept of a ticket; null before the first. */
export async function newestComment(tx: Tx, ticket: string): Promise<string | null> {
  const { rows } = await tx.query<{ at: Date | null }>(
    'select max(at) as at from ticket_comments where ticket_id = $1',
    [ticket],
  );
  return rows[0]?.at?.toISOString() ?? null;
}

async function openedOf(tx: Tx, vault: Vault, body: JsonObject): Promise<JsonObject | null> {
  let inner = body;
  try {
    while (isSealed(inner)) inner = await unseal(tx, vault, inner as JsonObject);
    return inner;
  } catch (error) {
    if (error instanceof SubjectErased) return null;
    throw error;
  }
}
