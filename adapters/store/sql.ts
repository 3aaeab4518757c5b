import type pg from 'pg';
import type { Tx } from './pool.ts';

/** A piece of SQL with its values where they stand. */
export class Sql {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];
  constructor(texts: readonly string[], values: readonly unknown[]) {
    this.texts = texts;
    this.values = values;
  }
}

/** sql`delete from cases where case_id = ${id}`: a value becomes a parameter, another piece becomes part of the text. */
export function sql(texts: TemplateStringsArray, ...values: unknown[]): Sql {
  return new Sql(texts, values);
}

/** A piece that is text only, such as the name of a column. Never of anything that comes from outside. */
export function raw(text: string): Sql {
  return new Sql([text], []);
}

/** Pieces one after the other. */
export function joined(pieces: readonly Sql[], between: string): Sql {
  return new Sql(['', ...pieces.slice(1).map(() => between), ''], pieces);
}

/** As Postgres takes it: parameters are numbered in the order in which they stand. */
export function numbered(piece: Sql): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const textOf = ({ texts, values: held }: Sql): string =>
    texts
      .map((text, index) => {
        if (index >= held.length) return text;
        const value = held[index];
        return `${text}${value instanceof Sql ? textOf(value) : `$${values.push(value)}`}`;
      })
      .join('');
  return { text: textOf(piece), values };
}

/** Sends a statement, or puts it among those that are sent together (together.ts). */
export function send<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  tx: Tx,
  statement: Sql,
): Promise<pg.QueryResult<Row>> {
  if (tx.collect) return tx.collect(statement) as Promise<pg.QueryResult<Row>>;
  const { text, values } = numbered(statement);
  return tx.query<Row>(text, values);
}
