import { expect, test } from '@jest/globals';
import { JOBS } from '../../../activities/model/grounding-jobs.ts';
import { createModelActivities } from '../../../activities/model/model.ts';
import type { LlmPort } from '../../../adapters/ports/llm.ts';
import { DEAL_FIELDS, type DealFields } from '../../../domain/deal/registration.ts';
import type { Json } from '../../../domain/json.ts';

const how = { call: { timeoutMs: 60_000, mayWait: true }, lastTry: true };
/** Long enough that working on it costs far more than handing it over. */
const HOSTILE = `Customer: ${'+49 30 a@b.example 1 March 2027, EUR 1 '.repeat(20_000)}`;
const NO_FIELDS = Object.fromEntries(DEAL_FIELDS.map((name) => [name, null])) as unknown as DealFields;

/** A model that answers with this, whatever it is asked. */
const answering = (value: unknown): LlmPort => ({
  vendor: 'any',
  complete: async () => ({
    value: value as Json,
    model: 'any',
    stopReason: 'end_turn',
    usage: { inputTokens: 1, outputTokens: 1 },
    requestId: null,
  }),
});
const steps = (llm: LlmPort) =>
  createModelActivities({
    llm,
    now: () => new Date('2026-11-20T12:00:00Z'),
    saveExchange: async () => 'hash',
  });

/** Milliseconds of CPU of this thread alone. */
async function cpuOf(run: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

test('what a partner wrote is made ready for a model, and compared with its answer, in another thread', async () => {
  const input = { case: 'deal:email:1', document: HOSTILE };
  const here = await cpuOf(() => {
    JOBS.labels({ document: HOSTILE });
    JOBS.bind({
      fields: NO_FIELDS,
      document: String(JOBS.tokenise({ data: { document: HOSTILE }, personal: [] }).value.document),
    });
  });
  const answer = { ...NO_FIELDS, customer_name: 'Nobody AG' };
  let dropped: readonly string[] = [];
  const there = await cpuOf(async () => {
    dropped = (await steps(answering(answer)).extractDeal(input, how)).dropped;
  });
  expect(dropped).toEqual(['customer_name']);
  expect(there).toBeLessThan(here / 2);
}, 60_000);
