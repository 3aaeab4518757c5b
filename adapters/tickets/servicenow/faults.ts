import { servicenowError } from '../../../contracts/vendors/servicenow.ts';
import { type Exchange, faultKind, retryAfterMs } from '../../http.ts';
import { VendorFault } from '../../ports/call.ts';
import { possibleWait } from '../possible-wait.ts';

/** Rules count requests of an hour; it takes half a minute until a change of theirs holds. Source: "Inbound REST API rate limiting". */
const USUAL_WAIT = 30_000;

/** How long to wait after a limit, in milliseconds. */
export function waitAfterLimit(headers: Headers, now: number): number {
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  const said = retryAfterMs(headers, now) ?? (Number.isFinite(reset) ? reset * 1_000 - now : undefined);
  return possibleWait(said, USUAL_WAIT);
}

/** A rule of the instance said no, which comes as 403 like a missing role. */
const BY_RULE = /data policy|business rule|mandatory|operation failed|update exception|insert aborted/i;

/** What an answer that is no success means. */
export function faultOf(answer: Exchange): VendorFault {
  const { status, headers } = answer;
  const error = servicenowError.safeParse(answer.json);
  const { message = '', detail = '' } = error.data?.error ?? {};
  const byRule = status === 403 && BY_RULE.test(`${message} ${detail}`);
  const kind = byRule ? 'rejected' : faultKind(status);
  const code = byRule ? 'BY_RULE' : kind === 'not_found' && error.success ? 'NOT_FOUND' : undefined;
  const limited = status === 429 || (status === 503 && headers.has('retry-after'));
  return new VendorFault({
    vendor: 'servicenow',
    kind,
    status,
    message: `HTTP ${status}${byRule ? ', by a rule of the instance' : ''}${FIXES[kind] ?? ''}`,
    certainlyNotLanded: kind !== 'unavailable',
    ...(code === undefined ? {} : { code }),
    ...(limited ? { retryAfterMs: waitAfterLimit(headers, Date.now()) } : {}),
  });
}

const FIXES: Partial<Record<VendorFault['kind'], string>> = {
  auth: '; check the user, its roles, and the access rules of the table (docs/adding-a-vendor.md)',
  rejected:
    '; compare `fields`, `states` and `closeFields` of QUARTERDECK_TICKETS_SETTINGS with the table, or do it by hand',
};

/** A 2xx whose body is none of the API's, or an error: a write behind it may have landed. */
export const unreadable = (answer: Exchange) =>
  new VendorFault({
    vendor: 'servicenow',
    kind: 'unavailable',
    status: answer.status,
    code: 'unreadable',
    message: `HTTP ${answer.status} with a body that is not an answer of the Table API`,
  });

/** Rows or fields that are there and that our account may not see: what is not shown must not be taken for what is not there. */
export const hiddenFrom = (what: string) =>
  new VendorFault({
    vendor: 'servicenow',
    kind: 'auth',
    code: 'HIDDEN',
    message: `access rules hide ${what} from our user; let it read them (docs/adding-a-vendor.md)`,
    certainlyNotLanded: true,
  });

/** Nothing was written. */
export function refused(code: string, message: string): VendorFault {
  return new VendorFault({ vendor: 'servicenow', kind: 'rejected', code, message, certainlyNotLanded: true });
}
