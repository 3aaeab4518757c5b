import { join } from 'node:path';
import { type Claim, claim } from './claim.mjs';
import { type PortName, PREFERRED_PORTS } from './environment.ts';
import { makeOpenFolder } from './open-folder.ts';
import { freePort } from './ports.ts';
import { readPorts, savePorts, sharedFolder } from './state.ts';
import type { Say } from './tools.ts';

/** What listens on each port, as it is said to a person. */
const LISTENERS: Record<PortName, string> = {
  http: 'the server',
  temporal: 'Temporal',
  temporalUi: 'the Temporal UI',
  postgres: 'Postgres',
  worker: 'the worker',
  impartner: 'the simulated Impartner',
  salesforce: 'the simulated Salesforce',
  anthropic: 'the simulated Anthropic',
  smtp: 'the simulated mail server',
  smtpControl: 'the control of the simulated mail server',
};

/** An instance's ports. No other instance of this user takes them until they are released. */
export interface ChosenPorts {
  ports: Record<PortName, number>;
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
  const claims: Claim[] = [];
  for (const [name, usual] of Object.entries(PREFERRED_PORTS)) {
    const wanted = last[name] ?? usual;
    let port = 0;
    for (const candidate of [wanted, usual, ...Array<number>(100).fill(0)]) {
      const free = await freePort(candidate);
      const claimed = claim(join(sharedFolder(), 'ports', String(free)));
      if (!claimed.release) continue;
      claims.push(claimed);
      port = free;
      break;
    }
    if (port === 0) throw new Error(`no free port for ${LISTENERS[name as PortName]}; end what holds them`);
    chosen[name] = port;
    if (port !== wanted) moved.push(`${LISTENERS[name as PortName]} listens on ${port} instead of ${wanted}`);
  }
  if (moved.length > 0) say(`Ports that other programs have taken: ${moved.join(', ')}.`);
  savePorts(chosen, state);
  return {
    ports: chosen as Record<PortName, number>,
    release: () => {
      for (const one of claims) one.release?.();
    },
  };
}
