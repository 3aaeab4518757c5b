import { join } from 'node:path';
import { claim } from './claim.mjs';
import { type ListenerName, PREFERRED_PORTS } from './environment.ts';
import { makeOpenFolder } from './open-folder.ts';
import { freePort } from './ports.ts';
import { readPorts, savePorts, sharedFolder } from './state.ts';
import type { Say } from './tools.ts';

/** What listens on each port, as it is said to a person. */
const LISTENERS: Record<ListenerName, string> = {
  http: 'the server',
  temporal: 'Temporal',
  temporalUi: 'the Temporal UI',
  postgres: 'Postgres',
  worker: 'the worker',
  impartner: 'the simulated Impartner',
  salesforce: 'the simulated Salesforce',
  jira: 'the simulated Jira',
  slack: 'the simulated Slack',
  anthropic: 'the simulated Anthropic',
  smtp: 'the simulated mail server',
  smtpControl: 'the control of the simulated mail server',
};

const ANY = 0;
/** How many other ports are tried when the wanted ones are taken. */
const OTHERS = 100;

/** An instance's ports. No other instance of this user takes them until they are released. */
export interface ChosenPorts {
  ports: Record<ListenerName, number>;
  release(): void;
}

/**
 * Last time's ports if they are free, so that links stay true; else the usual ones; else any. Says which ports were
 * taken and which ones are used instead. A port is claimed and not only found free, because another instance that starts
 * at the same moment would find it free, too.
 */
export async function choosePorts(state: string, say: Say): Promise<ChosenPorts> {
  makeOpenFolder(sharedFolder());
  const last = readPorts(state);
  const chosen: Record<string, number> = {};
  const moved: string[] = [];
  const releases: (() => void)[] = [];
  for (const [name, usual] of Object.entries(PREFERRED_PORTS)) {
    const wanted = last[name] ?? usual;
    const { port, release } = await claimPort([wanted, usual]);
    releases.push(release);
    chosen[name] = port;
    if (port !== wanted)
      moved.push(`  ${LISTENERS[name as ListenerName]} listens on ${port} instead of ${wanted}`);
  }
  if (moved.length > 0) say(['Ports that other programs have taken:', ...moved].join('\n'));
  savePorts(chosen, state);
  return {
    ports: chosen as Record<ListenerName, number>,
    release: () => {
      for (const release of releases) release();
    },
  };
}

/** Claims the first of the wanted ports that is free, else any. @throws Error when hardly any port is free */
async function claimPort(wanted: readonly number[]): Promise<{ port: number; release: () => void }> {
  for (const candidate of [...wanted, ...Array<number>(OTHERS).fill(ANY)]) {
    const port = await freePort(candidate);
    if (candidate !== ANY && port !== candidate) continue;
    const { release } = claim(join(sharedFolder(), 'ports', String(port)));
    if (release) return { port, release };
  }
  throw new Error('no port is free that no other Quarterdeck has; end what holds them');
}
