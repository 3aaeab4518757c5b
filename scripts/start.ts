import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endOrphans } from './setup/orphans.ts';
import { runSampleOnce } from './setup/sample-once.ts';
import { type Instance, startInstance } from './setup/start-instance.ts';
import { runningInstance, stateFolder } from './setup/state.ts';
import { sayWhatWaits } from './setup/waiting.ts';

/**
 * `npm start [-- --no-sample]`: the supervised embedded default. Starts everything, takes the sample channel through
 * once, says what happened and stays up until Ctrl-C. State is kept between runs; `npm run reset` clears it.
 */
const say = (line: string) => console.log(line);
const { values: options } = parseArgs({ options: { 'no-sample': { type: 'boolean', default: false } } });
const state = stateFolder();

const already = await runningInstance(state);
if (already) {
  const { urls } = already.runtime;
  say(
    already.ready
      ? 'Quarterdeck is already running:'
      : 'Quarterdeck is just being started by another process.',
  );
  for (const [name, url] of Object.entries(urls)) say(`  ${name.padEnd(12)} ${url}`);
  process.exit(0);
}

const orphans = await endOrphans(state);
if (orphans.length > 0) say(`Ended what the last run left behind: ${orphans.join(', ')}.`);

const stop = new AbortController();
let instance: Instance | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) return;
    stop.abort();
    say('\nStopping: open cases go on at the next `npm start` …');
  });
}

try {
  if (!existsSync(join(state, 'postgres'))) sayWhatTheFirstRunNeeds();
  instance = await startInstance(state, say, stop.signal);
  if (instance.sample && !options['no-sample'])
    await runSampleOnce(state, instance.environment, say, stop.signal);
  if (!stop.signal.aborted) await sayWhatWaits(instance.environment, say);
  if (!stop.signal.aborted) sayWhereEverythingIs(instance);
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve();
    else stop.signal.addEventListener('abort', () => resolve());
  });
} catch (error) {
  if (!stop.signal.aborted) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
await instance?.stop();
say(process.exitCode ? 'Quarterdeck did not start; nothing was left running.' : 'Stopped.');
process.exit();

function sayWhatTheFirstRunNeeds(): void {
  const version = (
    JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }
  ).version;
  say(`Quarterdeck ${version}: first start on this machine.`);
  say(
    'It prepares Temporal, Postgres, simulated vendors, the worker and the server, then runs a sample channel.',
  );
  say('One minute and 300 MB of disk; 5 minutes and 3 GB where the Temporal CLI must be built with Go.');
  say(`Everything it keeps is in ${state}; \`npm run reset\` clears it.`);
}

function sayWhereEverythingIs({ urls, environment }: Instance): void {
  say('');
  say('Quarterdeck is running. Ctrl-C stops it; state is kept.');
  for (const [name, url] of Object.entries(urls)) say(`  ${name.padEnd(12)} ${url}`);
  if ((environment.QUARTERDECK_LLM ?? process.env.QUARTERDECK_LLM ?? 'none') === 'none') {
    say(
      'No model is set (QUARTERDECK_LLM): rules and templates read and write instead, and are labelled as such.',
    );
  }
}
