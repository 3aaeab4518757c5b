import { servicenowError } from '../../../contracts/vendors/servicenow.ts';
import { answersOf } from '../../answers.ts';
import { faultKind, type HttpExchange } from '../../http.ts';
import type { FaultKind, VendorFault } from '../../ports/call.ts';
import { refused } from '../../refused.ts';
import { possibleWait } from '../possible-wait.ts';

/** Rules count requests of an hour; it takes half a minute until a change of theirs holds. Source: "Inbound REST API rate limiting". */
const USUAL_WAIT = 30_000;

/** How long to wait after a limit where no `Retry-After` says it, in milliseconds. */
export function waitAfterLimit(headers: Headers, now: number): number {
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  return possibleWait(Number.isFinite(reset) ? reset * 1_000 - now : undefined, USUAL_WAIT);
}

export const answers = answersOf('servicenow', 'the Table API');

/** A rule of the instance said no, which comes as 403 like a missing role. */
const BY_RULE = /data policy|business rule|mandatory|operation failed|update exception|insert aborted/i;

/** What an answer that is no success means. */
export function faultOf(answer: HttpExchange): VendorFault {
  const { status, headers } = answer;
  const error = servicenowError.safeParse(answer.json);
  const { message = '', detail = '' } = error.data?.error ?? {};
  const byRule = status === 403 && BY_RULE.test(`${message} ${detail}`);
  const kind = byRule ? 'rejected' : faultKind(status);
  return answers.fault(answer, {
    ...{ kind, fix: FIXES[kind], said: byRule ? ['by a rule of the instance'] : [] },
    code: byRule ? 'BY_RULE' : kind === 'not_found' && error.success ? 'NOT_FOUND' : undefined,
    wait: status === 429 ? waitAfterLimit(headers, Date.now()) : undefined,
  });
}

const FIXES: Partial<Record<FaultKind, string>> = {
  auth: 'check the user, its roles, and the access rules of the table (docs/adding-a-vendor.md)',
  rejected:
    'compare `fields`, `states` and `closeFields` of QUARTERDECK_TICKETS_SETTINGS with the table, or do it by hand',
};

/** Rows or fields that are there and that our account may not see: what is not shown must not be taken for what is not there. */
export const hiddenFrom = (what: string) =>
  refused(
    'servicenow',
    'HIDDEN',
    `access rules hide ${what} from our user; let it read them (docs/adding-a-vendor.md)`,
    'auth',
  );
