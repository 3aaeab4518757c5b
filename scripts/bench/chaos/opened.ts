import type { Client, Connection } from '@temporalio/client';
import { openStore, type Store } from '../../../adapters/store/pool.ts';
import { readConfiguration } from '../../../installation/configuration.ts';
import { dataConverter } from '../../../installation/data-converter.ts';
import { connectTemporal } from '../../../installation/temporal.ts';
import type { Workplace } from '../workplace.ts';

/** What partners, people and attackers outside reach an instance with. */
export interface Opened {
  store: Store;
  client: Client;
  connection: Connection;
  namespace: string;
  taskQueue: string;
  /** Of the API. */
  key: string;
  close(): Promise<void>;
}

/** @throws Error when the instance has no API key */
export async function opened({ environment }: Workplace): Promise<Opened> {
  const configuration = readConfiguration(environment);
  const [key] = Object.values(JSON.parse(environment.QUARTERDECK_API_KEYS ?? '{}') as Record<string, string>);
  if (!key) throw new Error('QUARTERDECK_API_KEYS holds no key');
  const store = openStore({ url: configuration.DATABASE_URL, max: 4 });
  const { client, connection, namespace } = await connectTemporal(dataConverter(configuration));
  return {
    store,
    client,
    connection,
    namespace,
    taskQueue: configuration.QUARTERDECK_TASK_QUEUE,
    key,
    async close() {
      await connection.close();
      await store.close();
    },
  };
}
