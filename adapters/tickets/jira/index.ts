import { z } from 'zod';
import type { JiraIssue } from '../../../contracts/vendors/jira.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { basicAccess, clientAccess } from '../../access.ts';
import { type AccountBudgets, accountBudgets } from '../../account-budgets.ts';
import { baseUrl, httpSettings, pollSettings, vendorConfig } from '../../config.ts';
import { isOwnId } from '../../own-id.ts';
import { pageBound } from '../../page-bound.ts';
import type { Call } from '../../ports/call.ts';
import type { Ticket, TicketComment, TicketStatus, TicketsPort } from '../../ports/tickets.ts';
import { readEach } from '../../read-each.ts';
import { vendorInstant } from '../../vendor-words.ts';
import { changedAfter, minutesSince } from '../changes.ts';
import { OURS, splitReference } from '../reference.ts';
import { COMMENTS_PAGE, issueOf, type JiraClient, jiraClient } from './client.ts';
import { jiraText } from './document.ts';
import { reportedByJira } from './events.ts';
import { jiraWrites } from './writes.ts';

const { requestsPerSecond, burst, requestsPerDay } = httpSettings;
const settings = z
  .strictObject({
    requestsPerSecond,
    burst,
    requestsPerDay,
    ...pollSettings,
    /** `https://acme.atlassian.net`, or the gateway `https://api.atlassian.com/ex/jira/<cloud id>`, which scoped tokens need. */
    baseUrl,
    /** Where people open an issue, if that is not `baseUrl`. */
    siteUrl: baseUrl.optional(),
    /** An account with Browse projects, Create issues, Add comments and Transition issues in the project, and nothing else. */
    email: z.string().min(1).optional(),
    apiToken: z.string().min(1).optional(),
    /** Or a service account with the scopes read:jira-work, write:jira-work and read:jira-user. */
    clientId: z.string().min(1).optional(),
    clientSecret: z.string().min(1).optional(),
    tokenUrl: z.url({ protocol: /^https?$/ }).default('https://auth.atlassian.com/oauth/token'),
    /** Key of the project that tickets are opened in. */
    project: z.string().regex(/^[A-Z][A-Z0-9_]{1,20}$/, 'is a project key: CHAN'),
    issueType: z.string().min(1).default('Task'),
    resolution: z.string().min(1).default('Done'),
    /** How long the search may miss an issue that was just created. Jira names no limit. */
    searchLagMs: z.number().min(0).default(15_000),
    /** `changedSince` leaves alone what changed less than so long ago: the search lags. */
    settleMs: z.number().min(0).default(15_000),
    pageSize: z.number().int().min(1).max(100).default(100),
  })
  .refine(
    ({ email, apiToken, clientId, clientSecret }) =>
      Boolean(email && apiToken) !== Boolean(clientId && clientSecret),
    {
      error: 'set either email and apiToken, or clientId and clientSecret',
    },
  );

/** Jira Cloud over its REST API v3. @throws Error when the configuration is wrong. */
export function jira(config: unknown, budgets: AccountBudgets = accountBudgets()): TicketsPort {
  const own = vendorConfig('jira', settings, config);
  const { email, apiToken, clientId = '', clientSecret = '', tokenUrl } = own;
  const access =
    email && apiToken
      ? basicAccess(own.baseUrl, email, apiToken)
      : clientAccess(own.baseUrl, { vendor: 'jira', clientId, clientSecret, tokenUrl });
  const budget = budgets.of('jira', own.baseUrl, own);
  const client = jiraClient(access, budget);
  const gateway = own.baseUrl.includes('/ex/jira/');
  const site = own.siteUrl ?? (gateway ? null : own.baseUrl);
  const ticketOf = (issue: JiraIssue): Ticket => ({
    id: issue.id,
    key: issue.key,
    url: site && `${site}/browse/${issue.key}`,
    status: STATUS[issue.fields.status.statusCategory.key] ?? 'open',
    vendorStatus: issue.fields.status.name,
    modifiedAt: vendorInstant(issue.fields.updated) ?? new Date(0).toISOString(),
  });
  const ticket = async (id: string, call: Call) => {
    const issue = await client.issue(id, call);
    return issue && ticketOf(issue);
  };

  return {
    vendor: 'jira',
    pollEveryMs: own.pollEveryMinutes * 60_000,
    ticket,
    comments: (id, since, call) => commentsOf(client, id, since, call),
    async changedSince(since, call) {
      const recent = since === null ? '' : ` AND updated >= "-${minutesSince(since, Date.now())}m"`;
      const jql = `project = "${own.project}" AND labels = "${OURS}"${recent} ORDER BY updated ASC`;
      const settled = new Date(Date.now() - own.settleMs).toISOString();
      const issues: { id: string }[] = [];
      let token: string | null | undefined;
      const nextPage = pageBound('jira');
      do {
        nextPage();
        const page = await client.search(jql, { size: own.pageSize, token: token ?? undefined }, call);
        issues.push(...page.issues);
        // A page without issues ends it, whatever its token says.
        token = page.issues.length > 0 ? page.token : null;
      } while (token !== null);
      const { read, odd } = readEach(issues, ({ id }) => id, issueOf);
      const tickets = read
        .filter(({ fields }) => fields.labels.some(isOwnId))
        .map(ticketOf)
        .filter(({ modifiedAt }) => modifiedAt <= settled);
      return { tickets: changedAfter(since, tickets), odd, next: null };
    },
    reported: reportedByJira,
    writes: jiraWrites(client, own, ticket),
  };
}

const STATUS = lookupTable<TicketStatus>({ new: 'open', indeterminate: 'in_progress', done: 'done' });

async function commentsOf(
  client: JiraClient,
  id: string,
  since: string | null,
  call: Call,
): Promise<TicketComment[]> {
  const me = await client.me(call);
  const found = new Map<string, TicketComment>();
  const nextPage = pageBound('jira');
  for (let at = 0; ; at += COMMENTS_PAGE) {
    nextPage();
    const { comments, total } = await client.comments(id, at, call);
    for (const { id: comment, author, created, body } of comments) {
      const { text, reference } = splitReference(jiraText(body));
      const ours = reference !== null && author?.accountId === me;
      found.set(comment, {
        id: comment,
        at: vendorInstant(created) ?? new Date(0).toISOString(),
        by: author?.displayName ?? 'unknown',
        text: ours ? text : jiraText(body),
        ours,
      });
    }
    const oldest = [...found.values()].at(-1);
    const enough = since !== null && oldest !== undefined && oldest.at < since;
    if (comments.length === 0 || at + comments.length >= total || enough) break;
  }
  return [...found.values()]
    .reverse()
    .filter((comment) => since === null || comment.at >= since)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
