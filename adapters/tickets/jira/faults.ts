import { jiraError } from '../../../contracts/vendors/jira.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { type Exchange, faultKind, retryAfterMs } from '../../http.ts';
import { VendorFault } from '../../ports/call.ts';
import { possibleWait } from '../possible-wait.ts';

const SECOND = 1_000;
/** Waits where Jira names none, or none that is possible. Source: "Rate limiting" (buckets of a second, writes of two seconds, points of an hour). */
const WAITS = lookupTable<number>({
  'jira-burst-based': 2 * SECOND,
  'jira-per-issue-on-write': 3 * SECOND,
  'jira-quota-global-based': 600 * SECOND,
  'jira-quota-tenant-based': 600 * SECOND,
});
const SHORTEST_WAIT = 2 * SECOND;

/** How long to wait after a limit, in milliseconds: what Jira says where that is possible, else what its reason is known to need. */
export function waitAfterLimit(headers: Headers, now: number): number {
  const said = retryAfterMs(headers, now) ?? untilReset(headers, now);
  const reason = headers.get('ratelimit-reason') ?? '';
  return possibleWait(said, WAITS[reason] ?? SHORTEST_WAIT);
}

function untilReset(headers: Headers, now: number): number | undefined {
  const at = Date.parse(headers.get('x-ratelimit-reset') ?? '');
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** What an answer that is no success means. */
export function faultOf(answer: Exchange): VendorFault {
  const { status, headers } = answer;
  const error = jiraError.safeParse(answer.json);
  const named = Object.keys(error.data?.errors ?? {})
    .filter(isField)
    .slice(0, 5);
  // 409: somebody changed the issue in the same moment, and nothing was written.
  const kind = status === 409 ? 'unavailable' : faultKind(status);
  const code = named[0] ?? (kind === 'not_found' && error.success ? 'NOT_FOUND' : undefined);
  const said = headers.get('ratelimit-reason') ?? '';
  const reason = Object.hasOwn(WAITS, said) ? said : null;
  const limited = status === 429 || (status === 503 && headers.has('retry-after'));
  return new VendorFault({
    vendor: 'jira',
    kind,
    status,
    message: `HTTP ${status}${reason ? `, ${reason}` : ''}${named.length > 0 ? ` (${named.join(', ')})` : ''}${FIXES[kind] ?? ''}`,
    certainlyNotLanded: kind !== 'unavailable' || status === 409,
    ...(code === undefined ? {} : { code }),
    ...(limited ? { retryAfterMs: waitAfterLimit(headers, Date.now()) } : {}),
  });
}

/** Only names that a field can have: what else stands there is the vendor's text. */
const isField = (name: string) => /^customfield_\d{1,10}$/.test(name) || FIELDS.has(name);
const FIELDS = new Set(['project', 'issuetype', 'summary', 'description', 'labels', 'resolution', 'comment']);

const FIXES: Partial<Record<VendorFault['kind'], string>> = {
  auth: '; check the token, its scopes, and that baseUrl is the gateway for a scoped token (docs/adding-a-vendor.md)',
  rejected: "; compare QUARTERDECK_TICKETS_SETTINGS with the project's fields and workflow",
};

/** A 2xx whose body is none of the API's: a write behind it may have landed. */
export const unreadable = (answer: Exchange) =>
  new VendorFault({
    vendor: 'jira',
    kind: 'unavailable',
    status: answer.status,
    code: 'unreadable',
    message: `HTTP ${answer.status} with a body that is not an answer of the API`,
  });

/** Nothing was written. */
export function refused(code: string, message: string): VendorFault {
  return new VendorFault({ vendor: 'jira', kind: 'rejected', code, message, certainlyNotLanded: true });
}
