import { writeRationale } from '../adapters/llm/template.ts';
import type { Call, LlmPort } from '../adapters/ports.ts';
import { extractionAnswer, rationaleAnswer } from '../contracts/model.ts';
import { bindExtraction } from '../domain/bind-extraction.ts';
import type { DealFields } from '../domain/deal.ts';
import type { Decision } from '../domain/decision.ts';
import { factsOf } from '../domain/decision-facts.ts';
import { extractDeal as readLabels } from '../domain/extract-deal.ts';
import type { Fact } from '../domain/grounding.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { rationaleProblems } from '../domain/rationale-check.ts';
import { restore, tokeniseJson } from '../domain/tokenise.ts';
import { type Asked, askModel, type FallbackReason, type ModelAttempt, type Question } from './ask-model.ts';
import { type Prompt, readPrompt } from './prompts.ts';

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
 * The model steps of a deal registration. A model reads and explains; it decides nothing: an explanation never changes a decision,
 * and what was read from free text is a proposal for a reviewer. Whatever a model answers, or fails to, the step ends well.
 */
export function createModelActivities(deps: ModelDeps) {
  const rationale = readPrompt('deal-rationale@1');
  const extraction = readPrompt('deal-extraction@1');

  /**
   * The rationale note of a decision.
   * @param input.personal names that must not reach the model. @throws VendorFault see askModel
   */
  async function explainDeal(
    input: { case: string; decision: Decision; facts?: Fact[]; personal?: string[] },
    how: ModelCall,
  ): Promise<{ text: string } & Authorship> {
    const { decision } = input;
    const facts = [...factsOf(decision), ...(input.facts ?? [])];
    const plain = {
      outcome: decision.outcome,
      confidence_score: decision.fields.confidence_score ?? null,
      reasons: decision.reasons as unknown as Json,
      facts: facts as unknown as Json,
    };
    const { value: data, tokens } = tokeniseJson<JsonObject>(plain, input.personal ?? []);
    const safeFacts = data.facts as unknown as Fact[];
    const { asked, author } = await ask(rationale, input.case, how, {
      prompt: rationale,
      data,
      tokens,
      schema: rationaleAnswer,
      problems: (answer) => rationaleProblems(answer.rationale, decision.outcome, safeFacts),
    });
    const text = asked.value === null ? writeRationale(decision) : restore(asked.value.rationale, tokens);
    return { text, ...author };
  }

  /**
   * Proposes the six fields of a free-text registration. What stands behind a label is read by rule and never changed by a model;
   * a model fills gaps, with what the document says word for word.
   * @returns `dropped`: fields of the model's answer that the document does not support. @throws VendorFault see askModel
   */
  async function extractDeal(
    input: { case: string; document: string; personal?: string[] },
    how: ModelCall,
  ): Promise<{ fields: DealFields; provenance: 'extracted'; dropped: (keyof DealFields)[] } & Authorship> {
    const { fields: byRule } = readLabels(input.document);
    const { value: data, tokens } = tokeniseJson({ document: input.document }, input.personal ?? []);
    const { asked, author } = await ask(extraction, input.case, how, {
      prompt: extraction,
      data,
      tokens,
      schema: extractionAnswer,
      problems: () => [],
    });
    const bound = asked.value === null ? null : bindExtraction(asked.value, data.document);
    const fields = { ...(bound ? restored(bound.fields, tokens) : {}), ...stated(byRule) };
    return {
      fields: { ...byRule, ...fields },
      provenance: 'extracted',
      dropped: bound?.dropped ?? [],
      ...author,
    };
  }

  async function ask<T>(
    prompt: Prompt,
    caseId: string,
    { call, lastTry }: ModelCall,
    question: Question<T>,
  ): Promise<{ asked: Asked<T>; author: Authorship }> {
    const at = deps.now().toISOString();
    const asked = await (deps.llm === null
      ? without<T>('no_model')
      : (await overBudget(deps, at))
        ? without<T>('budget')
        : askModel(deps.llm, question, call, lastTry));
    const { attempts, fallbackReason } = asked;
    const { name, hash, system } = prompt;
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

  return { explainDeal, extractDeal };
}

function without<T>(fallbackReason: FallbackReason): Asked<T> {
  return { value: null, fallbackReason, attempts: [] };
}

async function overBudget({ budget }: ModelDeps, at: string): Promise<boolean> {
  return (
    budget !== undefined &&
    (await budget.spentSince(`${at.slice(0, 10)}T00:00:00.000Z`)) >= budget.tokensPerDay
  );
}

function restored(fields: DealFields, tokens: Readonly<Record<string, string>>): DealFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? restore(value, tokens) : value,
    ]),
  ) as unknown as DealFields;
}

function stated(fields: DealFields): Partial<DealFields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
