import type { Store } from '../store/pool.ts';
import { statement } from '../store/statement.ts';

/** The partner that a person of this address belongs to; null when nobody active has it. */
export async function partnerOfAddress(store: Store, address: string): Promise<string | null> {
  const { rows } = await statement(store).query<{ partner_id: string }>(
    `select partner_id from people where active and partner_id is not null and lower(email) = lower($1)
      order by person_id limit 1`,
    [address],
  );
  return rows[0]?.partner_id ?? null;
}
