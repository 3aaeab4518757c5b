import { Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createLlm } from '../../adapters/llm/index.ts';
import type { Call, VendorFault } from '../../adapters/ports/call.ts';
import { type LlmPort, LlmRefusal, type LlmRequest } from '../../adapters/ports/llm.ts';
import { rationaleAnswer } from '../../contracts/model.ts';
import type { JsonObject } from '../../domain/json.ts';
import { createAnthropicSimulator } from '../../sandbox/anthropic.ts';
import type { Fault } from '../../sandbox/simulator.ts';

const KEY = 'sk-test-5521';
const MODEL = 'claude-sonnet-5-5';
const call: Call = { timeoutMs: 5_000, mayWait: true };
const request: LlmRequest = {
  prompt: 'deal-rationale@1',
  system: 'Explain.',
  user: '<data>{"outcome":"NEEDS_REVIEW","reasons":[{"text":"The score is 62"}]}</data>',
  schema: z.toJSONSchema(rationaleAnswer) as JsonObject,
  maxTokens: 500,
};

const simulator = createAnthropicSimulator({ apiKey: KEY });
let base: string;
const vendors: Record<string, () => object> = {
  anthropic: () => ({ apiKey: KEY }),
  bedrock: () => ({ apiKey: KEY, region: 'eu-central-1' }),
  vertex: () => ({ accessToken: KEY, region: 'europe-west1', projectId: 'p-1' }),
};
const port = (vendor: string, more: object = {}) =>
  createLlm(vendor, {
    model: MODEL,
    allowedModels: [MODEL],
    baseUrl: base,
    ...vendors[vendor]?.(),
    ...more,
  }) as LlmPort;
const failure = (promise: Promise<unknown>): Promise<VendorFault> =>
  promise.then(
    () => Promise.reject(new Error('expected a fault')),
    (error) => error,
  );
const fault = (each: Fault) =>
  fetch(`${base}/__sim/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(each),
  });
const requests = () => simulator.requests.filter(({ path }) => !path.startsWith('/__sim'));

beforeAll(async () => {
  base = await simulator.listen();
});
beforeEach(async () => {
  await fetch(`${base}/__sim/reset`, { method: 'POST' });
});
afterAll(() => simulator.close());

describe.each(Object.keys(vendors))('every way to a model behaves alike: %s', (vendor) => {
  test('answers parsed JSON with model, usage and request id, by one request', async () => {
    const answer = await port(vendor).complete(request, call);
    expect(rationaleAnswer.parse(answer.value).rationale).toContain('The score is 62');
    expect(answer).toMatchObject({
      model: MODEL,
      stopReason: 'end_turn',
      requestId: expect.stringMatching(/^req_/),
    });
    expect(answer.usage.inputTokens).toBeGreaterThan(0);
    expect(requests()).toHaveLength(1);
  });

  test.each([
    ['rate_limited', { kind: 'rate_limited', status: 429, retryAfterMs: 7_000, certainlyNotLanded: true }],
    [
      'spend_limit',
      { kind: 'rejected', status: 429, code: 'contract_spend_limit_reached', retryAfterMs: undefined },
    ],
    ['overloaded', { kind: 'unavailable', status: 529 }],
    ['max_tokens', { kind: 'rejected', code: 'max_tokens' }],
  ] as const)('%s is a fault and is not repeated by the SDK', async (kind, expected) => {
    simulator.misbehave({ kind });
    const error = await failure(port(vendor).complete(request, call));
    expect(error).toMatchObject({ name: 'VendorFault', vendor, ...expected });
    expect(requests()).toHaveLength(1);
  });

  test.each(['refusal', 'context_window'] as const)('%s is a refusal', async (kind) => {
    simulator.misbehave({ kind });
    await expect(port(vendor).complete(request, call)).rejects.toBeInstanceOf(LlmRefusal);
  });

  test('text that is not JSON is handed on as text', async () => {
    simulator.misbehave({ kind: 'not_json' });
    const { value } = await port(vendor).complete(request, call);
    expect(value).toMatch(/^Sure!/);
  });

  test('a slow answer ends at the time limit, a cancelled call at once', async () => {
    await fault({ delayMs: 1_500, times: 2 });
    const slow = await failure(port(vendor).complete(request, { ...call, timeoutMs: 200 }));
    expect(slow).toMatchObject({ kind: 'unavailable', code: 'timeout' });
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 100);
    const started = Date.now();
    const gone = await failure(port(vendor).complete(request, { ...call, signal: cancel.signal }));
    expect(gone).toMatchObject({ kind: 'unavailable', code: 'cancelled' });
    expect(Date.now() - started).toBeLessThan(1_000);
  });

  test('a lost answer and a dead address are unavailable', async () => {
    await fault({ loseAnswer: true });
    expect(await failure(port(vendor).complete(request, call))).toMatchObject({ kind: 'unavailable' });
    const ended = createAnthropicSimulator();
    const nobody = port(vendor, { baseUrl: await ended.listen() });
    await ended.close();
    expect(await failure(nobody.complete(request, call))).toMatchObject({
      kind: 'unavailable',
      certainlyNotLanded: true,
    });
  });

  test('a wrong key is an auth fault that shows neither key nor prompt', async () => {
    const secret = { apiKey: 'sk-wrong-1', accessToken: 'sk-wrong-1' };
    const wrong = Object.fromEntries(
      Object.entries(secret).filter(([name]) => name in (vendors[vendor]?.() ?? {})),
    );
    const error = await failure(port(vendor, wrong).complete(request, call));
    expect(error).toMatchObject({ kind: 'auth', status: 401 });
    const shown = JSON.stringify({ ...error, message: error.message, stack: error.stack });
    expect(shown).not.toContain('sk-wrong-1');
    expect(shown).not.toContain('Explain.');
  });

  test('a page instead of a message names the gateway', async () => {
    await fault({ status: 200, body: '<html>login</html>', headers: { 'content-type': 'text/html' } });
    const error = await failure(port(vendor).complete(request, call));
    expect(error).toMatchObject({ kind: 'rejected', code: 'not_a_message' });
    expect(error.message).toContain('gateway');
  });

  test('with a base URL set, nothing is connected to but that address, not even by a redirect', async () => {
    const contacted = new Set<string>();
    const { connect } = Socket.prototype;
    Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
      const [first] = args.flat() as { host?: string; port?: number | string }[];
      contacted.add(`${first?.host}:${first?.port}`);
      return (connect as (...each: unknown[]) => Socket).apply(this, args);
    } as typeof connect;
    try {
      // A fresh client, so that no kept-alive connection hides where it goes.
      const gateway = createAnthropicSimulator({ apiKey: KEY });
      const address = await gateway.listen();
      const through = port(vendor, { baseUrl: address });
      await through.complete(request, call);
      await fetch(`${address}/__sim/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status: 307, headers: { location: 'http://127.0.0.2:9/v1/messages' } }),
      });
      await failure(through.complete(request, call));
      expect([...contacted]).toEqual([new URL(address).host]);
      await gateway.close();
    } finally {
      Socket.prototype.connect = connect;
    }
  });
});

describe('the request that each way sends', () => {
  /** A listener that keeps headers, which the simulator's log leaves out because they hold keys. */
  async function sent(vendor: string, more: object = {}) {
    const seen: { url: string; headers: Record<string, unknown>; body: JsonObject }[] = [];
    const echo = createAnthropicSimulator({ apiKey: KEY });
    echo.app.addHook('preHandler', async (each) => {
      seen.push({ url: each.url, headers: { ...each.headers }, body: each.body as JsonObject });
    });
    const baseUrl = await echo.listen();
    await port(vendor, { baseUrl, ...more }).complete(request, call);
    await echo.close();
    return seen[0] as (typeof seen)[number];
  }

  test('anthropic: bearer key, version header, structured output', async () => {
    const { url, headers, body } = await sent('anthropic', { effort: 'low' });
    expect(url).toBe('/v1/messages');
    expect(headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'anthropic-version': '2026-10-21' });
    expect(headers['x-api-key']).toBeUndefined();
    expect(body).toMatchObject({
      model: MODEL,
      max_tokens: 500,
      system: 'Explain.',
      output_config: { effort: 'low', format: { type: 'json_schema', schema: { required: ['rationale'] } } },
    });
  });

  test('anthropic: a gateway that reads x-api-key, and another API version', async () => {
    const { headers } = await sent('anthropic', { keyHeader: 'x-api-key', anthropicVersion: '2023-06-01' });
    expect(headers).toMatchObject({ 'x-api-key': KEY, 'anthropic-version': '2023-06-01' });
    expect(headers.authorization).toBeUndefined();
  });

  test('bedrock: model in the path, version in the body, API key or SigV4', async () => {
    const byKey = await sent('bedrock');
    expect(byKey.url).toBe(`/model/${MODEL}/invoke`);
    expect(byKey.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(byKey.body.anthropic_version).toBe('2026-10-21');
    expect(byKey.body.model).toBeUndefined();
    const signed = await sent('bedrock', {
      apiKey: undefined,
      accessKeyId: 'AKIATEST',
      secretAccessKey: 'secret',
    });
    expect(signed.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/eu-central-1\/bedrock\/aws4_request/,
    );
  });

  test('vertex: project and region in the path, version in the body, Google token', async () => {
    const { url, headers, body } = await sent('vertex', { anthropicVersion: 'vertex-2023-10-16' });
    expect(url).toBe(`/projects/p-1/locations/europe-west1/publishers/anthropic/models/${MODEL}:rawPredict`);
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(body.anthropic_version).toBe('vertex-2023-10-16');
    expect(body.model).toBeUndefined();
  });
});

describe('settings', () => {
  test('a model that is not allowed stops the start and is told how to go on', () => {
    expect(() => port('anthropic', { model: 'claude-sonet-5-5' })).toThrow(/allowedModels/);
  });
  test('unknown settings and names are refused; none means no model', () => {
    expect(() => port('anthropic', { baseURL: 'https://gateway.example' })).toThrow(/baseURL/);
    expect(() => port('bedrock', { accessKeyId: 'AKIA' })).toThrow(/go together/);
    expect(() => createLlm('parrot', {})).toThrow(/none, anthropic/);
    expect(() => createLlm('constructor', {})).toThrow('there is no model access constructor');
    expect(createLlm('none', {})).toBeNull();
  });
});
