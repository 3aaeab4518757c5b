import type { Tx } from './pool.ts';

/** Who goes about a record of which its vendor would take a second one. */
export interface RecordLease {
  /** Names the record; a hash, because an external id may be somebody's address. */
  record: string;
  /** Key of the effect, or of its undo. */
  holder: string;
  /** From now on, by the database's clock. Milliseconds. */
  ms: number;
}

/**
 * Takes the lease of a record, or makes it longer for whoever holds it; it is never made shorter here. It ends by itself, so that
 * a worker that was killed keeps nobody out for long.
 * @returns 0: the caller holds it. Otherwise in how many milliseconds it ends.
 */
export async function takeRecord(tx: Tx, { record, holder, ms }: RecordLease): Promise<number> {
  const { rows } = await tx.query<{ wait: number }>(
    `with taken as (
       insert into record_leases as held (record, holder, lease_until)
       values ($1, $2, clock_timestamp() + $3 * interval '1 ms')
       on conflict (record) do update set holder = excluded.holder,
         lease_until = case when held.holder = excluded.holder
           then greatest(held.lease_until, excluded.lease_until) else excluded.lease_until end
       where held.holder = excluded.holder or held.lease_until <= clock_timestamp()
       returning 1)
     select case when exists (select from taken) then 0
       -- Taken while this statement ran: nothing of it is seen here.
       else coalesce((select greatest(1, extract(epoch from lease_until - clock_timestamp()) * 1000)
         from record_leases where record = $1), 100) end::float8 as wait`,
    [record, holder, ms],
  );
  return (rows[0] as { wait: number }).wait;
}

/** Ends a lease in so many milliseconds; nothing when somebody else holds it by now. */
export async function endRecord(tx: Tx, { record, holder, ms }: RecordLease): Promise<void> {
  await tx.query(
    `update record_leases set lease_until = clock_timestamp() + $3 * interval '1 ms' where record = $1 and holder = $2`,
    [record, holder, ms],
  );
}
