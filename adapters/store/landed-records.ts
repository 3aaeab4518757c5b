import type { Tx } from './pool.ts';

/** Ids of the records that the writes of a case have left at a port's vendor, undone or not. */
export async function landedRecords(tx: Tx, caseId: string, port: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select distinct landed ->> 'id' as id from effects
      where case_id = $1 and operation like $2 || '.%' and undoes is null and landed ->> 'id' is not null`,
    [caseId, port],
  );
  return rows.map(({ id }) => id);
}
