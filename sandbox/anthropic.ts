import type { FastifyReply } from 'fastify';
import { answerOf } from './anthropic-answers.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

/** How the next answers misbehave; `times` answers each, then the next in line. Faults of the line itself are the simulator's. */
export interface Misbehaviour {
  kind:
    | 'rate_limited'
    | 'spend_limit'
    | 'overloaded'
    | 'refusal'
    | 'context_window'
    | 'max_tokens'
    | 'not_json'
    | 'wrong_schema'
    | 'hostile';
  times?: number;
  /** For `hostile`: the answer given whatever was asked. */
  answer?: unknown;
}

export interface AnthropicSimulator extends Simulator {
  misbehave(...next: Misbehaviour[]): void;
}

interface MessagesBody {
  model: string;
  max_tokens: number;
  system?: string;
  messages: { role: string; content: string }[];
  output_config?: { format?: { type: string; schema: Record<string, unknown> } };
}

const MODELS = ['claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-opus-5-5'];

/**
 * The Messages API (version 2026-10-21) as far as structured output needs it, and the paths under which Bedrock and Vertex serve it.
 * No model: it computes a schema-valid answer from the request. The key goes into `Authorization: Bearer` (as the SDK 1.11
 * sends it) or `x-api-key`.
 */
export function createAnthropicSimulator(
  options: Omit<SimulatorOptions, 'vendor'> & { apiKey?: string } = {},
): AnthropicSimulator {
  const { apiKey = 'sandbox-key' } = options;
  let misbehaviours: Misbehaviour[] = [];
  let answered = 0;
  const simulator = createSimulator(
    { ...options, vendor: 'anthropic' },
    {
      reset: () => {
        misbehaviours = [];
      },
      // A model keeps nothing.
      export: () => ({}),
    },
  );
  const { app } = simulator;

  app.addHook('preHandler', async (request, reply) => {
    if (request.url.startsWith('/__sim')) return;
    const id = `req_${String(++answered).padStart(6, '0')}`;
    reply.header('request-id', id);
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const signed = (request.headers.authorization ?? '').startsWith('AWS4-HMAC-SHA256 ');
    const key = request.headers['x-api-key'] ?? bearer;
    if (key !== apiKey && !signed) return fail(reply, 401, 'authentication_error', 'invalid api key');
  });
  app.post('/__sim/misbehave', async (request) => {
    misbehaviours.push(...([request.body].flat() as Misbehaviour[]));
    return { misbehaviours: misbehaviours.length };
  });

  app.get('/v1/models', async () => ({
    data: MODELS.map((id) => ({ type: 'model', id, display_name: id })),
    has_more: false,
    first_id: MODELS[0],
    last_id: MODELS.at(-1),
  }));
  app.post('/v1/messages/count_tokens', async (request) => ({ input_tokens: tokens(request.body) }));
  app.post('/v1/messages', async (request, reply) => {
    const body = request.body as MessagesBody;
    if (!request.headers['anthropic-version'])
      return fail(reply, 400, 'invalid_request_error', 'anthropic-version: header is required');
    if (!MODELS.includes(body.model)) return fail(reply, 404, 'not_found_error', `model: ${body.model}`);
    return respond(body, reply);
  });
  app.post('/model/:model/invoke', async (request, reply) => {
    const { model } = request.params as { model: string };
    return respond({ ...(request.body as MessagesBody), model }, reply);
  });
  app.post('/projects/:project/locations/:region/publishers/anthropic/models/*', async (request, reply) => {
    const model = ((request.params as { '*': string })['*'] ?? '').replace(/:rawPredict$/, '');
    return respond({ ...(request.body as MessagesBody), model }, reply);
  });

  function respond(body: MessagesBody, reply: FastifyReply): unknown {
    if (!Number.isInteger(body.max_tokens) || !Array.isArray(body.messages) || body.messages.length === 0)
      return fail(reply, 400, 'invalid_request_error', 'max_tokens and messages are required');
    const next = take();
    if (next?.kind === 'rate_limited') {
      reply.headers({
        'retry-after': '7',
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': new Date(Date.now() + 7000).toISOString(),
      });
      return fail(reply, 429, 'rate_limit_error', 'rate limit of your organization exceeded');
    }
    if (next?.kind === 'spend_limit')
      return fail(reply, 429, 'rate_limit_error', 'spend limit reached', 'contract_spend_limit_reached');
    if (next?.kind === 'overloaded') return fail(reply, 529, 'overloaded_error', 'Overloaded');
    if (next?.kind === 'refusal') return message(body, '', 'refusal');
    if (next?.kind === 'context_window') return message(body, '', 'model_context_window_exceeded');
    const text = JSON.stringify(next?.kind === 'hostile' ? next.answer : answerOf(body));
    if (next?.kind === 'max_tokens') return message(body, text.slice(0, 20), 'max_tokens');
    if (next?.kind === 'not_json') return message(body, `Sure! Here it is: ${text}`, 'end_turn');
    if (next?.kind === 'wrong_schema') return message(body, '{"verdict":"approve"}', 'end_turn');
    return message(body, text, 'end_turn');
  }

  function take(): Misbehaviour | undefined {
    const next = misbehaviours[0];
    if (!next) return undefined;
    next.times = (next.times ?? 1) - 1;
    if (next.times <= 0) misbehaviours.shift();
    return next;
  }

  function message(body: MessagesBody, text: string, stopReason: string) {
    return {
      id: `msg_${String(answered).padStart(6, '0')}`,
      type: 'message',
      role: 'assistant',
      model: body.model,
      content: text === '' ? [] : [{ type: 'text', text }],
      stop_reason: stopReason,
      stop_sequence: null,
      usage: { input_tokens: tokens(body), output_tokens: tokens(text) },
    };
  }

  return { ...simulator, misbehave: (...next) => misbehaviours.push(...next) };
}

/** Four characters a token, roughly; only the direction matters. */
function tokens(value: unknown): number {
  return Math.ceil(JSON.stringify(value).length / 4);
}

function fail(reply: FastifyReply, status: number, type: string, text: string, code?: string): FastifyReply {
  return reply.code(status).send({
    type: 'error',
    error: { type, message: text, ...(code ? { details: { error_code: code } } : {}) },
    request_id: reply.getHeader('request-id') ?? null,
  });
}
