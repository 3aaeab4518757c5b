import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createLlm } from '../../adapters/llm/index.ts';
import { VendorFault } from '../../adapters/ports/call.ts';
import { type LlmPort, LlmRefusal } from '../../adapters/ports/llm.ts';
import { rationaleAnswer } from '../../contracts/model.ts';
import type { JsonObject } from '../../domain/json.ts';
import { HOSTILE, type HostileModel, hostileModel, message } from './hostile-model.ts';

/** A hostile server in the model's place, behind every way to a model. */

const KEY = 'sk-secret-7733';
const SECRET = 'a sentence of the prompt that nobody shall quote';
const MODEL = 'any';
const TIMEOUT = 1_500;
const request = {
  prompt: 'deal-rationale@1',
  system: 'Explain.',
  user: `<data>${SECRET}</data>`,
  schema: z.toJSONSchema(rationaleAnswer) as JsonObject,
  maxTokens: 500,
};
const settings: Record<string, object> = {
  anthropic: { apiKey: KEY },
  bedrock: { apiKey: KEY, region: 'eu-central-1' },
  vertex: { accessToken: KEY, region: 'europe-west1', projectId: 'p-1' },
};

let hostile: HostileModel;
let elsewhere: HostileModel;
beforeAll(async () => {
  [hostile, elsewhere] = await Promise.all([hostileModel(), hostileModel()]);
});
beforeEach(() => {
  hostile.sent.length = 0;
  elsewhere.sent.length = 0;
});
afterAll(async () => {
  await hostile?.close();
  await elsewhere?.close();
});

const port = (vendor: string) =>
  createLlm(vendor, {
    ...{ model: MODEL, allowedModels: [MODEL], baseUrl: hostile.base },
    ...settings[vendor],
  }) as LlmPort;

/** What the call came to, whatever it was. */
async function outcome(vendor: string) {
  const started = Date.now();
  const before = process.memoryUsage().rss;
  const ended = await port(vendor)
    .complete(request, { timeoutMs: TIMEOUT, mayWait: true })
    .then(
      (answer) => ({ answer, error: null }),
      (error: Error) => ({ answer: null, error }),
    );
  const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
  return { ...ended, grown, took: Date.now() - started };
}

describe.each(Object.keys(settings))('%s', (vendor) => {
  test.each(Object.entries(HOSTILE))('%s', async (_, answering) => {
    hostile.answer = answering;
    const { answer, error, grown, took } = await outcome(vendor);
    expect(took).toBeLessThan(TIMEOUT + 1_500);
    expect(grown).toBeLessThan(150);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    if (error) {
      expect(error instanceof VendorFault || error instanceof LlmRefusal).toBe(true);
      const { code = '', message: said } = error as VendorFault;
      expect(code).toMatch(/^[\w.-]{0,64}$/);
      expect(said.length).toBeLessThan(200);
      expect(said).toMatch(/^[ -~]+$/);
      const shown = JSON.stringify({ ...error, said, stack: error.stack });
      for (const one of [KEY, SECRET]) expect(shown).not.toContain(one);
    } else {
      expect(answer?.model).toMatch(/^[\w.:@/-]{1,128}$/);
      expect(answer?.usage.inputTokens).toBeGreaterThanOrEqual(0);
    }
    // Once: nothing is repeated behind our back.
    expect(hostile.sent).toHaveLength(1);
  });

  test.each([301, 302, 303, 307, 308])('a redirect (%d) to another host is not followed', async (status) => {
    hostile.answer = (response) => response.writeHead(status, { location: `${elsewhere.base}/v1` }).end();
    elsewhere.answer = (response) => response.end(message('{"rationale":"x"}'));
    const { error } = await outcome(vendor);
    expect(error).toMatchObject({ name: 'VendorFault', kind: 'unavailable' });
    expect(elsewhere.sent).toEqual([]);
  });

  test('an answer that is too large says so', async () => {
    hostile.answer = HOSTILE['a body without end inside of a message'] ?? hostile.answer;
    const { error } = await outcome(vendor);
    expect(error).toMatchObject({ kind: 'unavailable', code: 'answer_too_large' });
    expect(error?.message).toContain('larger than 1 MB');
  });
});
