import {
  type JiraComment,
  type JiraIssue,
  type JiraTransition,
  jiraComment,
  jiraComments,
  jiraCreated,
  jiraIds,
  jiraIssue,
  jiraMyself,
  jiraPage,
  jiraTransitions,
} from '../../../contracts/vendors/jira.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { orNull } from '../../absent.ts';
import type { Access } from '../../access.ts';
import type { AccountBudget } from '../../account-budgets.ts';
import { type Request, succeeded } from '../../http.ts';
import type { Call } from '../../ports/call.ts';
import { FIELD_TYPE } from '../../read-each.ts';
import { refused } from '../../refused.ts';
import { requests } from '../../requests.ts';
import { called, pathSegment } from '../../vendor-words.ts';
import { answers, faultOf } from './faults.ts';
import { pointsFor, pointsReader } from './points.ts';

/** The nine calls of REST v3 that tickets need. */
export interface JiraClient {
  /** One issue, consistently; null when it does not exist, or our account may not see it. */
  issue(id: string, call: Call): Promise<JiraIssue | null>;
  /** One page of a search, which misses what was written within the last moments; `issueOf` reads what it holds. */
  search(
    jql: string,
    page: { size: number; token?: string | undefined },
    call: Call,
  ): Promise<{ issues: { id: string }[]; token: string | null }>;
  /** The issues that carry a label, at most two; missed as by `search`. */
  labelled(jql: string, call: Call): Promise<{ id: string; key: string }[]>;
  create(fields: JsonObject, call: Call): Promise<{ id: string; key: string }>;
  /** Newest first, from `startAt` on. */
  comments(id: string, startAt: number, call: Call): Promise<{ comments: JiraComment[]; total: number }>;
  comment(id: string, body: JsonObject, call: Call): Promise<string>;
  /** What our account may do with the issue in its present status, with the fields of each screen. */
  transitions(id: string, call: Call): Promise<JiraTransition[]>;
  transition(id: string, transition: string, fields: JsonObject, call: Call): Promise<void>;
  /** Account id of ours. */
  me(call: Call): Promise<string>;
}

const FIELDS = ['status', 'updated', 'labels'];
const SEARCH = '/search/jql';
/** Most comments that Jira gives at once. */
export const COMMENTS_PAGE = 100;

/** @throws VendorFault `rejected` for one of a list that cannot be read */
export function issueOf(listed: { id: string }): JiraIssue {
  const read = jiraIssue.safeParse(listed);
  if (read.success) return read.data;
  const field = read.error.issues[0]?.path.map(String).join('.') ?? '';
  throw refused('jira', FIELD_TYPE, `${called('issue', listed.id)}: ${field} is not as Jira documents it`);
}

export function jiraClient(access: Access, budget: AccountBudget): JiraClient {
  let self: string | undefined;
  const pointsOf = pointsReader();
  const send = requests({
    vendor: 'jira',
    access,
    budget: () => budget,
    faultOf: (answer) => (succeeded(answer) ? null : faultOf(answer)),
    heard({ headers, json }, { method, path }) {
      if (method === 'GET' || path.endsWith(SEARCH)) budget.count(pointsFor(json));
      const points = pointsOf(headers);
      if (points) budget.told(points.use, points.forMs);
    },
  });
  const ask = (method: Request['method'], path: string, call: Call, body?: JsonObject) =>
    send({ method, path: `/rest/api/3${path}`, about: 'issue', body }, call);
  const of = (id: string, rest = '') => `/issue/${pathSegment('jira', id)}${rest}`;

  return {
    async issue(id, call) {
      const answer = await orNull(() => ask('GET', of(id, `?fields=${FIELDS.join(',')}`), call));
      return answer && answers.read(jiraIssue, answer);
    },
    async search(jql, { size, token }, call) {
      const body = { jql, fields: FIELDS, maxResults: size, ...(token ? { nextPageToken: token } : {}) };
      const { issues, nextPageToken } = answers.read(jiraPage, await ask('POST', SEARCH, call, body));
      return { issues, token: nextPageToken ?? null };
    },
    async labelled(jql, call) {
      const body = { jql, fields: ['labels'], maxResults: 2 };
      return answers.read(jiraIds, await ask('POST', SEARCH, call, body)).issues;
    },
    async create(fields, call) {
      return answers.read(jiraCreated, await ask('POST', '/issue', call, { fields }));
    },
    async comments(id, startAt, call) {
      const query = new URLSearchParams({
        startAt: String(startAt),
        maxResults: String(COMMENTS_PAGE),
        orderBy: '-created',
      });
      return answers.read(jiraComments, await ask('GET', of(id, `/comment?${query}`), call));
    },
    async comment(id, body, call) {
      return answers.read(jiraComment, await ask('POST', of(id, '/comment'), call, { body })).id;
    },
    async transitions(id, call) {
      const path = of(id, '/transitions?expand=transitions.fields');
      return answers.read(jiraTransitions, await ask('GET', path, call)).transitions;
    },
    async transition(id, transition, fields, call) {
      const body = {
        transition: { id: transition },
        ...(Object.keys(fields).length > 0 ? { fields } : {}),
      };
      const answer = await ask('POST', of(id, '/transitions'), call, body);
      // 204 is the only success; a page with 200 says nothing of what was done.
      if (answer.status !== 204) throw answers.unreadable(answer);
    },
    async me(call) {
      self ??= answers.read(jiraMyself, await ask('GET', '/myself', call)).accountId;
      return self;
    },
  };
}
