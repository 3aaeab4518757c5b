import { ownId } from '../../../adapters/own-id.ts';
import type { TicketsPort } from '../../../adapters/ports/tickets.ts';
import { createTickets } from '../../../adapters/tickets/index.ts';
import { jiraText } from '../../../adapters/tickets/jira/document.ts';
import { createJira, type JiraOptions } from '../../../sandbox/jira/index.ts';
import { control } from '../contract.ts';
import type { HeldTicket, TicketRig } from './rig.ts';

const NAMES = { open: 'To Do', in_progress: 'In Progress', done: 'Erledigt' } as const;
const STATUS: Record<string, HeldTicket['status']> = {
  'To Do': 'open',
  'In Progress': 'in_progress',
  Erledigt: 'done',
  "Won't Do": 'done',
};

export interface JiraRig extends TicketRig {
  /** Asks the site past the adapter; a path of `/__sim` as it is. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
}

/**
 * @param lagMs what the adapter expects of the search, which lags by half of it
 * @param create makes the adapter, which may be a wrong one
 */
export async function jiraRig(
  options: JiraOptions = {},
  lagMs = 60,
  create = createTickets,
): Promise<JiraRig> {
  const simulator = createJira({ searchLagMs: lagMs / 2, ...options });
  const url = await simulator.listen();
  const { fault, state } = control(simulator, url);
  const settings = {
    baseUrl: `${url}/ex/jira/sandbox-cloud`,
    siteUrl: 'https://acme.example',
    tokenUrl: `${url}/oauth/token`,
    clientId: 'sandbox-jira',
    clientSecret: 'sandbox-jira-secret',
    project: 'CHAN',
    requestsPerSecond: 5_000,
    searchLagMs: lagMs,
    settleMs: lagMs,
    pageSize: 2,
  };
  const port = create('jira', settings) as TicketsPort;
  const writing = { method: 'POST', path: '/(issue|comment|transitions)$' };
  return {
    port,
    tickMs: 5,
    state,
    async held() {
      type Shown = { id: string; summary: string; description: unknown; labels: string[]; status: string } & {
        comments: { body: unknown }[];
      };
      const issues = JSON.parse(await state()) as Shown[];
      return issues.map(({ id, summary, description, labels, status, comments }) => ({
        ...{ id, title: summary, text: jiraText(description), labels, status: STATUS[status] ?? 'open' },
        comments: comments.map(({ body }) => plain(body)),
      }));
    },
    people: {
      open: async (title) => simulator.people.open(title, ['quarterdeck', 'qd-copy']),
      comment: async (id, text, by) => simulator.people.comment(id, text, by),
      move: async (id, to) => simulator.people.move(id, NAMES[to]),
    },
    withoutWay: () => jiraRig({ ...options, workflow: 'closed' }, lagMs, create),
    again: (more) => create('jira', { ...settings, ...more }) as TicketsPort,
    async spoil() {
      const issue = (id: string, updated: unknown) => ({
        ...{ id, key: `CHAN-${id}` },
        fields: {
          updated,
          labels: [ownId(id)],
          status: { id: '1', name: 'To Do', statusCategory: { key: 'new' } },
        },
      });
      const issues = [issue('71', null), issue('72', '2026-11-01T00:00:00.000+0000')];
      await fault({ path: '/search/jql', status: 200, body: { issues, isLast: true } });
      return { odd: '71', good: '72' };
    },
    manyComments: 105,
    events: {
      about: (id) => ({
        webhookEvent: 'comment_created',
        issue: { id, key: 'CHAN-1', fields: { status: {} } },
      }),
      other: { webhookEvent: 'sprint_started', sprint: { id: 1 } },
    },
    limits: true,
    http: {
      signsInAgain: true,
      fault: (one) => fault({ ...one, ...writing }),
      faultAny: (one) => fault(one),
      secrets: ['sandbox-jira-secret'],
    },
    async ask(method, path, body) {
      const answer = await fetch(path.startsWith('/__sim') ? url + path : `${url}/rest/api/3${path}`, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from('quarterdeck@acme.example:sandbox-jira-token').toString('base64')}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return answer.status === 204 ? null : await answer.json();
    },
    close: () => simulator.close(),
  };
}

/** The text of a document of one's own, whose blocks are paragraphs. */
function plain(body: unknown): string {
  type Node = { type: string; text?: string; content?: Node[] };
  const inline = (node: Node): string => (node.type === 'hardBreak' ? '\n' : (node.text ?? ''));
  return (
    (body as Node).content?.map((block) => (block.content ?? []).map(inline).join('')).join('\n\n') ?? ''
  );
}
