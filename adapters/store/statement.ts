import type pg from 'pg';
import { unavailable } from './outage.ts';
import type { Store, Tx } from './pool.ts';

/**
 * One statement as a transaction of its own: one round trip where begin and commit would make it three.
 * @throws VendorFault `unavailable` when the database is away; the statement may then have been committed.
 */
export function statement(store: Store): Tx {
  return {
    async query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]) {
      store.statements += 1;
      try {
        return await store.pool.query<Row>(text, values as unknown[]);
      } catch (error) {
        throw unavailable(error, false) ?? error;
      }
    },
  };
}
