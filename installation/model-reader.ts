import { createModelActivities } from '../activities/model/model.ts';
import type { TextTools } from '../adapters/intake/free-text.ts';
import { createLlm } from '../adapters/llm/index.ts';
import { putEvidence } from '../adapters/store/evidence.ts';
import { tokensSpentSince } from '../adapters/store/model-usage.ts';
import type { Store } from '../adapters/store/pool.ts';
import { statement } from '../adapters/store/statement.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Configuration } from './configuration.ts';

/** A mail waits in the watched folder, nobody waits for its answer. */
const TIMEOUT_MS = 60_000;

/**
 * Reads free text with the configured model, within the day's budget; each exchange is kept as evidence of the case. An empty object
 * where no model is configured, so that it can be spread into an intake.
 */
export function modelReader(
  configuration: Pick<
    Configuration,
    'QUARTERDECK_LLM' | 'QUARTERDECK_LLM_SETTINGS' | 'QUARTERDECK_LLM_TOKENS_PER_DAY'
  >,
  store: Store,
  now: () => Date,
): Pick<TextTools, 'model'> {
  const llm = createLlm(configuration.QUARTERDECK_LLM, configuration.QUARTERDECK_LLM_SETTINGS);
  if (llm === null) return {};
  const db = statement(store);
  const tokensPerDay = configuration.QUARTERDECK_LLM_TOKENS_PER_DAY;
  const { extractDeal } = createModelActivities({
    llm,
    now,
    saveExchange: (exchange) => putEvidence(db, exchange.case, 'model', exchange as unknown as JsonObject),
    ...(tokensPerDay === undefined
      ? {}
      : { budget: { tokensPerDay, spentSince: (instant) => tokensSpentSince(db, instant) } }),
  });
  const call = { timeoutMs: TIMEOUT_MS, mayWait: true };
  return { model: (input) => extractDeal(input, { call, lastTry: true }) };
}
