import pg from 'pg';
import { unavailable } from './outage.ts';
import { isStalePlan, prepared } from './prepared.ts';
import type { Sql } from './sql.ts';

/** What every function of this folder takes first: the client of one open transaction. */
export interface Tx {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<Row>>;
  /** There only where statements are collected to be sent as one (together.ts). */
  collect?(statement: Sql): Promise<pg.QueryResult>;
}

export interface Store {
  readonly pool: pg.Pool;
  /** Statements sent so far, `begin` and `commit` included: one round trip each. */
  statements: number;
  close(): Promise<void>;
}

/**
 * A pool of connections to Postgres.
 * @param options.statementTimeoutMs default 10,000. @param options.max connections, default 10.
 */
export function openStore(options: { url: string; statementTimeoutMs?: number; max?: number }): Store {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    statement_timeout: options.statementTimeoutMs ?? 10_000,
    connectionTimeoutMillis: 10_000,
    application_name: 'quarterdeck',
    types: TYPES,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return { pool, statements: 0, close: () => pool.end() };
}

/** The furthest instants that a Date holds. */
const FURTHEST_MS = 8.64e15;

/** Postgres knows instants that no Date does, such as `infinity`: one in a row must not stop whoever reads the others. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => {
    const parse = pg.types.getTypeParser(oid, format) as (text: string) => unknown;
    if (oid !== pg.types.builtins.TIMESTAMPTZ) return parse;
    return (text: string) => {
      const read = parse(text);
      if (read instanceof Date && !Number.isNaN(read.getTime())) return read;
      return new Date(text.startsWith('-') || text.endsWith('BC') ? -FURTHEST_MS : FURTHEST_MS);
    };
  }) as typeof pg.types.getTypeParser,
};

const ATTEMPTS = 3;

/**
 * Runs `work` in one transaction: all of it is committed or none. `work` may run up to three times (serialization
 * failure, deadlock), so it must do nothing but talk to the database.
 * @param options.partner the partner whose rows the partner role may see, for this transaction only.
 * @throws VendorFault `unavailable` (vendor `postgres`) when the database is away; `certainlyNotLanded` unless the
 *   answer to the commit was lost.
 */
export async function transact<T>(
  store: Store,
  work: (tx: Tx) => Promise<T>,
  options: { partner?: string } = {},
): Promise<T> {
  for (let attempt = 1; ; ) {
    try {
      return await once(store, work, options.partner);
    } catch (error) {
      // Each connection has one at most, and it is closed.
      if (isStalePlan(error)) continue;
      const code = (error as { code?: unknown }).code;
      if ((code !== '40001' && code !== '40P01') || attempt === ATTEMPTS) throw error;
      attempt += 1;
    }
  }
}

/** Everything that this transaction reads is of one instant. Must be the first thing in it. */
export async function oneSnapshot(tx: Tx): Promise<void> {
  await tx.query('set transaction isolation level repeatable read, read only');
}

async function once<T>(store: Store, work: (tx: Tx) => Promise<T>, partner: string | undefined): Promise<T> {
  const client = await store.pool.connect().catch((error: unknown) => {
    throw unavailable(error, true) ?? error;
  });
  // A connection cut between two statements reports here; the next statement then fails and says so.
  const ignore = () => {};
  client.on('error', ignore);
  const tx: Tx = {
    query(text, values) {
      store.statements += 1;
      return client.query(prepared(text, values));
    },
  };
  let committing = false;
  let broken: Error | undefined;
  try {
    await tx.query('begin');
    if (partner !== undefined)
      await tx.query("select set_config('quarterdeck.partner', $1, true)", [partner]);
    const result = await work(tx);
    committing = true;
    await tx.query('commit');
    return result;
  } catch (error) {
    const outage = unavailable(error, !committing);
    if (outage || isStalePlan(error)) broken = error as Error;
    else
      await tx.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
    throw outage ?? error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}
