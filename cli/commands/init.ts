import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { CLONE, stateFolder } from '../../installation/state.mjs';
import { CliFailure, EXIT, notFound, usage } from '../failure.ts';
import { wrap } from '../layout.ts';
import { type FoundFile, readOwnData } from '../own-data.ts';
import { inSession, type Session } from '../session.ts';
import { table } from '../table.ts';

/** Read by `npm start` (scripts/setup/settings.ts); what the environment already says wins. */
const SETTINGS_FILE = 'settings.json';

export function init(): Command {
  return new Command('init')
    .description('start on your own exports (CSV or JSON) instead of the sample; no vendor account is needed')
    .requiredOption(
      '--data <folder>',
      'holds partners, accounts, and if you have them deals, opportunities, rates',
    )
    .option('--force', 'replace what an earlier init has set')
    .addHelpText('after', '\nExample:\n  $ quarterdeck init --data ./exports')
    .action(inSession(start));
}

async function start(session: Session, options: { data: string; force?: true }): Promise<void> {
  const folder = resolve(options.data);
  if (!existsSync(folder))
    throw notFound(`There is no folder ${folder}.`, 'Name the folder with your exports.');
  if (!statSync(folder).isDirectory()) throw usage(`${folder} is not a folder.`, 'Name the folder.', 'data');
  const state = stateFolder();
  const file = join(state, SETTINGS_FILE);
  if (existsSync(file) && !options.force) {
    throw usage(`${file} is there already.`, 'Add --force to replace it.', 'force');
  }
  const found = await readOwnData(folder);
  const { terminal } = session;
  if (!terminal.json) terminal.say(foundText(found, folder, terminal.width));
  const wrong = found.filter((one) => one.problem !== null);
  if (wrong[0]) {
    terminal.data({ folder, files: found, settings: null });
    throw new CliFailure({
      exit: EXIT.usage,
      code: 'data',
      title: `${wrong.length === 1 ? 'One export' : `${wrong.length} exports`} cannot be used; nothing was set.`,
      fix: 'Correct what the table names (docs/operations.md lists the columns) and run it again.',
      field: wrong[0].file,
    });
  }
  const settings = await writeSettings(folder, state, file, found);
  terminal.data({ folder, files: found, settings });
  for (const line of nextSteps(found, state, folder)) terminal.say(wrap(line, terminal.width));
}

async function writeSettings(
  folder: string,
  state: string,
  file: string,
  found: readonly FoundFile[],
): Promise<Record<string, string>> {
  const policy = join(state, 'policy');
  if (!existsSync(policy)) await cp(join(CLONE, 'policy'), policy, { recursive: true });
  const ownRates = found.some((one) => one.file === 'rates.csv');
  const rates = join(ownRates ? folder : state, 'rates.csv');
  if (!ownRates && !existsSync(rates)) await writeFile(rates, 'date,currency,usd\n');
  const inbox = join(folder, 'inbox');
  await mkdir(inbox, { recursive: true });
  const out = (port: string) => JSON.stringify({ folder, out: join(folder, 'out', port) });
  const settings = {
    // None of one's own sources is the sample's.
    QUARTERDECK_SAMPLE_SOURCES: '',
    QUARTERDECK_POLICY: policy,
    QUARTERDECK_RATES: rates,
    QUARTERDECK_INBOX: inbox,
    QUARTERDECK_PRM: 'files',
    QUARTERDECK_PRM_SETTINGS: out('prm'),
    QUARTERDECK_CRM: 'files',
    QUARTERDECK_CRM_SETTINGS: out('crm'),
    QUARTERDECK_NOTIFY: 'files',
    QUARTERDECK_NOTIFY_SETTINGS: JSON.stringify({ folder: join(folder, 'out', 'mail') }),
    QUARTERDECK_TICKETS: 'files',
    QUARTERDECK_TICKETS_SETTINGS: JSON.stringify({ folder: join(folder, 'out', 'tickets') }),
  };
  await mkdir(state, { recursive: true });
  const text = JSON.stringify({ sample: false, environment: settings }, null, 2);
  await writeFile(
    file,
    `${text}
`,
    { mode: 0o600 },
  );
  return settings;
}

function foundText(found: readonly FoundFile[], folder: string, width: number): string {
  const files = table(
    found,
    [
      { head: 'FILE', value: (one) => one.file },
      { head: 'ROWS', value: (one) => one.rows, align: 'right' },
      { head: 'STATE', value: (one) => (one.problem === null ? 'good' : 'wrong') },
    ],
    width,
  );
  const problems = found.flatMap((one) => (one.problem ? [wrap(`${one.file}: ${one.problem}`, width)] : []));
  return [`In ${folder}:`, files, ...problems].join('\n');
}

function nextSteps(found: readonly FoundFile[], state: string, folder: string): string[] {
  const has = (name: string) => found.some((one) => one.file.startsWith(name));
  return [
    '',
    ...(has('rates') ? [] : ['No rates.csv: what is not in US dollars goes to a person.']),
    ...(has('opportunities') ? [] : ['No opportunities: conflicts are looked for among accounts only.']),
    `1. Put your people into ${join(state, 'policy', 'people.yaml')}; roles, limits and thresholds are beside it.`,
    '2. Start: npm start (a running instance has to be stopped first).',
    `3. Put registrations into ${join(folder, 'inbox')}, or: quarterdeck cases submit FILE`,
    `What is to be loaded into PRM and CRM is written to ${join(folder, 'out')}. Every segment begins in shadow.`,
  ];
}
