import type { Anthropic, APIPromise } from '@anthropic-ai/sdk';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { anthropicMessage } from '../../contracts/vendors/anthropic-message.ts';
import type { Json } from '../../domain/json.ts';
import { type Call, VendorFault } from '../ports/call.ts';
import { type LlmAnswer, type LlmPort, LlmRefusal } from '../ports/llm.ts';
import { faultOf } from './faults.ts';
import type { ModelSettings } from './settings.ts';

/** What the clients of Anthropic, Bedrock and Vertex have in common. */
export interface MessagesClient {
  messages: {
    create(
      body: Anthropic.MessageCreateParamsNonStreaming,
      options?: Anthropic.RequestOptions,
    ): APIPromise<Anthropic.Message>;
  };
}

/**
 * The Messages API as an LlmPort: structured output, one request a call.
 * @param connect loads the SDK and makes the client, at the first call: a start neither waits for it nor dies of a cloud's login.
 */
export function messagesPort(
  vendor: string,
  settings: ModelSettings,
  connect: () => Promise<MessagesClient>,
): LlmPort {
  let client: Promise<MessagesClient> | undefined;
  return {
    vendor,
    async complete(request, call) {
      client ??= connect();
      const timeout = AbortSignal.timeout(call.timeoutMs);
      const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
      const { messages } = await client;
      const { data, request_id } = await messages
        .create(
          {
            model: settings.model,
            max_tokens: request.maxTokens,
            system: request.system,
            messages: [{ role: 'user', content: request.user }],
            output_config: {
              ...(settings.effort ? { effort: settings.effort } : {}),
              // Bounds that structured output does not know become part of the descriptions; zod checks them afterwards.
              format: { type: 'json_schema', schema: transformJSONSchema(request.schema) },
            },
          },
          { signal, timeout: call.timeoutMs },
        )
        .withResponse()
        .catch((error: unknown) => {
          throw faultOf(vendor, error, endedBy(timeout, call), Date.now());
        });
      return answerOf(vendor, data, request_id ?? null);
    },
  };
}

function endedBy(
  timeout: AbortSignal,
  call: Call,
): { code: 'timeout' | 'cancelled'; message: string } | null {
  if (timeout.aborted) return { code: 'timeout', message: `no answer within ${call.timeoutMs} ms` };
  return call.signal?.aborted ? { code: 'cancelled', message: 'cancelled' } : null;
}

function answerOf(vendor: string, data: unknown, requestId: string | null): LlmAnswer {
  const read = anthropicMessage.safeParse(data);
  if (!read.success)
    throw new VendorFault({
      vendor,
      kind: 'rejected',
      message: 'the answer is not a message: check the base URL and the gateway',
      code: 'not_a_message',
    });
  const { model, stop_reason: stopReason, content, usage } = read.data;
  if (stopReason === 'refusal' || stopReason === 'model_context_window_exceeded')
    throw new LlmRefusal(`${vendor}: the model declined (${stopReason})`);
  if (stopReason !== 'end_turn' && stopReason !== 'stop_sequence')
    throw new VendorFault({
      vendor,
      kind: 'rejected',
      message: `the answer is incomplete (${stopReason})`,
      code: stopReason ?? 'no_stop_reason',
    });
  const text = content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join('');
  return {
    value: parse(text),
    model,
    stopReason,
    usage: {
      inputTokens:
        usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
      outputTokens: usage.output_tokens,
    },
    requestId: requestId !== null && /^[\w.-]{1,128}$/.test(requestId) ? requestId : null,
  };
}

/** Text that is not JSON stays text: it fails the caller's schema, which asks once for a repair. */
function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
