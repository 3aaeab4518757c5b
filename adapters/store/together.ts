import type pg from 'pg';
import type { Tx } from './pool.ts';

/**
 * Writes that need nothing of each other's answers, sent as one statement: one round trip, and all of them or none. Each must
 * be a single INSERT, UPDATE, DELETE or SELECT whose rows are plain JSON; all of them see the tables as they were before. No two may
 * change the same row: Postgres would carry out one of them and say nothing.
 * @param write calls the writers with the Tx that it is given; each may send one statement, before it awaits anything.
 */
export async function together<T extends readonly unknown[]>(
  tx: Tx,
  write: (tx: Tx) => readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const parts: Part[] = [];
  const collecting: Tx = {
    query: (text, values = []) =>
      new Promise<pg.QueryResult>((resolve) => parts.push({ text, values, resolve })) as never,
  };
  const written = Promise.all(write(collecting));
  const names = parts.map((_, index) => `part_${index}`);
  const values: unknown[] = [];
  const bodies = parts.map((part, index) => {
    const first = values.length;
    values.push(...part.values);
    const text = part.text.replaceAll(/\$(\d+)/g, (_, place: string) => `$${first + Number(place)}`);
    return `${names[index]} as (${returning(text)})`;
  });
  const rows = names.map((name) => `(select coalesce(json_agg(p), '[]') from ${name} p) as ${name}`);
  const answer = await tx.query<Record<string, pg.QueryResultRow[]>>(
    `with ${bodies.join(',\n')}\nselect ${rows.join(', ')}`,
    values,
  );
  for (const [index, part] of parts.entries()) {
    const found = answer.rows[0]?.[names[index] as string] ?? [];
    part.resolve({ ...answer, rows: found, rowCount: found.length });
  }
  return (await written) as unknown as T;
}

interface Part {
  text: string;
  values: readonly unknown[];
  resolve(result: pg.QueryResult): void;
}

/** A part answers its rows, so that a writer can count them. */
function returning(text: string): string {
  return /^\s*(select|with)\b|\breturning\b/i.test(text) ? text : `${text} returning 1 as one`;
}
