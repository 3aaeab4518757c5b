import { APIConnectionError, APIError, APIUserAbortError } from '@anthropic-ai/sdk';
import { faultKind, retryAfterMs } from '../http.ts';
import { VendorFault } from '../ports.ts';

/** 429s that waiting does not cure: a person has to raise the limit (error.details.error_code). */
const SPEND_LIMITS = new Set([
  'contract_spend_limit_reached',
  'enforced_spend_limit_reached',
  'linked_organization_spend_limit_reached',
]);

/**
 * What an error of the SDK means. Messages of the API are left out: they may quote the prompt.
 * @param timedOutMs the call's own time limit when that is what ended it. @param now epoch milliseconds.
 */
export function faultOf(vendor: string, error: unknown, timedOutMs: number | null, now: number): VendorFault {
  if (timedOutMs !== null)
    return new VendorFault({
      vendor,
      kind: 'unavailable',
      message: `no answer within ${timedOutMs} ms`,
      code: 'timeout',
    });
  if (error instanceof APIUserAbortError)
    return new VendorFault({ vendor, kind: 'unavailable', message: 'cancelled', code: 'cancelled' });
  if (error instanceof APIError && error.status !== undefined) return answered(vendor, error, now);
  const code = error instanceof APIConnectionError ? causeCode(error) : 'client';
  return new VendorFault({
    vendor,
    kind: 'unavailable',
    message: `no connection (${code})`,
    code,
    certainlyNotLanded: code === 'ECONNREFUSED' || code === 'ENOTFOUND',
  });
}

function answered(vendor: string, error: APIError, now: number): VendorFault {
  const status = error.status as number;
  const code = error.errorCode ?? error.type ?? undefined;
  const headers = error.headers ?? new Headers();
  const spent = SPEND_LIMITS.has(error.errorCode ?? '') || headers.get('x-should-retry') === 'false';
  const wait = retryAfterMs(headers, now);
  return new VendorFault({
    vendor,
    kind: status === 429 && spent ? 'rejected' : faultKind(status),
    message: `answered ${status}${code ? ` (${code})` : ''}${advice(status, spent)}`,
    status,
    ...(code === undefined ? {} : { code }),
    ...(wait === undefined || spent ? {} : { retryAfterMs: wait }),
    certainlyNotLanded: status < 500,
  });
}

function advice(status: number, spent: boolean): string {
  if (status === 401 || status === 403) return ': check the key and what it may use';
  if (status === 404) return ': check the model id and the base URL';
  if (status === 402 || (status === 429 && spent))
    return ': the spend limit is reached, raise it or wait for the next period';
  return '';
}

/** fetch wraps the system's error: the code lies some causes deep. */
function causeCode(error: Error): string {
  let each: unknown = error;
  while (typeof each === 'object' && each !== null) {
    const { code, cause } = each as { code?: unknown; cause?: unknown };
    if (typeof code === 'string') return code;
    each = cause;
  }
  return 'network';
}
