import { createHmac, randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { misbehave } from '../hostile.ts';
import { createRecords, type Row } from '../records.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { createAccess, JIRA_ACCOUNTS, type JiraAccount } from './access.ts';
import { parseJql } from './jql.ts';
import { createPoints } from './points.ts';
import { RESOLUTIONS, STATUSES, type Status, transitionsFrom, type Workflow } from './workflow.ts';

export interface JiraOptions extends Omit<SimulatorOptions, 'vendor'> {
  accounts?: JiraAccount[];
  workflow?: Workflow;
  /** How long a search misses what was written; default 0. */
  searchLagMs?: number;
  /** Journal that survives `kill -9`. */
  stateFile?: string;
  /** Misbehaves by chance; see sandbox/hostile.ts. */
  hostile?: { seed: number };
  /** Points an hour, as apps have them; default: none are counted, as for API tokens. */
  pointsPerHour?: number;
  /** Told of every change, as an admin's webhook is. */
  webhook?: { url: string; secret: string };
}

/** What people do in Jira by themselves; also `POST /__sim/people`. */
export interface JiraPeople {
  /** Opens an issue of their own; answers its id. */
  open(summary: string, labels?: string[]): string;
  comment(issue: string, text: string, by?: string): void;
  /** @param status its name */
  move(issue: string, status: string): void;
}

interface Issue extends Row {
  key: string;
  project: string;
  summary: string;
  description: unknown;
  labels: string[];
  status: string;
  resolution: string | null;
  reporter: string;
  created: number;
  updated: number;
  /** As a search still shows it until it has caught up. */
  before: { status: string; updated: number } | null;
}
interface Comment extends Row {
  issue: string;
  accountId: string;
  displayName: string;
  created: number;
  body: unknown;
}

const PREFIXES = ['', '/ex/jira/sandbox-cloud'];
const LIMITS = [
  { 'retry-after': '0', 'ratelimit-reason': 'jira-burst-based' },
  { 'retry-after': '-5', 'ratelimit-reason': 'jira-per-issue-on-write' },
  { 'ratelimit-reason': 'jira-quota-tenant-based' },
  { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' },
  { 'retry-after': '31536000' },
  { 'retry-after': 'soon' },
];
const ERRORS = [
  { errorMessages: ['Internal server error'], errors: {} },
  { errorMessages: [], errors: { summary: 'Something is wrong.' }, status: 400 },
];

/**
 * A simulated Jira Cloud site with one project: Atlassian documents, a search that lags, transitions with screens, and comments of
 * people. It deletes too, so that a test can see that nobody asked for it.
 */
export function createJira(options: JiraOptions = {}): Simulator & { people: JiraPeople } {
  const records = createRecords(options.stateFile);
  const accounts = options.accounts ?? JIRA_ACCOUNTS;
  const lag = options.searchLagMs ?? 0;
  const issues = () => records.all('issue') as Issue[];
  const commentsOf = (issue: string) =>
    (records.all('comment') as Comment[]).filter((each) => each.issue === issue);

  const simulator = createSimulator(
    { vendor: 'jira', ...options },
    {
      reset() {
        records.clear();
        access.reset();
        points.reset();
      },
      export: () =>
        issues().map(({ Id, key, summary, description, labels, status, resolution }) => ({
          ...{ id: Id, key, summary, description, labels, resolution },
          status: nameOf(status),
          comments: commentsOf(Id).map(({ displayName, body }) => ({ by: displayName, body })),
        })),
    },
  );
  const { app } = simulator;
  const access = createAccess(app, accounts);
  const points = createPoints(options.pointsPerHour);
  if (options.hostile) misbehave(app, { ...options.hostile, limits: LIMITS, errors: ERRORS });

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    reply.code(error.statusCode ?? 500).send({ errorMessages: [error.message], errors: {} }),
  );
  for (const prefix of PREFIXES)
    app.register(async (scope) => routes(scope), { prefix: `${prefix}/rest/api/3` });

  function routes(scope: FastifyInstance): void {
    scope.addHook('preHandler', async (request, reply) => {
      const account = access.of(request);
      if (!account) return reply.code(401).send('Unauthorized; scope does not match');
      const writes = request.method !== 'GET' && !request.url.endsWith('/search/jql');
      if (writes && !account.may.includes('write'))
        return refuse(reply, 403, ['You do not have permission to create issues in this project.']);
      Object.assign(request, { account });
      return points.spent(reply) ? refuse(reply, 429, ['Rate limit exceeded.']) : undefined;
    });
    scope.addHook('preSerialization', async (request, reply, body) => {
      points.count(reply, request.method === 'GET' || request.url.endsWith('/search/jql') ? body : null);
      return body;
    });
    scope.get('/myself', async (request) => {
      const { accountId, displayName } = accountOf(request);
      return { accountId, displayName, active: true };
    });
    scope.post('/issue', createIssue);
    scope.get<At>('/issue/:id', async ({ params }, reply) => shownOr404(params.id, reply));
    scope.delete<At>('/issue/:id', async ({ params }, reply) => {
      const issue = find(params.id);
      if (!issue) return missing(reply);
      records.remove('issue', issue.Id);
      return reply.code(204).send();
    });
    scope.post('/search/jql', search);
    scope.get<At & { Querystring: Record<string, string> }>(
      '/issue/:id/comment',
      async ({ params, query }, reply) => {
        const issue = find(params.id);
        if (!issue) return missing(reply);
        if (query.orderBy !== undefined && !/^[-+]?created$/.test(query.orderBy))
          return refuse(reply, 400, ['The orderBy is not known.']);
        const all = commentsOf(issue.Id);
        if (query.orderBy?.startsWith('-')) all.reverse();
        const startAt = Number(query.startAt ?? 0);
        const maxResults = Math.min(100, Number(query.maxResults ?? 100));
        const comments = all.slice(startAt, startAt + maxResults).map(shownComment);
        return { startAt, maxResults, total: all.length, comments };
      },
    );
    scope.post<At>('/issue/:id/comment', async (request, reply) => {
      const issue = find(request.params.id);
      if (!issue) return missing(reply);
      const { body } = (request.body ?? {}) as { body?: unknown };
      if (!isDocument(body)) return refuse(reply, 400, [], { comment: 'Comment body is not valid!' });
      const { accountId, displayName } = accountOf(request);
      const comment = addComment(issue, { accountId, displayName }, body);
      return reply.code(201).send(shownComment(comment));
    });
    scope.delete<At & { Params: { comment: string } }>(
      '/issue/:id/comment/:comment',
      async ({ params }, reply) => {
        records.remove('comment', params.comment);
        return reply.code(204).send();
      },
    );
    scope.put<At & { Params: { comment: string } }>(
      '/issue/:id/comment/:comment',
      async ({ params, body }, reply) => {
        const comment = records.get('comment', params.comment) as Comment | undefined;
        if (!comment) return missing(reply);
        records.put('comment', { ...comment, body: (body as { body: unknown }).body });
        return shownComment(comment);
      },
    );
    scope.get<At>('/issue/:id/transitions', async ({ params }, reply) => {
      const issue = find(params.id);
      if (!issue) return missing(reply);
      const transitions = waysFrom(issue).map(({ id, name, to, fields }) => ({
        ...{ id, name, isAvailable: true, hasScreen: Object.keys(fields).length > 0, fields },
        to: shownStatus(to),
      }));
      return { transitions };
    });
    scope.post<At>('/issue/:id/transitions', transition);
  }

  type At = { Params: { id: string } };
  const waysFrom = (issue: Issue) => transitionsFrom(issue.status, options.workflow ?? 'free');

  async function createIssue(request: FastifyRequest, reply: FastifyReply) {
    const { fields } = (request.body ?? {}) as { fields?: Record<string, unknown> };
    const wrong = wrongFields(fields ?? {});
    if (Object.keys(wrong).length > 0) return refuse(reply, 400, [], wrong);
    const {
      summary,
      description,
      labels = [],
      project,
    } = fields as Pick<Issue, 'summary' | 'description'> & {
      labels?: string[];
      project: { key: string };
    };
    const { accountId: reporter } = accountOf(request);
    const issue = addIssue({ summary, description, labels, project: project.key, reporter });
    return reply.code(201).send({ id: issue.Id, key: issue.key, self: `/rest/api/3/issue/${issue.Id}` });
  }

  async function search({ body }: FastifyRequest, reply: FastifyReply) {
    const { jql, fields, maxResults = 50, nextPageToken } = (body ?? {}) as Record<string, never>;
    const query = parseJql(jql, Date.now());
    if (!query) return refuse(reply, 400, ['Unbounded JQL queries are not allowed here.']);
    const seen = issues()
      .filter(({ created }) => created <= Date.now() - lag)
      .map((issue) =>
        issue.before && issue.updated > Date.now() - lag ? { ...issue, ...issue.before } : issue,
      )
      .filter(({ project, labels }) => project === query.project && labels.includes(query.label))
      .filter(({ updated }) => query.updatedFrom === null || updated >= query.updatedFrom)
      .sort((a, b) => a[query.orderBy] - b[query.orderBy] || (a.Id < b.Id ? -1 : 1));
    // On a bad day a page begins with the last one of the page before.
    const start = nextPageToken === undefined ? 0 : Number(nextPageToken);
    const from = options.hostile && start > 0 ? start - 1 : start;
    const end = start + Number(maxResults);
    const page = seen
      .slice(from, end)
      .map((issue) => (fields === undefined ? { id: issue.Id } : shown(issue)));
    return {
      issues: page,
      ...(seen.length > end ? { nextPageToken: String(end), isLast: false } : { isLast: true }),
    };
  }

  async function transition(request: FastifyRequest<At>, reply: FastifyReply) {
    const issue = find(request.params.id);
    if (!issue) return missing(reply);
    const { transition: asked, fields = {} } = (request.body ?? {}) as {
      transition?: { id: string };
      fields?: Record<string, { name?: string }>;
    };
    const way = waysFrom(issue).find(({ id }) => id === asked?.id);
    if (!way) return refuse(reply, 400, [`Transition id '${asked?.id}' is not valid for this issue.`]);
    const unknown = Object.keys(fields).find((name) => !Object.hasOwn(way.fields, name));
    if (unknown)
      return refuse(reply, 400, [], {
        [unknown]: 'Field cannot be set. It is not on the appropriate screen.',
      });
    const lacking = Object.entries(way.fields).find(([name, { required }]) => required && !fields[name]);
    if (lacking) return refuse(reply, 400, [], { [lacking[0]]: `${lacking[1].name} is required.` });
    const resolution = fields.resolution?.name ?? (way.to.category === 'done' ? 'Done' : null);
    if (resolution !== null && !RESOLUTIONS.some(({ name }) => name === resolution))
      return refuse(reply, 400, [], { resolution: 'Resolution is not valid.' });
    change(issue, { status: way.to.id, resolution });
    return reply.code(204).send();
  }

  function addIssue(of: Pick<Issue, 'summary' | 'description' | 'labels' | 'project' | 'reporter'>): Issue {
    const number = issues().length + 1;
    const at = Date.now();
    const status = STATUSES[0].id;
    const issue: Issue = {
      ...of,
      ...{ Id: String(10_000 + number), key: `${of.project}-${number}` },
      ...{ status, resolution: null, created: at, updated: at, before: null },
    };
    records.put('issue', issue);
    tell('jira:issue_created', issue);
    return issue;
  }

  function addComment(issue: Issue, by: { accountId: string; displayName: string }, body: unknown): Comment {
    const number = records.all('comment').length + 1;
    const comment: Comment = {
      Id: String(20_000 + number),
      issue: issue.Id,
      ...by,
      created: Date.now(),
      body,
    };
    records.put('comment', comment);
    change(issue, {}, 'comment_created');
    return comment;
  }

  function change(issue: Issue, more: Partial<Issue>, event = 'jira:issue_updated'): void {
    const { status, updated } = issue;
    records.put('issue', {
      ...issue,
      ...more,
      before: { status, updated },
      updated: Math.max(Date.now(), updated + 1),
    });
    tell(event, issue);
  }

  function tell(webhookEvent: string, issue: Issue): void {
    if (!options.webhook) return;
    const { url, secret } = options.webhook;
    const body = JSON.stringify({
      timestamp: Date.now(),
      webhookEvent,
      issue: shown(find(issue.Id) ?? issue),
    });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature': `sha256=${signature}`,
      'x-atlassian-webhook-identifier': randomUUID(),
    };
    // As Jira: whoever does not listen hears of it later or never.
    void fetch(url, { method: 'POST', headers, body }).catch(() => undefined);
  }

  const find = (id: string) => issues().find((issue) => issue.Id === id || issue.key === id);
  const shownOr404 = (id: string, reply: FastifyReply) => {
    const issue = find(id);
    return issue ? shown(issue) : missing(reply);
  };
  const people: JiraPeople = {
    open: (summary, labels = []) =>
      addIssue({ summary, labels, description: documentOf(''), project: 'CHAN', reporter: 'somebody' }).Id,
    comment(issue, text, by = 'Ana Costa') {
      addComment(existing(issue), { accountId: `person-${by}`, displayName: by }, documentOf(text));
    },
    move(issue, status) {
      const to = STATUSES.find(({ name }) => name === status);
      if (!to) throw new Error(`there is no status ${status}`);
      change(existing(issue), { status: to.id, resolution: to.category === 'done' ? 'Done' : null });
    },
  };
  const existing = (id: string) => {
    const issue = find(id);
    if (!issue) throw Object.assign(new Error(`there is no issue ${id}`), { statusCode: 404 });
    return issue;
  };
  app.post('/__sim/people', async ({ body }) => {
    const { issue, comment, by, move } = body as {
      issue: string;
      comment?: string;
      by?: string;
      move?: string;
    };
    if (comment !== undefined) people.comment(issue, comment, by);
    if (move !== undefined) people.move(issue, move);
    return shown(existing(issue));
  });

  return { ...simulator, people };
}

const accountOf = (request: FastifyRequest) => (request as FastifyRequest & { account: JiraAccount }).account;
const nameOf = (status: string) => STATUSES.find(({ id }) => id === status)?.name;
const shownStatus = ({ id, name, category }: Status) => ({ id, name, statusCategory: { key: category } });

/** Times as Jira writes them: with milliseconds, and a zone without a colon. */
const time = (ms: number) => new Date(ms).toISOString().replace('Z', '+0000');

function shown({ Id, key, summary, labels, status, updated }: Issue) {
  const at = STATUSES.find(({ id }) => id === status) ?? STATUSES[0];
  return { id: Id, key, fields: { summary, labels, status: shownStatus(at), updated: time(updated) } };
}

function shownComment({ Id, accountId, displayName, created, body }: Comment) {
  return { id: Id, author: { accountId, displayName }, body, created: time(created), updated: time(created) };
}

function refuse(
  reply: FastifyReply,
  status: number,
  errorMessages: string[],
  errors: Record<string, string> = {},
) {
  return reply.code(status).send({ errorMessages, errors });
}

const missing = (reply: FastifyReply) =>
  refuse(reply, 404, ['Issue does not exist or you do not have permission to see it.']);

function isDocument(value: unknown): boolean {
  const { type, version, content } = (value ?? {}) as {
    type?: unknown;
    version?: unknown;
    content?: unknown;
  };
  return type === 'doc' && version === 1 && Array.isArray(content);
}

function documentOf(text: string) {
  return {
    type: 'doc',
    version: 1,
    content: [{ type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text }] }],
  };
}

/** The fields that a new issue lacks or has wrong, with Jira's own words. */
function wrongFields(fields: Record<string, unknown>): Record<string, string> {
  const { project, issuetype, summary, description, labels = [] } = fields;
  const wrong: Record<string, string> = {};
  if ((project as { key?: string } | undefined)?.key !== 'CHAN')
    wrong.project = 'Specify a valid project ID or key';
  if ((issuetype as { name?: string } | undefined)?.name !== 'Task')
    wrong.issuetype = 'Specify a valid issue type';
  if (typeof summary !== 'string' || summary === '')
    wrong.summary = 'You must specify a summary of the issue.';
  else if (summary.includes('\n'))
    wrong.summary = 'The summary is invalid because it contains newline characters.';
  else if (summary.length > 255) wrong.summary = 'Summary must be less than 255 characters.';
  if (!isDocument(description)) wrong.description = 'Operation value must be an Atlassian Document';
  const bad = (labels as string[]).find((label) => /\s/.test(label) || label.length > 255);
  if (bad !== undefined) wrong.labels = 'The label contains spaces which is invalid.';
  return wrong;
}
