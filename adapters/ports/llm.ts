import type { Json, JsonObject } from '../../domain/json.ts';
import type { Call } from './call.ts';

export interface LlmRequest {
  /** Prompt file and version, e.g. `deal-rationale@1`. */
  prompt: string;
  system: string;
  /** Data, never instructions; already tokenised. */
  user: string;
  /** JSON schema of the answer (from zod). */
  schema: JsonObject;
  maxTokens: number;
}

export interface LlmAnswer {
  /** Parsed JSON, not yet checked against the zod schema. */
  value: Json;
  /** Model id, or `template`. */
  model: string;
  stopReason: string;
  usage: { inputTokens: number; outputTokens: number };
  requestId: string | null;
}

/** A model declined: not retried, the template writer takes over. */
export class LlmRefusal extends Error {
  override readonly name = 'LlmRefusal';
}

export interface LlmPort {
  readonly vendor: string;
  /** @throws VendorFault, LlmRefusal */
  complete(request: LlmRequest, call: Call): Promise<LlmAnswer>;
}
