import { temporalSettings } from '../../installation/temporal-settings.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.ts';
import type { Command } from './command.ts';
import { LOOPBACK, waitForPort } from './ports.ts';
import { sdkDownload } from './sdk-download.ts';
import { buildCli, findCli, goTrouble } from './temporal-cli.mjs';
import { run, type Say } from './tools.ts';

const RETENTION = '90d';

/** Where Temporal is: somebody else's server, or a program with which we start our own. */
export type TemporalSource =
  | { kind: 'external'; address: string; namespace: string }
  | { kind: 'executable'; path: string };

/**
 * Finds Temporal: `TEMPORAL_ADDRESS` or a temporal.toml profile; else the program that is already here (findCli); else the
 * SDK's download; else a build from source with Go, which `stop` ends. Throws one sentence naming what is missing.
 */
export async function findTemporal(say: Say, stop?: AbortSignal): Promise<TemporalSource> {
  const configured = externalTemporal();
  if (configured) return configured;
  return { kind: 'executable', path: await temporalExecutable(say, stop) };
}

/** The server that the environment or a temporal.toml profile names, if any. */
export function externalTemporal(): TemporalSource | undefined {
  const { connectionOptions, namespace } = temporalSettings();
  const address = connectionOptions.address;
  return address ? { kind: 'external', address, namespace: namespace ?? 'default' } : undefined;
}

/** The `temporal` program, fetched or built if need be. Throws one sentence naming what is missing. */
export async function temporalExecutable(say: Say, stop = new AbortController().signal): Promise<string> {
  const found = findCli() ?? (await sdkDownload('dev-server', say));
  if (found) return found;
  const trouble = goTrouble();
  if (trouble) throw new Error(trouble);
  return buildCli(say, stop);
}

/**
 * How tasks of different senders take turns (adapters/intake/priority.ts): in the whole queue, in each of its four parts, or not at all. Which
 * part a task is in is chance, and one part may be polled long after another.
 */
export type Turns = 'whole' | 'parts' | 'none';

const MATCHING: Record<Turns, readonly string[]> = {
  none: ['useNewMatcher=true'],
  parts: ['useNewMatcher=true', 'enableFairness=true'],
  whole: [
    ...['useNewMatcher=true', 'enableFairness=true'],
    ...['numTaskqueueReadPartitions=1', 'numTaskqueueWritePartitions=1'],
  ],
};

/**
 * The dev server as a command. With `dbFile` its state outlives it (WAL and synchronous=normal: 2.5 times the speed of
 * the default); without, it is in memory. Without `uiPort` there is no UI.
 */
export function temporalCommand(
  path: string,
  options: {
    port: number;
    uiPort?: number;
    /** Where the UI has encrypted payloads read and written. */
    codecEndpoint?: string;
    dbFile?: string;
    httpPort?: number;
    logLevel?: string;
    /** Default: in the whole queue where nothing is kept, else none. */
    turns?: Turns;
  },
): Command {
  const ui =
    options.uiPort === undefined ? ['--headless'] : ['--ui-ip', LOOPBACK, '--ui-port', `${options.uiPort}`];
  if (options.codecEndpoint) ui.push('--ui-codec-endpoint', options.codecEndpoint);
  const db = options.dbFile === undefined ? [] : ['--db-filename', options.dbFile];
  const pragmas = ['journal_mode=wal', 'synchronous=normal'].flatMap((one) => ['--sqlite-pragma', one]);
  const turns = MATCHING[options.turns ?? (options.dbFile === undefined ? 'whole' : 'none')].flatMap(
    (value) => ['--dynamic-config-value', `matching.${value}`],
  );
  const attributes = Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  return {
    name: 'temporal',
    file: path,
    args: [
      ...['server', 'start-dev', '--ip', LOOPBACK, '--port', `${options.port}`, ...ui, ...db],
      ...(db.length === 0 ? [] : pragmas),
      ...(options.httpPort === undefined ? [] : ['--http-port', `${options.httpPort}`]),
      ...attributes,
      ...turns,
      ...['--log-level', options.logLevel ?? 'error', '--log-format', 'json', '--disable-config-file'],
    ],
  };
}

/**
 * Waits until the dev server takes commands (its port answers before it does) and has it keep closed cases for 90 days; its
 * own default is 24 hours. Throws with the server's last words when it has ended or the time is over.
 */
export async function prepareTemporal(
  path: string,
  port: number,
  ended: () => string | undefined = () => undefined,
  timeoutMs = 90_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  await waitForPort(port, 'Temporal', timeoutMs, ended);
  const server = ['--address', `${LOOPBACK}:${port}`, '--disable-config-file', '--disable-config-env'];
  const update = ['operator', 'namespace', 'update', '-n', 'default', '--retention', RETENTION, ...server];
  for (;;) {
    try {
      await run(path, update, { timeoutMs: 30_000 });
      return;
    } catch (error) {
      const reason = ended();
      if (reason) throw new Error(`Temporal did not start: ${reason}`);
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}
