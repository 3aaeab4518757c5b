import { choosePorts } from './choose-ports.ts';
import { externalDatabase, prepareEmbeddedDatabase } from './database.ts';
import { watchDisk } from './disk.ts';
import { embeddedEnvironment, sandboxPorts } from './environment.ts';
import { nodeTask, postgresTask, temporalTask } from './instance.ts';
import { LOOPBACK } from './ports.ts';
import { processId } from './process-id.ts';
import { readSettings } from './settings.ts';
import { makeStateFolder, type Runtime, removeRuntime, stateSubfolder, writeRuntime } from './state.ts';
import { createSupervisor, type Pauses, type Task } from './supervisor.ts';
import { findTemporal } from './temporal.ts';
import type { Say } from './tools.ts';

export interface Instance {
  environment: Record<string, string>;
  urls: Record<string, string>;
  /** The program that runs Temporal, which is its command line, too; undefined where Temporal is somebody else's. */
  temporal: string | undefined;
  /** False when it runs on one's own data. */
  sample: boolean;
  /** Ends every child and forgets the instance. */
  stop(): Promise<void>;
}

/**
 * Starts Temporal, Postgres, the simulated vendors, the worker and the server, in this order, and supervises them. What
 * it has started is ended again when it fails or `stop` is aborted meanwhile. Throws a sentence naming what failed.
 */
export async function startInstance(
  state: string,
  say: Say,
  stop: AbortSignal,
  pauses: Pauses = {},
): Promise<Instance> {
  makeStateFolder(state);
  const settings = readSettings(state);
  // Whatever is made inside it from now on is readable by its owner only.
  process.umask(0o077);
  const { ports, release } = await choosePorts(state, say);
  const runtime: Runtime = {
    schemaVersion: 1,
    startedAt: new Date().toISOString(),
    supervisor: processId(process.pid),
    children: {},
    ports,
    urls: {},
    environment: {},
  };
  const save = () => {
    try {
      writeRuntime(runtime, state);
    } catch (error) {
      disk.failed(error as Error);
    }
  };
  const disk = watchDisk(state, say, save);
  const supervisor = createSupervisor({
    logFolder: stateSubfolder('logs', state),
    say,
    disk,
    ...pauses,
    changed: () => {
      runtime.children = supervisor.children();
      save();
    },
  });
  save();
  const end = async () => {
    await supervisor.stop();
    removeRuntime(state);
    release();
  };
  let step = 0;
  const start = async (what: string, task: Task | undefined) => {
    step += 1;
    if (!task) return say(`[${step}/5] ${what}: not in this version, left out`);
    const began = Date.now();
    await supervisor.start(task);
    say(`[${step}/5] ${what} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  };

  const startAll = async (): Promise<Instance> => {
    const own: NodeJS.ProcessEnv = { ...settings.environment, ...process.env };
    const source = await findTemporal(say, stop);
    const outside = {
      temporal: { TEMPORAL_ADDRESS: `${LOOPBACK}:${ports.temporal}`, TEMPORAL_NAMESPACE: 'default' },
      databaseUrls: externalDatabase() ?? {},
    };
    if (source.kind === 'executable') {
      await start(
        'Temporal with its UI',
        temporalTask(source.path, state, ports, Boolean(own.QUARTERDECK_CODEC_KEY)),
      );
      runtime.urls.Temporal = `${LOOPBACK}:${ports.temporal}`;
      runtime.urls['Temporal UI'] = `http://${LOOPBACK}:${ports.temporalUi}`;
    } else {
      outside.temporal = { TEMPORAL_ADDRESS: source.address, TEMPORAL_NAMESPACE: source.namespace };
      say(`[${++step}/5] Temporal at ${source.address}, namespace ${source.namespace}`);
    }
    if (outside.databaseUrls.DATABASE_URL) {
      say(`[${++step}/5] Postgres at ${new URL(outside.databaseUrls.DATABASE_URL).host} (DATABASE_URL)`);
    } else {
      await start('Postgres', postgresTask(state, ports.postgres));
      outside.databaseUrls = await prepareEmbeddedDatabase(state, ports.postgres);
    }
    const env = {
      ...settings.environment,
      ...embeddedEnvironment(state, ports, outside, own, settings.sample),
    };
    // It stands for simulated vendors and the sample's own rollout: one's own data must start in shadow.
    if (!settings.sample) delete env.QUARTERDECK_SANDBOX;
    runtime.environment = env;
    const vendors = Object.values(sandboxPorts(ports));
    if (settings.sample)
      await start('Simulated vendors', nodeTask('sandbox', 'sandbox/index.ts', env, vendors));
    else say(`[${++step}/5] Vendors of your own (quarterdeck init)`);
    await start(
      'Worker',
      nodeTask('worker', 'workers/index.ts', env, [ports.worker], 'workers/no-promise-traces.ts'),
    );
    await start('Server', nodeTask('server', 'server/index.ts', env, [ports.http]));
    runtime.urls.Server = env.QUARTERDECK_URL ?? '';
    const slack = `http://${LOOPBACK}:${ports.slack}/`;
    if (env.QUARTERDECK_STAFF_SETTINGS?.includes(slack))
      runtime.urls.Slack = `${slack}__sim/messages?key=${env.QUARTERDECK_SANDBOX_KEY}`;
    save();
    const temporal = source.kind === 'executable' ? source.path : undefined;
    return { environment: env, urls: runtime.urls, temporal, sample: settings.sample, stop: end };
  };
  try {
    return await Promise.race([startAll(), rejectWhenAborted(stop)]);
  } catch (error) {
    await end();
    throw error;
  }
}

/** A build or a recovery can take minutes; Ctrl-C must not wait for it. */
function rejectWhenAborted(stop: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(new Error('stopped before everything was started'));
    if (stop.aborted) abort();
    else stop.addEventListener('abort', abort, { once: true });
  });
}
