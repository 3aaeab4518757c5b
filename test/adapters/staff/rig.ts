import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { createNotify } from '../../../adapters/notify/index.ts';
import type { StaffPort } from '../../../adapters/ports/staff.ts';
import { createPrm } from '../../../adapters/prm/index.ts';
import { createStaff } from '../../../adapters/staff/index.ts';
import { createImpartner, IMPARTNER_KEYS, type ImpartnerOptions } from '../../../sandbox/impartner/index.ts';
import type { Fault } from '../../../sandbox/simulator.ts';
import { SLACK_TOKENS } from '../../../sandbox/slack/access.ts';
import { textsOf } from '../../../sandbox/slack/blocks.ts';
import type { SlackOptions } from '../../../sandbox/slack/index.ts';
import { unescaped } from '../../../sandbox/slack/view.ts';
import { createSmtpSink } from '../../../sandbox/smtp.ts';
import { control } from '../contract.ts';
import type { Failing, ShownMessage, StaffRig } from '../staff-contract.ts';
import { persistent } from './persistent.ts';
import { openWorkspace } from './slack/workspace.ts';

/** What makes the adapters, of which one may be wrong. */
export interface Makers {
  createStaff: typeof createStaff;
  createPrm: typeof createPrm;
}
const RIGHT: Makers = { createStaff, createPrm };

export async function mailRig({ createStaff }: Pick<Makers, 'createStaff'> = RIGHT): Promise<StaffRig> {
  const sink = createSmtpSink();
  const { fault } = control(sink, await sink.listen());
  const settings = { host: '127.0.0.1', port: sink.smtpPort(), from: 'desk@quarterdeck.example' };
  const faults: Record<Failing, Fault> = {
    lost: { loseAnswer: true },
    unsure: { loseAnswer: true },
    away: { dropBefore: true },
    refused: { status: 550 },
  };
  return {
    port: only(createStaff(['mail'], {}, { notify: createNotify('smtp', settings) })),
    reach: { email: 'olga@quarterdeck.example' },
    shown: async () => sink.mails.map(({ subject, text }) => readable(subject, text, null)),
    fail: (how) => fault({ path: '/messages', ...faults[how] }),
    close: () => sink.close(),
  };
}

export async function outboxRig({ createStaff }: Pick<Makers, 'createStaff'> = RIGHT): Promise<StaffRig> {
  const folder = await mkdtemp(join(tmpdir(), 'staff-outbox-'));
  return {
    port: only(createStaff(['mail'], {}, { notify: createNotify('outbox', { folder }) })),
    reach: { email: 'olga@quarterdeck.example' },
    async shown() {
      const files = (await readdir(folder)).sort();
      const mails = files.map(async (file) => PostalMime.parse(await readFile(join(folder, file))));
      return (await Promise.all(mails)).map(({ subject, text }) => readable(subject, text, null));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

const PERSON = { id: 'U0QDOLGA', email: 'olga@quarterdeck.example', name: 'Olga Brandt' };

export async function slackRig(
  { createStaff }: Pick<Makers, 'createStaff'> = RIGHT,
  options: SlackOptions = {},
): Promise<StaffRig> {
  const notify = createNotify('outbox', { folder: 'unused' });
  const make = (settings: unknown) => only(createStaff(['slack'], { slack: settings }, { notify }));
  const { simulator, port, fault, url } = await openWorkspace({ users: [PERSON], ...options }, {}, make);
  const faults: Record<Failing, Fault> = {
    lost: { loseAnswer: true },
    unsure: { status: 200, body: { ok: false, error: 'fatal_error' } },
    away: { dropBefore: true },
    refused: { status: 200, body: { ok: false, error: 'is_archived' } },
  };
  return {
    port,
    // Who is known by mail alone is looked up by it.
    reach: { slack: PERSON.id, email: PERSON.email },
    async shown() {
      const ours = simulator.messages().filter(({ blocks }) => blocks.length > 0);
      return ours.map(({ blocks, rings }) => {
        const buttons = blocks.flatMap(({ elements = [] }) => elements as { url?: string }[]);
        const links = buttons.flatMap(({ url }) => (url === undefined ? [] : [url]));
        const text = blocks.flatMap(textsOf).map(unescaped).join('\n');
        return { text, links, mentions: rings, waits: buttons.length > 0 };
      });
    },
    fail: (how) => fault({ path: '/api/chat', ...faults[how] }),
    async remove() {
      for (const { Id } of simulator.messages())
        await fetch(`${url}/__sim/delete`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ message: Id }),
        });
    },
    async chatter(messages) {
      for (let at = 0; at < messages; at += 1) simulator.post(PERSON.id, `Something else ${at}`);
    },
    close: () => simulator.close(),
  };
}

/** Whose token may see what a message holds for programs. */
export const slackWithMetadataRig = (makers: Pick<Makers, 'createStaff'> = RIGHT): Promise<StaffRig> =>
  slackRig(makers, {
    tokens: SLACK_TOKENS.map((each) => ({
      ...each,
      scopes: [...each.scopes, 'metadata.message:read'],
    })),
  });

export async function tasksRig(makers: Makers = RIGHT, options: ImpartnerOptions = {}): Promise<StaffRig> {
  const simulator = createImpartner({
    searchLagMs: 60,
    keys: [...IMPARTNER_KEYS, { key: 'person', scopes: ['*'] }],
    ...options,
  });
  const baseUrl = await simulator.listen();
  const { fault, state } = control(simulator, baseUrl);
  const faults: Record<Failing, Fault> = {
    lost: { loseAnswer: true },
    unsure: { status: 500 },
    away: { dropBefore: true },
    refused: { status: 400 },
  };
  const settings = { baseUrl, apiKey: 'sandbox-prm-key', requestsPerSecond: 1_000, searchLagMs: 120 };
  const over = {
    notify: createNotify('outbox', { folder: 'unused' }),
    prm: makers.createPrm('impartner', settings),
  };
  const tasks = async () => {
    const { Task__co = [] } = JSON.parse(await state()) as { Task__co?: Record<string, string>[] };
    return Task__co.sort((a, b) => Number(a.Id) - Number(b.Id));
  };
  return {
    port: only(makers.createStaff(['prm'], {}, over)),
    reach: { prm: '4711' },
    shown: async () =>
      (await tasks()).map(({ Name, Text__cf, Status__cf }) =>
        readable(Name, Text__cf, Status__cf === 'Open'),
      ),
    fail: (how) => fault({ method: 'PUT', ...faults[how] }),
    async remove() {
      for (const { Id } of await tasks()) {
        const headers = { authorization: 'prm-key person' };
        await fetch(`${baseUrl}/api/objects/v1/Task__co/${Id}`, { method: 'DELETE', headers });
      }
    },
    close: () => simulator.close(),
  };
}

/** Used as the ledger uses it, and made to fail by itself alone. */
export function badDay({ fail: _, ...rig }: StaffRig): StaffRig {
  return { ...rig, port: persistent(rig.port) };
}

const only = ([channel]: StaffPort[]) => channel as StaffPort;

/** A text has no links of its own; one line of it is ours. */
function readable(title = '', text = '', waits: boolean | null): ShownMessage {
  const links = [...text.matchAll(/^Decide at: (\S+)$/gm)].map(([, link]) => link as string);
  return { text: `${title}\n${text}`, links, mentions: [], waits };
}
