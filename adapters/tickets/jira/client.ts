import type { z } from 'zod';
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
import { isAbsent } from '../../absent.ts';
import type { Budget } from '../../budget.ts';
import { type Exchange, exchange, type Request } from '../../http.ts';
import type { Call } from '../../ports/call.ts';
import { pathSegment } from '../../vendor-words.ts';
import { askedWith, type TicketAccess } from '../access.ts';
import { faultOf, unreadable } from './faults.ts';

/** The nine calls of REST v3 that tickets need. */
export interface JiraClient {
  /** One issue, consistently; null when there is none, or none that our account may see. */
  issue(id: string, call: Call): Promise<JiraIssue | null>;
  /** One page of a search, which misses what was written within the last moments. */
  search(
    jql: string,
    page: { size: number; token?: string | undefined },
    call: Call,
  ): Promise<{ issues: JiraIssue[]; token: string | null }>;
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
/** Most comments that Jira gives at once. */
export const COMMENTS_PAGE = 100;

export function jiraClient(baseUrl: string, access: TicketAccess, budget: Budget): JiraClient {
  const root = '/rest/api/3';
  let self: string | undefined;

  async function ask(
    method: Request['method'],
    path: string,
    call: Call,
    body?: JsonObject,
  ): Promise<Exchange> {
    await budget.take(call);
    const once = (authorization: string) =>
      exchange(
        { vendor: 'jira', method, url: baseUrl + root + path, headers: { authorization }, body },
        call,
      );
    const answer = await askedWith(access, once, call);
    if (answer.status >= 200 && answer.status < 300) return answer;
    throw faultOf(answer);
  }
  const of = async (id: string, rest = '') => `/issue/${pathSegment('jira', id)}${rest}`;

  return {
    async issue(id, call) {
      try {
        return read(jiraIssue, await ask('GET', await of(id, `?fields=${FIELDS.join(',')}`), call));
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    async search(jql, { size, token }, call) {
      const body = { jql, fields: FIELDS, maxResults: size, ...(token ? { nextPageToken: token } : {}) };
      const { issues, nextPageToken } = read(jiraPage, await ask('POST', '/search/jql', call, body));
      return { issues, token: nextPageToken ?? null };
    },
    async labelled(jql, call) {
      const body = { jql, fields: ['labels'], maxResults: 2 };
      return read(jiraIds, await ask('POST', '/search/jql', call, body)).issues;
    },
    async create(fields, call) {
      return read(jiraCreated, await ask('POST', '/issue', call, { fields }));
    },
    async comments(id, startAt, call) {
      const query = new URLSearchParams({
        startAt: String(startAt),
        maxResults: String(COMMENTS_PAGE),
        orderBy: '-created',
      });
      return read(jiraComments, await ask('GET', await of(id, `/comment?${query}`), call));
    },
    async comment(id, body, call) {
      return read(jiraComment, await ask('POST', await of(id, '/comment'), call, { body })).id;
    },
    async transitions(id, call) {
      const path = await of(id, '/transitions?expand=transitions.fields');
      return read(jiraTransitions, await ask('GET', path, call)).transitions;
    },
    async transition(id, transition, fields, call) {
      const body = {
        transition: { id: transition },
        ...(Object.keys(fields).length > 0 ? { fields } : {}),
      };
      const answer = await ask('POST', await of(id, '/transitions'), call, body);
      // 204 is the only success; a page with 200 says nothing of what was done.
      if (answer.status !== 204) throw unreadable(answer);
    },
    async me(call) {
      self ??= read(jiraMyself, await ask('GET', '/myself', call)).accountId;
      return self;
    },
  };
}

function read<T extends z.ZodType>(type: T, answer: Exchange): z.output<T> {
  const value = type.safeParse(answer.json);
  if (value.success) return value.data;
  throw unreadable(answer);
}
