import type { CallUse } from '../../domain/call-quota.ts';
import type { CallDays, NotedCalls } from '../day-quota.ts';
import type { Store, Tx } from './pool.ts';
import { statement } from './statement.ts';

/** Where the processes of an installation count a vendor's calls together. */
export const storedCallDays = (store: Store): CallDays => ({
  add: (noted) => addCalls(statement(store), noted),
});

async function addCalls(tx: Tx, { account, vendor, day, units, allowed, told }: NotedCalls): Promise<number> {
  const { rows } = await tx.query<{ counted: number }>(
    `insert into vendor_calls as c (account, day, vendor, counted, allowed, told_used, told_of, told_hourly)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (account, day) do update set counted = c.counted + excluded.counted, allowed = excluded.allowed,
       told_used = coalesce(excluded.told_used, c.told_used), told_of = coalesce(excluded.told_of, c.told_of),
       told_hourly = case when excluded.told_of is null then c.told_hourly else excluded.told_hourly end
     returning counted::float8 as counted`,
    [
      account,
      day,
      vendor,
      Math.round(units),
      allowed,
      told?.used ?? null,
      told?.of ?? null,
      told?.per === 'hour',
    ],
  );
  return (rows[0] as { counted: number }).counted;
}

/** What is known of one account's day. */
export interface CallDay {
  vendor: string;
  /** What this installation has used; null where it allows itself no number. */
  own: CallUse | null;
  /** What the vendor last said of the whole account. */
  told: CallUse | null;
}

/** @param day UTC: `2026-11-28` */
export async function callDays(tx: Tx, day: string): Promise<CallDay[]> {
  const { rows } = await tx.query<Row>(
    `select vendor, counted::float8, allowed::float8, told_used::float8, told_of::float8, told_hourly from vendor_calls
      where day = $1 order by vendor, account`,
    [day],
  );
  return rows.map(({ vendor, counted, allowed, told_used, told_of, told_hourly }) => ({
    vendor,
    own: allowed === null ? null : { used: counted, of: allowed },
    told:
      told_used === null || told_of === null
        ? null
        : { used: told_used, of: told_of, ...(told_hourly ? { per: 'hour' } : {}) },
  }));
}

interface Row extends Record<string, unknown> {
  vendor: string;
  counted: number;
  allowed: number | null;
  told_used: number | null;
  told_of: number | null;
  told_hourly: boolean;
}
