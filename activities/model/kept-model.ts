import type { LlmPort } from '../../adapters/ports/llm.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { tokensSpentSince } from '../../adapters/store/model-usage.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { ModelDeps } from './model-step.ts';

export interface KeptModel {
  store: Store;
  llm: LlmPort | null;
  /** Most model tokens a day; null: no limit. */
  tokensPerDay: number | null;
  now: () => Date;
}

/** The model as cases ask it: each exchange is kept as evidence of its case, and all of them share one budget of tokens a day. */
export function keptModel({ store, llm, tokensPerDay, now }: KeptModel): ModelDeps {
  const db = statement(store);
  return {
    llm,
    now,
    saveExchange: (exchange) => putEvidence(db, exchange.case, 'model', exchange as unknown as JsonObject),
    ...(tokensPerDay === null
      ? {}
      : { budget: { tokensPerDay, spentSince: (instant: string) => tokensSpentSince(db, instant) } }),
  };
}
