import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import pg from 'pg';
import { openBatch } from '../../activities/batch/open-batch.ts';
import { countItems } from '../../adapters/store/batch-items.ts';
import { openStore, type Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { BatchCounts } from '../../domain/batch.ts';
import { readConfiguration } from '../../installation/configuration.ts';
import { dataConverter } from '../../installation/data-converter.ts';
import { connectTemporal } from '../../installation/temporal.ts';
import { DATABASE, postgresAdminUrl } from '../setup/instance.ts';
import { CLONE, readRuntime } from '../setup/state.ts';
import type { Workplace } from './workplace.ts';

/** Batches of the toy on an installation that runs. */
export interface BatchPlace {
  store: Store;
  client: Client;
  /** Asks for a batch of so many cases, of which each tenth needs nobody. Answers its id. */
  cases(name: string, count: number): Promise<string>;
  /** The same with so many rows. */
  rows(name: string, count: number): Promise<string>;
  /** Waits until nothing of a batch goes on by itself any more. */
  atRest(id: string, look?: (counts: BatchCounts) => void): Promise<BatchCounts>;
  /** Whether a batch still works on items, or is about to. */
  isGoingOn(id: string): Promise<boolean>;
  /** How often the lines of a file were counted: `{ 1: 100000 }` where each was counted once. */
  counted(name: string): Promise<Record<string, number>>;
  close(): Promise<void>;
}

const LOOK_MS = 200;

export async function openBatchPlace({ state, environment, ending }: Workplace): Promise<BatchPlace> {
  const configuration = readConfiguration(environment);
  const store = openStore({ url: configuration.DATABASE_URL, max: 2, statementTimeoutMs: 60_000 });
  const { client, connection } = await connectTemporal(dataConverter(configuration));
  const now = () => new Date();
  const ask = (kind: string, name: string, input = {}) =>
    openBatch({ store, now }, { kind: `toy.${kind}`, name, input, by: 'p-olga' });
  await asOwner(
    state,
    `create table toy_lines (file text, key text, seats integer, counted integer default 0, primary key (file, key));
      grant select, update on toy_lines to quarterdeck_app`,
  );
  await askForMany(environment);
  return {
    store,
    client,
    cases: (name, cases) => ask('period', name, { cases }),
    async rows(name, count) {
      await asOwner(
        state,
        'insert into toy_lines select $1, lpad(n::text, 9, $2), 1 from generate_series(1, $3) as n',
        [name, '0', count],
      );
      return ask('lines', name);
    },
    async atRest(id, look) {
      for (;;) {
        ending.throwIfAborted();
        // Postgres may just be away.
        const found = await standing(store, id).catch(() => null);
        if (found) look?.(found.counts);
        if (found?.planned && found.counts.waiting + found.counts.running === 0) return found.counts;
        await sleep(LOOK_MS);
      }
    },
    async isGoingOn(id) {
      const { planned, counts } = await standing(store, id);
      return !planned || counts.waiting + counts.running > 0;
    },
    async counted(name) {
      const { rows } = await statement(store).query<{ counted: number; lines: number }>(
        'select counted, count(*)::integer as lines from toy_lines where file = $1 group by counted',
        [name],
      );
      return Object.fromEntries(rows.map(({ counted, lines }) => [counted, lines]));
    },
    async close() {
      await connection.close();
      await store.close();
    },
  };
}

async function standing(store: Store, id: string): Promise<{ planned: boolean; counts: BatchCounts }> {
  const db = statement(store);
  const { rows } = await db.query<{ planned: boolean }>('select planned from batches where batch_id = $1', [
    id,
  ]);
  return { planned: rows[0]?.planned ?? false, counts: await countItems(db, id) };
}

async function asOwner(state: string, text: string, values?: unknown[]): Promise<void> {
  const port = readRuntime(state)?.ports.postgres as number;
  const url = new URL(postgresAdminUrl(state, port));
  url.pathname = `/${DATABASE}`;
  const owner = new pg.Client({ connectionString: url.href });
  await owner.connect();
  await owner.query(text, values).finally(() => owner.end());
}

/** Nine of ten cases wait for people; the others are only watched. */
async function askForMany(environment: Record<string, string>): Promise<void> {
  const args = ['rollout', 'set', 'company/company/many', 'assisted', '--unknown', '--lifecycle', 'toy'];
  const child = spawn(
    process.execPath,
    ['cli/index.ts', ...args, '--as', 'sam', '--yes', '--reason', 'benchmark'],
    {
      cwd: CLONE,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error('the rollout of the toy could not be set');
}
