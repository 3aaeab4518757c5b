import { fileURLToPath } from 'node:url';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Worker } from '@temporalio/worker';
import { readConfiguration } from '../../installation/configuration.ts';
import { openPorts } from '../../installation/ports.ts';
import { createLogger, installRuntime } from '../../installation/telemetry.ts';
import { CASE_SLOTS } from '../../workers/queues.ts';
import { bareActivities } from './yardstick-activities.ts';

/** A worker for the yardsticks with the same SDK options and slots as ours, on a task queue of its own. */
const configuration = readConfiguration();
installRuntime(createLogger('yardstick', 'warn'));
const connection = await NativeConnection.connect(loadClientConnectConfig().connectionOptions);
const worker = await Worker.create({
  connection,
  taskQueue: 'yardstick',
  workflowsPath: fileURLToPath(new URL('./yardstick-workflows.ts', import.meta.url)),
  activities: bareActivities(await openPorts(configuration, ['prm', 'crm', 'notify'])),
  shutdownGraceTime: '20 s',
  maxCachedWorkflows: 500,
  tuner: CASE_SLOTS,
});
console.log('yardstick worker ready');
await worker.run();
await connection.close();
