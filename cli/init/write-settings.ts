import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PORT_NAMES, settingOf } from '../../adapters/ports/index.ts';
import { CLONE } from '../../installation/state.mjs';
import type { Tables } from './check-across.ts';
import { peopleFile } from './people-file.ts';

/** What is set up. */
export interface Wanted {
  /** With the exports. */
  folder: string;
  state: string;
  tables: Tables;
  env: NodeJS.ProcessEnv;
  /** Only sandboxes of vendors may be written to. */
  sandboxOnly: boolean;
}

/** Sets an installation of one's own up: its settings, its policy and its people. @returns the variables of its processes */
export async function writeSettings({
  folder,
  state,
  tables,
  env,
  sandboxOnly,
}: Wanted): Promise<Record<string, string>> {
  const policy = join(state, 'policy');
  const people = join(policy, 'people.yaml');
  if (existsSync(policy)) {
    // One that still names nobody is not lost; one that was edited is.
    const there = existsSync(people) ? await readFile(people, 'utf8') : null;
    if (there === peopleFile(undefined)) await writeFile(people, peopleFile(tables.people));
  } else {
    await cp(join(CLONE, 'policy'), policy, { recursive: true });
    await writeFile(people, peopleFile(tables.people));
    // What the sample's partners can earn is no offer to one's own.
    await rm(join(policy, 'incentives'), { recursive: true, force: true });
  }
  const rates = join(tables.rates ? folder : state, 'rates.csv');
  if (!existsSync(rates)) await writeFile(rates, 'date,currency,usd\n');
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
    ...(sandboxOnly ? { QUARTERDECK_AGAINST: 'sandbox' } : {}),
  };
  // Vendors of one's own are named in the environment, and so are their secrets: neither is written down.
  for (const port of PORT_NAMES) {
    if (env[settingOf(port)] === undefined) continue;
    for (const name of [settingOf(port), `${settingOf(port)}_SETTINGS`])
      delete (settings as Record<string, string>)[name];
  }
  await mkdir(state, { recursive: true });
  const text = JSON.stringify({ sample: false, environment: settings }, null, 2);
  await writeFile(join(state, 'settings.json'), `${text}\n`, { mode: 0o600 });
  return settings;
}
