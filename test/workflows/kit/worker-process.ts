import { readFileSync } from 'node:fs';
import { NativeConnection, Worker } from '@temporalio/worker';
import { effectActivities } from '../../../activities/ledger/effects.ts';
import { rollbackActivities } from '../../../activities/ledger/rollback.ts';
import { openStore } from '../../../adapters/store/pool.ts';
import { keyedWrites } from '../../activities/ledger/keyed-vendor.ts';

/** A worker that a test can kill with SIGKILL. Its settings come as JSON in the first argument. */
export interface WorkerSettings {
  address: string;
  taskQueue: string;
  databaseUrl: string;
  vendorUrl: string;
  /** File that holds the bundled workflows. */
  bundle: string;
  searchLagMs: number;
  settleMs: number;
}

const settings = JSON.parse(process.argv[2] as string) as WorkerSettings;
const { address, taskQueue, databaseUrl, vendorUrl, searchLagMs, settleMs } = settings;
const deps = {
  store: openStore({ url: databaseUrl }),
  writes: keyedWrites(vendorUrl, { searchLagMs }),
  settleMs,
  now: () => new Date(),
};
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue,
  workflowBundle: { code: readFileSync(settings.bundle, 'utf8') },
  activities: { ...effectActivities(deps), ...rollbackActivities(deps) },
});
console.log('ready');
await worker.run();
