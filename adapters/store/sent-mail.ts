import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { Tx } from './pool.ts';

/**
 * The cases of a lifecycle that a mail may answer, likeliest first: by the notices that it names, then by the reference that it quotes.
 * @param by.messages Message-IDs; those of our notices are made from their effect's key (adapters/notify/mail.ts)
 */
export async function casesAnswered(
  tx: Tx,
  lifecycle: Lifecycle,
  by: { messages: readonly string[]; reference: string | null },
): Promise<string[]> {
  const digests = by.messages
    .map((id) => /^([0-9a-f]{32})@/.exec(id)?.[1])
    .filter((one) => one !== undefined);
  const { rows } = await tx.query<{ case_id: string }>(
    `with named as (
       select c.case_id, 0 as rank, c.opened_at from effects e join cases c using (case_id)
         where c.lifecycle = $3 and e.operation = 'notify.send' and message_digest(e.key) = any($1)
       union
       select case_id, 1, opened_at from cases where lifecycle = $3 and (case_id = $2 or external_id = $2))
     select case_id from named group by case_id order by min(rank), max(opened_at) desc limit 5`,
    [digests, by.reference, lifecycle],
  );
  return rows.map((row) => row.case_id);
}
