import { type Call, type FaultKind, VendorFault } from './ports.ts';

/** One HTTP exchange of an adapter: JSON in, text and JSON out. Redirects are not followed (they would leak credentials). */
export interface Exchange {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed body; undefined when it is empty or not JSON. */
  json: unknown;
}

export interface Request {
  vendor: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON unless it is a string. */
  body?: unknown;
}

/**
 * Sends one request and reads its answer whole.
 * @throws VendorFault `unavailable` on network failure or time-out; answers of any status are returned, not thrown.
 */
export async function exchange(request: Request, call: Call): Promise<Exchange> {
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
  const text = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...(request.body === undefined || typeof request.body === 'string'
          ? {}
          : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: text }),
      redirect: 'manual',
      signal,
    });
    const body = await response.text();
    return { status: response.status, headers: response.headers, text: body, json: parse(body) };
  } catch (error) {
    const code = causeCode(error);
    throw new VendorFault({
      vendor: request.vendor,
      kind: 'unavailable',
      message: timeout.aborted ? `no answer within ${call.timeoutMs} ms` : `no connection (${code})`,
      code: timeout.aborted ? 'timeout' : code,
      // A refused connection never reached the vendor; after any other failure the write may have landed.
      certainlyNotLanded: code === 'ECONNREFUSED' || code === 'ENOTFOUND',
    });
  }
}

/** The usual meaning of a status; vendors with odd forms (403 for a rate limit …) decide before they call this. */
export function faultKind(status: number): FaultKind {
  if (status === 401 || status === 403) return 'auth';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 429) return 'rate_limited';
  if (status === 408 || status >= 500) return 'unavailable';
  return 'rejected';
}

/** Retry-After in milliseconds, from seconds or an HTTP date; undefined when absent or unreadable. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Read without instanceof: an error of another realm (a test's) is as good. */
function causeCode(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string }; name?: string };
  return cause?.code ?? name ?? 'unknown';
}
