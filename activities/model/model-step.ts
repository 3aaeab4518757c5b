import type { Call } from '../../adapters/ports/call.ts';
import type { LlmPort } from '../../adapters/ports/llm.ts';
import type { JsonObject } from '../../domain/json.ts';
import {
  askModel,
  type FallbackReason,
  type ModelAnswer,
  type ModelAttempt,
  type ModelQuestion,
} from './ask-model.ts';

/** Who wrote a text, and how that can be checked. */
export interface Authorship {
  writtenBy: 'model' | 'template';
  fallbackReason: FallbackReason | null;
  /** Model id, or `template`. */
  model: string;
  prompt: string;
  promptHash: string;
  /** UTC instant. */
  at: string;
  requestId: string | null;
  usage: { inputTokens: number; outputTokens: number };
  /** Address of the kept exchange; null when no model was asked. */
  exchange: string | null;
}

/** The whole tokenised request and answer of a model step. */
export interface ModelExchange {
  schemaVersion: 1;
  case: string;
  prompt: string;
  promptHash: string;
  system: string;
  at: string;
  attempts: ModelAttempt[];
  fallbackReason: FallbackReason | null;
}

export interface ModelDeps {
  /** null: every step is written by the template. */
  llm: LlmPort | null;
  now: () => Date;
  /** Keeps an exchange as evidence and answers its address. */
  saveExchange: (exchange: ModelExchange) => Promise<string>;
  /** Most tokens (in and out) a day, and what has been spent since a UTC instant; absent: no limit. */
  budget?: { tokensPerDay: number; spentSince: (instant: string) => Promise<number> };
}

/** How a step may behave: the call, and whether a passing outage is to be retried (false at the last attempt). */
export interface ModelCall {
  call: Call;
  lastTry: boolean;
}

/**
 * One model step: within the day's budget asks, keeps the exchange, and says who wrote what comes of it.
 * @param question `data` null: it could not be tokenised, and nothing is sent
 * @throws VendorFault see askModel
 */
export async function modelStep<T>(
  deps: ModelDeps,
  caseId: string,
  question: Omit<ModelQuestion<T>, 'data'> & { data: JsonObject | null },
  { call, lastTry }: ModelCall,
): Promise<{ asked: ModelAnswer<T>; author: Authorship }> {
  const at = deps.now().toISOString();
  const { data } = question;
  const asked = await (deps.llm === null
    ? without<T>('no_model')
    : data === null
      ? without<T>('not_tokenised')
      : (await overBudget(deps, at))
        ? without<T>('budget')
        : askModel(deps.llm, { ...question, data }, call, lastTry));
  const { attempts, fallbackReason } = asked;
  const { name, hash, system } = question.prompt;
  const kept = { schemaVersion: 1 as const, case: caseId, prompt: name, promptHash: hash, system, at };
  const exchange =
    attempts.length === 0 ? null : await deps.saveExchange({ ...kept, attempts, fallbackReason });
  const last = attempts.at(-1);
  const author: Authorship = {
    writtenBy: fallbackReason === null ? 'model' : 'template',
    fallbackReason,
    model: fallbackReason === null ? (last?.model ?? 'unknown') : 'template',
    prompt: name,
    promptHash: hash,
    at,
    requestId: last?.requestId ?? null,
    usage: {
      inputTokens: attempts.reduce((sum, { usage }) => sum + usage.inputTokens, 0),
      outputTokens: attempts.reduce((sum, { usage }) => sum + usage.outputTokens, 0),
    },
    exchange,
  };
  return { asked, author };
}

function without<T>(fallbackReason: FallbackReason): ModelAnswer<T> {
  return { value: null, fallbackReason, attempts: [] };
}

async function overBudget({ budget }: ModelDeps, at: string): Promise<boolean> {
  return (
    budget !== undefined &&
    (await budget.spentSince(`${at.slice(0, 10)}T00:00:00.000Z`)) >= budget.tokensPerDay
  );
}
