import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { openForTests } from '../../environment/open-for-tests.ts';
import { devServer } from '../../environment/servers.ts';
import { testBundle } from '../../environment/test-bundle.ts';
import { eventually } from '../deal/cases.ts';
import { heard, type twoAtOnce } from './in-turn-workflow.ts';

const here = openForTests(async (parts) => {
  const env = await devServer();
  parts.defer(() => env.teardown());
  const workflowBundle = await testBundle(join(import.meta.dirname, 'in-turn-workflow.ts'));
  const taskQueue = `in-turn-${randomUUID()}`;
  const ends = new Map<string, () => void>();
  const activities = {
    /** Lasts until the test says so. */
    long: () => new Promise<void>((resolve) => ends.set('long', resolve)),
    afterLong: async () => undefined,
    ofSignal: async () => undefined,
  };
  const connection = env.nativeConnection;
  const worker = await Worker.create({ connection, taskQueue, workflowBundle, activities, debugMode: true });
  const running = worker.run();
  parts.defer(async () => {
    worker.shutdown();
    await running;
  });
  return { env, workflowBundle, taskQueue, ends };
});

test.each([0, 20])(
  'a long activity and a signal that comes in its second task are told alike, %i steps apart',
  async (steps) => {
    const { env, workflowBundle, taskQueue, ends } = here;
    ends.clear();
    const workflowId = randomUUID();
    const handle = await env.client.workflow.start<typeof twoAtOnce>('twoAtOnce', {
      workflowId,
      taskQueue,
      args: [steps],
      // The core ends a task with which an activity lasts after eight tenths of its time, and goes on in the next one.
      workflowTaskTimeout: '1 s',
    });
    const end = await eventually(() => ends.get('long'));
    await handle.signal(heard);
    await eventually(async () => {
      const { events } = await handle.fetchHistory();
      const at = events?.findIndex((event) => event.workflowExecutionSignaledEventAttributes) ?? -1;
      return at >= 0 && events?.slice(at).some((event) => event.workflowTaskStartedEventAttributes);
    });
    // The signal has been worked off before the activity ends.
    await sleep(200);
    end();
    await handle.result();
    const history = await handle.fetchHistory();
    expect(history.events?.filter((event) => event.markerRecordedEventAttributes)).toHaveLength(3);
    await Worker.runReplayHistory({ workflowBundle }, history, workflowId);
  },
);
