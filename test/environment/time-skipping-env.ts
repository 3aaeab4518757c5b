import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { launch } from '../../scripts/setup/command.ts';
import { freePort, LOOPBACK, waitForPort } from '../../scripts/setup/ports.ts';

/** The SDK's own start waits for 5 s and no longer, which is too short on a busy machine. */
const START_MS = 60_000;

/** What TestWorkflowEnvironment.createTimeSkipping() calls; it is private only in its types. */
interface Creates {
  create(options: {
    server: { type: 'existing' };
    supportsTimeSkipping: true;
    address: string;
  }): Promise<TestWorkflowEnvironment>;
}

/**
 * Starts the time-skipping server and connects to it; its teardown() ends the server, too.
 * @param path the server's program @param pids the run's folder of process ids, whose processes the run's end ends
 * @throws Error naming the server's log when it does not answer within 60 s
 */
export async function startTimeSkipping(path: string, pids: string): Promise<TestWorkflowEnvironment> {
  const run = dirname(pids);
  // Not with --enable-time-skipping: then it would skip whenever it is idle, not only while a test sleeps or waits for a result.
  const port = await freePort();
  const server = await launch(
    { name: 'time-skipping server', file: path, args: [String(port)] },
    join(run, `time-skipping-${randomUUID()}.log`),
  );
  try {
    await waitForPort(port, 'the time-skipping server', START_MS, server.ended);
    const env = await (TestWorkflowEnvironment as unknown as Creates).create({
      server: { type: 'existing' },
      supportsTimeSkipping: true,
      address: `${LOOPBACK}:${port}`,
    });
    const disconnect = env.teardown.bind(env);
    env.teardown = async () => {
      await disconnect();
      await server.stop();
    };
    return env;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
