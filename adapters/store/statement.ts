import type pg from 'pg';
import { unavailable } from './outage.ts';
import type { Store, Tx } from './pool.ts';
import { isStalePlan, prepared } from './prepared.ts';

/**
 * One statement as a transaction of its own: one round trip where begin and commit would make it three.
 * @throws VendorFault `unavailable` when the database is away; the statement may then have been committed.
 */
export function statement(store: Store): Tx {
  return {
    async query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]) {
      for (;;) {
        store.statements += 1;
        try {
          return await store.pool.query<Row>(prepared(text, values));
        } catch (error) {
          // The pool has closed that connection; each has one such failure at most.
          if (!isStalePlan(error)) throw unavailable(error, false) ?? error;
        }
      }
    },
  };
}
