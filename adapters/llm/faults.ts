import type { APIError } from '@anthropic-ai/sdk';
import { faultKind, retryAfterMs } from '../http.ts';
import { VendorFault } from '../ports/call.ts';
import { TOO_LARGE } from './bounded-fetch.ts';

/** 429s that waiting does not cure: a person has to raise the limit (error.details.error_code). */
const SPEND_LIMITS = new Set([
  'contract_spend_limit_reached',
  'enforced_spend_limit_reached',
  'linked_organization_spend_limit_reached',
]);

/**
 * What an error of the SDK means. Messages of the API are left out: they may quote the prompt. Told apart by their fields, since
 * their classes would load the SDK of an installation that has no model.
 * @param ended why we gave the call up ourselves, if we did. @param now epoch milliseconds.
 */
export function faultOf(
  vendor: string,
  error: unknown,
  ended: { code: 'timeout' | 'cancelled'; message: string } | null,
  now: number,
): VendorFault {
  if (ended) return new VendorFault({ vendor, kind: 'unavailable', ...ended });
  if (hasStatus(error)) return answered(vendor, error, now);
  const code = causeCode(error);
  return new VendorFault({
    vendor,
    kind: 'unavailable',
    message: code === TOO_LARGE ? 'the answer is larger than 1 MB' : `no connection (${code})`,
    code,
    certainlyNotLanded: code === 'ECONNREFUSED' || code === 'ENOTFOUND',
  });
}

function hasStatus(error: unknown): error is APIError<number> {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}

function answered(vendor: string, error: APIError<number>, now: number): VendorFault {
  const { status } = error;
  const code = [error.errorCode, error.type].find(isCode);
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

/** A server may put anything there, also what was sent to it. */
function isCode(said: unknown): said is string {
  return typeof said === 'string' && /^\w{1,64}$/.test(said);
}

function advice(status: number, spent: boolean): string {
  if (status === 401 || status === 403) return ': check the key and what it may use';
  if (status === 404) return ': check the model id and the base URL';
  if (status === 402 || (status === 429 && spent))
    return ': the spend limit is reached, raise it or wait for the next period';
  return '';
}

/** fetch wraps the system's error: the code lies some causes deep. */
function causeCode(error: unknown): string {
  let each = error;
  while (typeof each === 'object' && each !== null) {
    const { code, cause } = each as { code?: unknown; cause?: unknown };
    if (typeof code === 'string') return code;
    each = cause;
  }
  return 'network';
}
