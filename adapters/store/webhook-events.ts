import type { Tx } from './pool.ts';

/**
 * Claims a delivery by the sender's own event id: `new` the first time, `repeated` when the same body came before,
 * `conflict` when the id was used for another body (a forged or broken sender). `case` is set once it was bound.
 */
export async function claimWebhookEvent(
  tx: Tx,
  event: { source: string; eventId: string; bodyHash: string; receivedAt: Date },
): Promise<{ seen: 'new' | 'repeated' | 'conflict'; case: string | null }> {
  const added = await tx.query(
    `insert into webhook_events (source, event_id, body_hash, received_at) values ($1, $2, $3, $4)
      on conflict do nothing`,
    [event.source, event.eventId, event.bodyHash, event.receivedAt],
  );
  if (added.rowCount === 1) return { seen: 'new', case: null };
  const { rows } = await tx.query<{ body_hash: string; case_id: string | null }>(
    'select body_hash, case_id from webhook_events where source = $1 and event_id = $2',
    [event.source, event.eventId],
  );
  const row = rows[0];
  return { seen: row?.body_hash === event.bodyHash ? 'repeated' : 'conflict', case: row?.case_id ?? null };
}

/** Remembers which case a delivery became. */
export async function bindWebhookEvent(
  tx: Tx,
  source: string,
  eventId: string,
  caseId: string,
): Promise<void> {
  await tx.query('update webhook_events set case_id = $3 where source = $1 and event_id = $2', [
    source,
    eventId,
    caseId,
  ]);
}
