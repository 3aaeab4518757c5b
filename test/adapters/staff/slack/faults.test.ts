import { describe, expect, test } from '@jest/globals';
import type { HttpExchange } from '../../../../adapters/http.ts';
import { faultOf } from '../../../../adapters/staff/slack/faults.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpExchange => ({
  status,
  headers: new Headers(headers),
  text: typeof body === 'string' ? body : JSON.stringify(body),
  json: typeof body === 'string' ? undefined : body,
});
const said = (error: string, more: object = {}) => answer(200, { ok: false, error, ...more });

describe('an error inside a 200', () => {
  test.each([
    ['ratelimited', 'rate_limited', true],
    ['rate_limited', 'rate_limited', true],
    ['fatal_error', 'unavailable', false],
    ['internal_error', 'unavailable', false],
    ['service_unavailable', 'unavailable', false],
    ['request_timeout', 'unavailable', true],
    ['invalid_auth', 'auth', true],
    ['not_authed', 'auth', true],
    ['token_revoked', 'auth', true],
    ['token_expired', 'auth', true],
    ['account_inactive', 'auth', true],
    ['missing_scope', 'auth', true],
    ['channel_not_found', 'not_found', true],
    ['users_not_found', 'not_found', true],
    ['message_not_found', 'not_found', true],
    ['not_in_channel', 'rejected', true],
    ['is_archived', 'rejected', true],
    ['msg_too_long', 'rejected', true],
    ['invalid_blocks', 'rejected', true],
    ['edit_window_closed', 'rejected', true],
    ['something_new', 'rejected', true],
  ])('%s is %s', (error, kind, certainlyNotLanded) => {
    const fault = faultOf(said(error));
    expect(fault).toMatchObject({ vendor: 'slack', kind, code: error, status: 200, certainlyNotLanded });
    expect(fault.message).toContain(error);
  });

  test('a missing scope is named', () => {
    expect(faultOf(said('missing_scope', { needed: 'im:history', provided: 'chat:write' })).message).toBe(
      'slack: HTTP 200, missing_scope; add the scope im:history to the app and install it again',
    );
  });

  test('neither free text in place of a code nor of a scope is repeated', () => {
    const fault = faultOf(said('no token xoxb-1 here', { needed: 'xoxb-1 <b>' }));
    expect(`${fault.message} ${fault.code}`).not.toContain('xoxb-1');
    expect(faultOf(said('missing_scope', { needed: 'a secret' })).message).not.toContain('a secret');
  });

  test('a status that is an error itself says more', () => {
    const limited = answer(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '7' });
    expect(faultOf(limited)).toMatchObject({ kind: 'rate_limited', retryAfterMs: 7_000 });
    const broken = answer(503, { ok: false, error: 'invalid_auth' });
    expect(faultOf(broken)).toMatchObject({ kind: 'unavailable', certainlyNotLanded: false });
  });
});

describe('the wait after 429', () => {
  test.each([
    ['7', 7_000],
    ['0', 30_000],
    ['-5', 30_000],
    ['0.2', 1_000],
    ['99999999999', 900_000],
    ['1e999', 30_000],
    ['soon', 30_000],
    ['', 30_000],
    ['Fri, 31 Dec 1999 23:59:59 GMT', 30_000],
    ['Fri, 31 Dec 2199 23:59:59 GMT', 900_000],
  ])('Retry-After %j is %i ms', (header, ms) => {
    expect(faultOf(answer(429, '', { 'retry-after': header })).retryAfterMs).toBe(ms);
  });

  test('without a word of Slack it is half a minute', () => {
    expect(faultOf(answer(429, '')).retryAfterMs).toBe(30_000);
    expect(faultOf(said('ratelimited')).retryAfterMs).toBe(30_000);
  });

  test('a service that is away is given the time that it asks for, at most a quarter of an hour', () => {
    const away = answer(503, '<html>', { 'retry-after': '99999' });
    expect(faultOf(away).retryAfterMs).toBe(900_000);
    expect(faultOf(answer(503, '<html>')).retryAfterMs).toBeUndefined();
  });
});

describe('what is no answer of the Web API', () => {
  test.each([
    [200, '<html>please sign in</html>'],
    [200, ''],
    [200, { ok: 'yes' }],
    [200, []],
    [204, ''],
  ])('%i %j may have landed', (status, body) => {
    expect(faultOf(answer(status, body))).toMatchObject({
      kind: 'unavailable',
      code: 'unreadable',
      certainlyNotLanded: false,
    });
  });
  test.each([
    [302, 'rejected', true],
    [400, 'rejected', true],
    [403, 'auth', true],
    [404, 'not_found', true],
    [408, 'unavailable', false],
    [500, 'unavailable', false],
  ])('%i with a page is %s', (status, kind, certainlyNotLanded) => {
    expect(faultOf(answer(status, '<html></html>'))).toMatchObject({ kind, status, certainlyNotLanded });
  });
});
