import { join } from 'node:path';
import { migrate } from '../../adapters/store/migrate.ts';
import { openStore, type Store } from '../../adapters/store/pool.ts';
import { launch } from '../setup/command.ts';
import { databaseUrls } from '../setup/environment.ts';
import { freePorts } from '../setup/ports.ts';
import { ensureDatabase, postgresCommand, superuserUrl, waitForPostgres } from '../setup/postgres.ts';
import { makeRunFolder, removeRunFolder } from '../setup/test-run.ts';

const DATABASE = 'bench';
const PASSWORDS = { app: 'bench-app', auditor: 'bench-auditor', partner: 'bench-partner' };

/** Runs `work` on a fresh, migrated Postgres with an installation's settings, and removes it afterwards. */
export async function onPostgres<T>(work: (store: Store, adminUrl: string) => Promise<T>): Promise<T> {
  const folder = await makeRunFolder();
  try {
    const [port = 0] = await freePorts(1);
    const options = { dataFolder: join(folder, 'postgres'), port, password: 'bench-only', durable: true };
    const server = await launch(await postgresCommand(options), join(folder, 'postgres.log'));
    const adminUrl = superuserUrl(port, options.password, DATABASE);
    await waitForPostgres(superuserUrl(port, options.password), server.ended);
    await ensureDatabase(superuserUrl(port, options.password), DATABASE);
    await migrate(adminUrl, PASSWORDS);
    const { DATABASE_URL: url } = databaseUrls(port, DATABASE, PASSWORDS) as { DATABASE_URL: string };
    const store = openStore({ url, statementTimeoutMs: 120_000 });
    try {
      return await work(store, adminUrl);
    } finally {
      await store.close();
      await server.stop();
    }
  } finally {
    await removeRunFolder(folder);
  }
}
