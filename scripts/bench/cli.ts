import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addPeople, addWaiting } from '../../test/cli/world.ts';
import { CLONE } from '../setup/state.ts';
import { type Figure, figure, median } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { onPostgres } from './postgres-only.ts';

const RUNS = 20;
const CASE = 'deal:impartner:101';

/** What is measured: each command, and the CPU time in ms that it may take. */
const COMMANDS: ReadonlyArray<{ name: string; args: string[]; aim?: number }> = [
  { name: 'help', args: ['--help'], aim: 150 },
  { name: 'reviews_list', args: ['reviews', 'list', '--as', 'ana'], aim: 400 },
  { name: 'reviews_show', args: ['reviews', 'show', CASE, '--as', 'ana'], aim: 400 },
  { name: 'cases_list', args: ['cases', 'list', '--as', 'ana'], aim: 400 },
  { name: 'cases_show', args: ['cases', 'show', CASE, '--as', 'ana'], aim: 400 },
  { name: 'cases_board', args: ['cases', 'board'] },
];

/**
 * How long the commands that people type all day keep a processor busy: user and system time of `quarterdeck` with every
 * process that it starts, median of 20 runs, with `options.cases` reviews waiting. The first run after an installation,
 * when nothing is compiled yet, is a figure of its own (`reviews list`).
 */
export async function* run(options: BenchOptions): AsyncGenerator<Figure[]> {
  yield await commandTimes(options);
}

function commandTimes({ cases, say }: BenchOptions): Promise<Figure[]> {
  return onPostgres(async (store) => {
    const folder = mkdtempSync(join(tmpdir(), 'qd-bench-cli-'));
    try {
      await addPeople(store, join(folder, 'keys'));
      for (let number = 101; number < 101 + cases; number += 1) {
        await addWaiting(store, {
          externalId: String(number),
          customer: `Customer ${number}`,
          value: '48000',
        });
      }
      const environment = {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        QUARTERDECK_STATE: folder,
        QUARTERDECK_ENVIRONMENT: 'development',
        DATABASE_URL: store.pool.options.connectionString ?? '',
      };
      const fresh = cpuMilliseconds(['reviews', 'list', '--as', 'ana'], environment);
      const warm = COMMANDS.map(({ name, args, aim }) => {
        cpuMilliseconds(args, environment);
        const times = Array.from({ length: RUNS }, () => cpuMilliseconds(args, environment));
        say(`quarterdeck ${args.join(' ')}: ${times.join(' ')} ms`);
        return figure(`cli.${name}_ms`, median(times), 'ms', aim ? ['≤', aim] : undefined);
      });
      return [...warm, figure('cli.first_run_ms', fresh, 'ms')];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** User and system time of one run and of all that it started. @throws Error when the command fails */
function cpuMilliseconds(args: readonly string[], env: Record<string, string>): number {
  // Node does not tell the times of a child; bash does, to the millisecond.
  const script = `TIMEFORMAT='%3U %3S'; time "$@" >/dev/null`;
  const command = ['-c', script, 'bash', join(CLONE, 'quarterdeck.sh'), ...args];
  const { status, stderr } = spawnSync('bash', command, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`quarterdeck ${args.join(' ')} ended with ${status}: ${stderr}`);
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(/\s+/).map(Number);
  return Math.round((user + system) * 1_000);
}
