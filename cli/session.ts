import type { Client, Connection } from '@temporalio/client';
import type { Command } from 'commander';
import { openStore, type Store, type Tx, transact } from '../adapters/store/pool.ts';
import { CliFailure, EXIT, usage } from './failure.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** Options that every command has. */
export interface GlobalOptions {
  json?: true;
  as?: string;
}

export interface TemporalSession {
  client: Client;
  connection: Connection;
  namespace: string;
  address: string;
}

/** One command's run: its terminal and its connections, opened when first used and closed at the end. */
export interface Session {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  readonly options: GlobalOptions;
  store(): Store;
  /** One transaction on the app role. */
  db<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  temporal(): Promise<TemporalSession>;
}

/** Wraps a command's work for commander: `(...arguments, options, command)` becomes `(session, ...arguments, options)`. */
export function inSession<Args extends unknown[]>(
  work: (session: Session, ...args: Args) => Promise<void>,
): (...args: [...Args, Command]) => Promise<void> {
  return async (...args) => {
    const command = args.at(-1) as Command;
    const opened = openSession(command.optsWithGlobals<GlobalOptions>());
    try {
      await work(opened.session, ...(args.slice(0, -1) as Args));
    } finally {
      await opened.close();
    }
  };
}

function openSession(options: GlobalOptions) {
  let store: Store | undefined;
  let temporal: Promise<TemporalSession> | undefined;
  const session: Session = {
    terminal: openTerminal(options.json === true),
    env: process.env,
    options,
    store: () => {
      store ??= openStore({ url: databaseUrl(), max: 4 });
      return store;
    },
    db: (work) => transact(session.store(), work),
    temporal: () => {
      temporal ??= connect();
      return temporal;
    },
  };
  const close = async () => {
    await store?.close();
    await temporal?.then((one) => one.connection.close()).catch(() => undefined);
  };
  return { session, close };
}

/** Loaded only where it is used: most commands read Postgres alone. */
async function connect(): Promise<TemporalSession> {
  const { connectTemporal } = await import('../installation/temporal.ts');
  const { dataConverter } = await import('../installation/data-converter.ts');
  return connectTemporal(dataConverter({ QUARTERDECK_CODEC_KEY: process.env.QUARTERDECK_CODEC_KEY }));
}

/** The launcher puts the running instance's settings into the environment. @throws CliFailure when there are none. */
export function needed(name: string): string {
  const value = process.env[name];
  if (value) return value;
  if (process.env.DATABASE_URL)
    throw new CliFailure({
      exit: EXIT.usage,
      code: 'configuration',
      title: `${name} is not set.`,
      fix: 'Set it as the instance has it that DATABASE_URL leads to (docs/operations.md, Environment).',
    });
  throw new CliFailure({
    exit: EXIT.down,
    code: 'not_running',
    title: 'Quarterdeck is not running here.',
    fix: `Start it with \`npm start\` in its folder, or set ${name} to reach one elsewhere.`,
  });
}

/** DATABASE_URL. @throws CliFailure when there is none, or usage when it is no address of a database */
export function databaseUrl(): string {
  const url = needed('DATABASE_URL');
  if (/^postgres(ql)?:\/\/./.test(url) && URL.canParse(url)) return url;
  throw usage(
    'DATABASE_URL is not the address of a database.',
    'Write it as postgresql://USER:PASSWORD@HOST/DATABASE.',
  );
}
