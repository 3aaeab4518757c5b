import { jiraError } from '../../../contracts/vendors/jira.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { answersOf } from '../../answers.ts';
import { faultKind, type HttpExchange } from '../../http.ts';
import type { FaultKind, VendorFault } from '../../ports/call.ts';
import { possibleWait } from '../possible-wait.ts';

const SECOND = 1_000;
/** How long to wait where Jira does not say, or says what is impossible. Source: "Rate limiting" (buckets of a second, writes of two seconds, points of an hour). */
const WAITS = lookupTable<number>({
  'jira-burst-based': 2 * SECOND,
  'jira-per-issue-on-write': 3 * SECOND,
  'jira-quota-global-based': 600 * SECOND,
  'jira-quota-tenant-based': 600 * SECOND,
});
const SHORTEST_WAIT = 2 * SECOND;

/** How long to wait after a limit where no `Retry-After` says it, in milliseconds: until the reset, else what the reason is known to need. */
export function waitAfterLimit(headers: Headers, now: number): number {
  const at = Date.parse(headers.get('x-ratelimit-reset') ?? '');
  const reason = headers.get('ratelimit-reason') ?? '';
  return possibleWait(Number.isNaN(at) ? undefined : at - now, WAITS[reason] ?? SHORTEST_WAIT);
}

export const answers = answersOf('jira', 'the API');

/** What an answer that is no success means. */
export function faultOf(answer: HttpExchange): VendorFault {
  const { status, headers } = answer;
  const error = jiraError.safeParse(answer.json);
  const names = Object.keys(error.data?.errors ?? {})
    .filter(isField)
    .slice(0, 5);
  // 409: somebody changed the issue in the same moment, and nothing was written.
  const kind = status === 409 ? 'unavailable' : faultKind(status);
  const said = headers.get('ratelimit-reason') ?? '';
  return answers.fault(answer, {
    ...{ kind, names, fix: FIXES[kind], said: Object.hasOwn(WAITS, said) ? [said] : [] },
    code: names[0] ?? (kind === 'not_found' && error.success ? 'NOT_FOUND' : undefined),
    wait: status === 429 ? waitAfterLimit(headers, Date.now()) : undefined,
    certainlyNotLanded: kind !== 'unavailable' || status === 409,
  });
}

/** Only names that a field can have: what else stands there is the vendor's text. */
const isField = (name: string) => /^customfield_\d{1,10}$/.test(name) || FIELDS.has(name);
const FIELDS = new Set(['project', 'issuetype', 'summary', 'description', 'labels', 'resolution', 'comment']);

const FIXES: Partial<Record<FaultKind, string>> = {
  auth: 'check the token, its scopes, and that baseUrl is the gateway for a scoped token (docs/adding-a-vendor.md)',
  rejected: "compare QUARTERDECK_TICKETS_SETTINGS with the project's fields and workflow",
};
