import { type Dispatcher, request } from 'undici';
import { type Call, type FaultKind, VendorFault } from './ports/call.ts';

/** One HTTP exchange of an adapter: JSON in, text and JSON out. Redirects are not followed (they would leak credentials). */
export interface HttpExchange {
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
export async function exchange(asked: Request, call: Call): Promise<HttpExchange> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), call.timeoutMs);
  const signal = call.signal ? AbortSignal.any([call.signal, timeout.signal]) : timeout.signal;
  const { body } = asked;
  const json = body !== undefined && typeof body !== 'string';
  try {
    const response = await request(asked.url, {
      method: asked.method,
      headers: {
        accept: 'application/json',
        ...(json ? { 'content-type': 'application/json' } : {}),
        ...asked.headers,
      },
      ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
      signal,
    });
    const text = await textOf(response.body);
    return { status: response.statusCode, headers: headersOf(response), text, json: parse(text) };
  } catch (error) {
    const { code = 'unknown' } = error as { code?: string };
    if (code === TOO_LARGE)
      throw new VendorFault({
        vendor: asked.vendor,
        kind: 'unavailable',
        code,
        message: `the answer is larger than ${MOST_ANSWER / 1024 / 1024} MB`,
      });
    const timedOut = timeout.signal.aborted;
    throw new VendorFault({
      vendor: asked.vendor,
      kind: 'unavailable',
      message: timedOut ? `no answer within ${call.timeoutMs} ms` : `no connection (${code})`,
      code: timedOut ? 'timeout' : code,
      // A refused connection never reached the vendor; after any other failure the write may have landed.
      certainlyNotLanded: code === 'ECONNREFUSED' || code === 'ENOTFOUND',
    });
  } finally {
    clearTimeout(timer);
  }
}

const MOST_ANSWER = 32 * 1024 * 1024;
const TOO_LARGE = 'answer_too_large';

/** A faulty or hostile vendor must not fill the memory. @throws an error with the code `answer_too_large` */
async function textOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > MOST_ANSWER) throw Object.assign(new Error('the answer is too large'), { code: TOO_LARGE });
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function headersOf({ headers }: Dispatcher.ResponseData): Headers {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one]),
  );
  return new Headers(given);
}

/** Whether a status is a success; a 2xx that cannot be read is none. */
export const succeeded = ({ status }: Pick<HttpExchange, 'status'>) => status >= 200 && status < 300;

/** The usual meaning of a status; vendors with odd forms (403 for a rate limit …) decide before they call this. */
export function faultKind(status: number): FaultKind {
  if (status === 401 || status === 403) return 'auth';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 429) return 'rate_limited';
  if (status === 408 || status >= 500) return 'unavailable';
  return 'rejected';
}

const SHORTEST_WAIT = 1_000;
/** Some send milliseconds, and some the end of their day: longer than this nobody waits without asking again. */
const LONGEST_WAIT = 15 * 60_000;

/**
 * Retry-After in milliseconds, from seconds or an HTTP date (RFC 9110, 10.2.3): at least a second, at most a quarter of an hour.
 * Undefined when it is absent or unreadable, and when it says nothing to wait for: 0, less, or a date gone by, as with a vendor whose clock is
 * behind ours.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  const said = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return said > 0 ? Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, said)) : undefined;
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
