import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_PARTS } from './sample-parts.ts';
import { PREFERRED_PORTS } from './setup/environment.ts';
import { endOrphans } from './setup/orphans.ts';
import { checkFolders, checkPostgres } from './setup/preflight.ts';
import { onPath } from './setup/programs.mjs';
import { readOptions } from './setup/read-options.ts';
import { missingParts, runPart } from './setup/sample-once.ts';
import { readSettings } from './setup/settings.ts';
import { type Instance, startInstance } from './setup/start-instance.ts';
import { claimState, readRuntime, runningInstance, sampleStateFolder, stateFolder } from './setup/state.ts';
import { openTerminal } from './setup/terminal.ts';
import { sayWhatWaits } from './setup/waiting.ts';

/**
 * `npm start [-- --no-sample | --sample]`: the supervised embedded default. Starts everything, delivers the first part of the sample
 * channel, shows its board, delivers the rest behind it, and stays up until Ctrl-C. State is kept between runs;
 * `npm run reset` clears it. Once `quarterdeck init` has made an installation of one's own, that one is started, and the sample with
 * `--sample`.
 */
const USAGE = `npm start [-- --no-sample | --sample]
  --no-sample    start the sample's installation without its channel
  --sample       the sample, where \`quarterdeck init\` has made an installation of your own
It stays up until Ctrl-C.`;
const { values: options } = readOptions(USAGE, {
  options: {
    'no-sample': { type: 'boolean', default: false },
    sample: { type: 'boolean', default: false },
  },
});
// Every process that is started from here finds the same folder.
if (options.sample) process.env.QUARTERDECK_STATE ??= sampleStateFolder();
const terminal = openTerminal(process.stdout);
const { say } = terminal;
process.stderr.on('error', () => undefined);
const state = stateFolder();

/** What is to be found at each address. */
const FOUND_AT: Record<string, string> = {
  Temporal: "for Temporal's own command line",
  'Temporal UI': 'every case as a workflow',
  Server: 'webhooks and API, for programs; their key is in secrets/api of the state folder',
  Slack: 'simulated: what people were told',
};

const stop = new AbortController();
let instance: Instance | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) return;
    terminal.progress();
    say('\nStopping: open cases go on at the next `npm start` …');
    stop.abort();
  });
}
// A fault of the supervisor itself must not leave its children to nobody.
process.on('uncaughtException', (error) => {
  fail(error);
  stop.abort();
});

try {
  const running = await runningInstance(state);
  if (!running) checkFolders(state);
  const holder = claimState(state).holder ?? running?.runtime.supervisor;
  if (holder) {
    await sayWhoRunsIt(holder.pid);
    process.exit(0);
  }
  const orphans = await endOrphans(state);
  if (orphans.length > 0) say(`Ended what the last run left behind: ${orphans.join(', ')}.`);
  if (!existsSync(join(state, 'postgres'))) sayWhatTheFirstRunNeeds();
  await checkPostgres(state);
  instance = await startInstance(state, say, stop.signal);
  // What runs goes on running, whatever goes wrong with the sample or its board (a full disk).
  await show(instance).catch((error: Error) => say(error.message));
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve();
    else stop.signal.addEventListener('abort', () => resolve());
  });
} catch (error) {
  if (!stop.signal.aborted) fail(error as Error);
}
await instance?.stop();
say(process.exitCode && !instance ? 'Quarterdeck did not start; nothing was left running.' : 'Stopped.');
process.exit();

/** The first useful screen does not wait for the whole sample, which grows with every lifecycle. */
async function show(running: Instance): Promise<void> {
  const deliver = (part: (typeof SAMPLE_PARTS)[number]) =>
    runPart(part, state, running.environment, terminal, stop.signal);
  const missing = running.sample && !options['no-sample'] ? missingParts(state) : [];
  if (missing[0] === SAMPLE_PARTS[0] && !(await deliver(SAMPLE_PARTS[0]))) missing.length = 0;
  const rest = missing.filter((part) => part !== SAMPLE_PARTS[0]);
  await sayWhereItStands(running);
  if (rest.length === 0 || stop.signal.aborted) return;
  say('\nYou can work with it already. The rest of the sample channel arrives meanwhile.');
  for (const part of rest) {
    if (!(await deliver(part))) return;
    if (part === rest.at(-1)) say('Sample channel: all of it has arrived.');
    await sayWhereItStands(running);
  }
}

async function sayWhereItStands(running: Instance): Promise<void> {
  if (!stop.signal.aborted) await sayWhatWaits(running.environment, say);
  if (!stop.signal.aborted) sayWhereEverythingIs(running);
}

async function sayWhoRunsIt(pid: number): Promise<void> {
  const ready = (await runningInstance(state))?.ready;
  say(
    ready
      ? `Quarterdeck is already running (process ${pid}):`
      : `Quarterdeck is being started by another process (${pid}).`,
  );
  sayUrls(readRuntime(state)?.urls ?? {});
  say(`Stop it with Ctrl-C in its terminal, or with \`kill ${pid}\`.`);
}

function sayUrls(urls: Record<string, string>): void {
  for (const [name, url] of Object.entries(urls)) {
    const what = FOUND_AT[name];
    say(`  ${name.padEnd(12)} ${url}${what ? ` (${what})` : ''}`);
  }
}

function fail(error: Error): void {
  terminal.progress();
  console.error(error.message);
  process.exitCode = 1;
}

function sayWhatTheFirstRunNeeds(): void {
  const version = (
    JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }
  ).version;
  say(`Quarterdeck ${version}: first start on this machine.`);
  say(
    readSettings(state).sample
      ? 'It prepares Temporal, Postgres, simulated vendors, the worker and the server, then runs a sample channel.'
      : 'It prepares Temporal, Postgres, the worker and the server, on the data that `quarterdeck init` was given.',
  );
  say(
    'The first board is there within a minute or two; all of it takes 300 MB of disk, besides what had to be installed.',
  );
  say(`Everything it keeps is in ${state}; \`npm run reset\` clears it.`);
}

function sayWhereEverythingIs({ urls, environment, temporal }: Instance): void {
  say('');
  say('Quarterdeck is running. Ctrl-C stops it; state is kept.');
  sayUrls(urls);
  if (stateFolder({ ...process.env, QUARTERDECK_STATE: undefined }) !== state)
    say(`The quarterdeck command finds it with: export QUARTERDECK_STATE=${state}`);
  if (temporal && !onPath('temporal'))
    say(`\`temporal\` is not on the PATH: Temporal's own command line is ${temporal}`);
  const usual = `127.0.0.1:${PREFERRED_PORTS.temporal}`;
  if (environment.TEMPORAL_ADDRESS !== usual) {
    say(`Temporal's own command line finds it with: export TEMPORAL_ADDRESS=${environment.TEMPORAL_ADDRESS}`);
  }
  if ((environment.QUARTERDECK_LLM ?? process.env.QUARTERDECK_LLM ?? 'none') === 'none') {
    say(
      'No model is set (QUARTERDECK_LLM): rules and templates read and write instead, and are labelled as such.',
    );
  }
}
