import type { StaffMessage } from '../../../../adapters/ports/staff.ts';
import { slack } from '../../../../adapters/staff/slack/index.ts';
import { createSlack, type SlackOptions } from '../../../../sandbox/slack/index.ts';
import type { SlackUser } from '../../../../sandbox/slack/workspace.ts';
import { control } from '../../contract.ts';

export const USERS: SlackUser[] = [
  { id: 'U0ANA', email: 'ana.ruiz@quarterdeck.example', name: 'Ana Ruiz' },
  { id: 'U0OLGA', email: 'olga.brandt@quarterdeck.example', name: 'Olga Brandt' },
];
export const MESSAGE: StaffMessage = {
  title: 'Rheinwerk Logistik AG waits for your decision',
  lines: ['A registration of Nordlicht GmbH.'],
  facts: [{ label: 'Due', value: 'Mon 16:00 CET' }],
  next: { page: null, command: 'quarterdeck reviews show deal:impartner:101' },
};
export const DECIDED: StaffMessage = {
  ...MESSAGE,
  title: 'Rheinwerk Logistik AG: approved by Ana Ruiz',
  next: { page: null, command: 'quarterdeck cases show deal:impartner:101' },
};

/** A workspace with two people and the adapter that writes to it. @param make makes the adapter, which may be a wrong one */
export async function openWorkspace(options: SlackOptions = {}, settings: object = {}, make = slack) {
  const simulator = createSlack({ users: USERS, ...options });
  const url = await simulator.listen();
  const own = {
    baseUrl: `${url}/api`,
    botToken: 'xoxb-sandbox',
    requestsPerSecond: 1_000,
    burst: 1_000,
    messagesPerSecond: 1_000,
    searchLagMs: 0,
  };
  const again = (more: object = {}) => make({ ...own, ...settings, ...more });
  return { ...control(simulator, url), simulator, url, port: again(), again };
}
