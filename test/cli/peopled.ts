import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../adapters/store/pool.ts';
import type { Parts } from '../environment/open-for-tests.ts';
import { freshDatabase, type TestDatabase } from '../environment/servers.ts';
import { addPeople, cliEnvironment, storeOf } from './world.ts';

/** A Postgres and a folder of its own with the sample people and their keys; none of our processes runs. */
export interface Peopled {
  database: TestDatabase;
  /** State folder; keys are in `keys`. */
  folder: string;
  store: Store;
  /** What a command has to find in its environment. */
  env: Record<string, string>;
}

/** For openForTests(). */
export async function peopled(parts: Parts): Promise<Peopled> {
  const database = await freshDatabase();
  parts.defer(() => database.drop());
  const folder = mkdtempSync(join(tmpdir(), 'qd-cli-'));
  parts.defer(() => rmSync(folder, { recursive: true, force: true }));
  const store = storeOf(database.appUrl);
  parts.defer(() => store.close());
  await addPeople(store, join(folder, 'keys'));
  return { database, folder, store, env: cliEnvironment(database.appUrl, folder) };
}
