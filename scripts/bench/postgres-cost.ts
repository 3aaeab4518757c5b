import pg from 'pg';
import { DATABASE, postgresAdminUrl } from '../setup/instance.ts';
import { waitForPostgres } from '../setup/postgres.ts';
import { isAlive } from '../setup/process-id.ts';
import { readRuntime } from '../setup/state.ts';
import type { Workplace } from './workplace.ts';

/** What Postgres itself counts, since counting began. */
export interface PostgresCost {
  /** Statements that clients have sent; what a statement calls inside itself is part of it. */
  calls: number;
  /** Milliseconds of execution. */
  ms: number;
}

export interface PostgresCounter {
  cost(): Promise<PostgresCost>;
  close(): Promise<void>;
}

/**
 * Has the installation's Postgres count by pg_stat_statements, which it has to be started with: it is started again once. The counter's own
 * statements are in another database and are not counted.
 */
export async function countInPostgres({ state, ending }: Workplace): Promise<PostgresCounter> {
  const runtime = readRuntime(state);
  if (!runtime?.children.postgres) throw new Error(`no Postgres runs in ${state}`);
  const { postgres: process_ } = runtime.children;
  const port = runtime.ports.postgres as number;
  const elsewhere = postgresAdminUrl(state, port);
  await once(elsewhere, "alter system set shared_preload_libraries = 'pg_stat_statements'");
  process.kill(process_.pid, 'SIGINT');
  while (isAlive(process_)) await new Promise((resolve) => setTimeout(resolve, 50));
  await waitForPostgres(elsewhere, () => (ending.aborted ? 'stopped before the end' : undefined));
  await once(elsewhere, 'create extension if not exists pg_stat_statements');
  const client = new pg.Client({ connectionString: elsewhere });
  // It is cut off when the installation stops.
  client.on('error', () => undefined);
  await client.connect();
  return {
    async cost() {
      const { rows } = await client.query<PostgresCost>(
        `select coalesce(sum(calls), 0)::int as calls, coalesce(sum(total_exec_time), 0)::float8 as ms
          from pg_stat_statements join pg_database d on d.oid = dbid where d.datname = $1`,
        [DATABASE],
      );
      return rows[0] as PostgresCost;
    },
    close: () => client.end(),
  };
}

async function once(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
