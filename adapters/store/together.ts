import type pg from 'pg';
import type { Tx } from './pool.ts';
import { joined, raw, type Sql, send, sql } from './sql.ts';

/**
 * Statements that need nothing of each other's answers, sent as one: one round trip, and all of them or none. Each must be a single INSERT,
 * UPDATE, DELETE or SELECT whose rows are plain JSON; all of them see the tables as they were before. No two may change the same row:
 * Postgres would carry out one of them and say nothing.
 *
 * What it gains, counted: a look is kept by one statement instead of ten in a transaction, a case closed by one instead of five, and what a write
 * begins with is read by one instead of three.
 * @param write calls functions of this folder with the Tx that it is given; each may `send` before it awaits anything.
 */
export async function together<T extends readonly unknown[]>(
  tx: Tx,
  write: (tx: Tx) => readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const parts: Part[] = [];
  let sent = false;
  let unknown = false;
  const collecting: Tx = {
    query() {
      unknown = true;
      return Promise.reject(new Error('a statement among others is given as sql`…`, with `send`'));
    },
    collect(statement) {
      if (sent) return Promise.reject(new Error('the statements that it belongs to have been sent already'));
      return new Promise((resolve) => parts.push({ statement, resolve }));
    },
  };
  const written = Promise.all(write(collecting));
  // Awaited below, whatever comes before that.
  written.catch(() => undefined);
  sent = true;
  if (unknown) return (await written) as unknown as T;
  const names = parts.map((_, index) => raw(`part_${index}`));
  const bodies = parts.map(({ statement }, index) => sql`${names[index]} as (${answering(statement)})`);
  const rows = names.map((name) => sql`(select coalesce(json_agg(p), '[]') from ${name} p) as ${name}`);
  const answer = await send<Record<string, pg.QueryResultRow[]>>(
    tx,
    sql`with ${joined(bodies, ',\n')}\nselect ${joined(rows, ', ')}`,
  );
  for (const [index, part] of parts.entries()) {
    const found = answer.rows[0]?.[`part_${index}`] ?? [];
    part.resolve({ ...answer, rows: found, rowCount: found.length });
  }
  return (await written) as unknown as T;
}

interface Part {
  statement: Sql;
  resolve(result: pg.QueryResult): void;
}

/** A part answers its rows, so that a writer can count them. */
function answering(statement: Sql): Sql {
  const text = statement.texts.join(' ');
  return /^\s*(select|with)\b|\breturning\b/i.test(text) ? statement : sql`${statement} returning 1 as one`;
}
