import { z } from 'zod';
import { type Call, VendorFault } from '../../adapters/ports/call.ts';
import { type LlmPort, LlmRefusal } from '../../adapters/ports/llm.ts';
import { wellFormed } from '../../domain/evidence.ts';
import { unknownTokens } from '../../domain/grounding/tokenise.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Prompt } from './prompts.ts';

/** Why no model wrote a text; the case shows it. */
export type FallbackReason =
  | 'no_model'
  | 'budget'
  /** Taking the personal data out of the text took too long or too much memory, so it was not sent. */
  | 'not_tokenised'
  | 'refused'
  | 'timeout'
  | 'unavailable'
  | 'rejected'
  | 'invalid_answer';

/** One request and what came back, tokenised throughout: kept as evidence. */
export interface ModelAttempt {
  user: string;
  answer: Json;
  model: string | null;
  stopReason: string | null;
  requestId: string | null;
  usage: { inputTokens: number; outputTokens: number };
  /** What was wrong with the answer; empty when it was used. */
  problems: string[];
}

export type ModelAnswer<T> = { attempts: ModelAttempt[] } & (
  | { value: T; fallbackReason: null }
  | { value: null; fallbackReason: FallbackReason }
);

export interface ModelQuestion<T> {
  prompt: Prompt;
  /** Already tokenised. */
  data: JsonObject;
  tokens: Readonly<Record<string, string>>;
  schema: z.ZodType<T>;
  /** What is wrong with an answer of the right shape. */
  problems: (value: T) => string[];
}

const NOTHING = { inputTokens: 0, outputTokens: 0 };

/**
 * Asks once, and once more with the faults of the first answer; then it is left to the template.
 * @throws VendorFault when the model is out of reach for the moment and `lastTry` is false: the activity is then retried.
 */
export async function askModel<T>(
  llm: LlmPort,
  question: ModelQuestion<T>,
  call: Call,
  lastTry: boolean,
): Promise<ModelAnswer<T>> {
  const attempts: ModelAttempt[] = [];
  let problems: string[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const user = userMessage(question.data, problems);
    try {
      const answer = await llm.complete(
        {
          prompt: question.prompt.name,
          system: question.prompt.system,
          user,
          schema: z.toJSONSchema(question.schema) as JsonObject,
          maxTokens: question.prompt.maxTokens,
        },
        call,
      );
      const read = question.schema.safeParse(keepable(answer.value));
      problems = read.success
        ? [...invented(read.data as Json, question.tokens), ...question.problems(read.data)]
        : read.error.issues.slice(0, MOST_PROBLEMS).map(problemText);
      const { model, stopReason, requestId, usage } = answer;
      const kept = read.success ? (read.data as Json) : textOf(answer.value);
      attempts.push({ user, answer: kept, model, stopReason, requestId, usage, problems });
      if (read.success && problems.length === 0) return { value: read.data, fallbackReason: null, attempts };
    } catch (error) {
      // With one answer in hand the step ends here: a retry would lose it, and what it cost.
      const fallbackReason = reasonOf(error, lastTry || attempts.length > 0);
      const said = error instanceof Error ? error.message : String(error);
      attempts.push({
        user,
        answer: null,
        model: null,
        stopReason: fallbackReason,
        requestId: null,
        usage: NOTHING,
        problems: [said],
      });
      return { value: null, fallbackReason, attempts };
    }
  }
  return { value: null, fallbackReason: 'invalid_answer', attempts };
}

/** Data as JSON in which no `<` is left, so that nothing in it can close the block it stands in. */
function userMessage(data: JsonObject, problems: readonly string[]): string {
  const block = (name: string, value: Json) =>
    `<${name}>\n${JSON.stringify(value, null, 1).replaceAll('<', '\\u003c')}\n</${name}>`;
  return problems.length === 0
    ? block('data', data)
    : `${block('data', data)}\n${block('problems', problems.slice(0, MOST_PROBLEMS))}`;
}

const MOST_PROBLEMS = 20;
const MOST_TEXT = 20_000;

function problemText({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.') || 'answer'}: ${message}`.slice(0, 500);
}

/** What Postgres cannot hold (NUL, lone surrogates) is replaced before anything looks at it. */
function keepable(value: Json): Json {
  try {
    return wellFormed(value);
  } catch {
    // Nested deeper than any answer that is asked for.
    return null;
  }
}

/** An answer of another shape is kept as text: its structure is the server's, and nothing may take it for one of ours. */
function textOf(value: Json): string {
  const known = keepable(value);
  const text = typeof known === 'string' ? known : JSON.stringify(known);
  return text.slice(0, MOST_TEXT).toWellFormed();
}

function invented(value: Json, tokens: Readonly<Record<string, string>>): string[] {
  return unknownTokens(JSON.stringify(value), tokens).map((token) => `token not in the data: ${token}`);
}

/** @throws what a retry or a cancellation has to see */
function reasonOf(error: unknown, lastTry: boolean): FallbackReason {
  if (error instanceof LlmRefusal) return 'refused';
  if (!(error instanceof VendorFault) || error.code === 'cancelled') throw error;
  if (error.code === 'timeout') return 'timeout';
  const passing = error.kind === 'unavailable' || error.kind === 'rate_limited' || error.kind === 'budget';
  if (passing && !lastTry) throw error;
  return passing ? 'unavailable' : 'rejected';
}
