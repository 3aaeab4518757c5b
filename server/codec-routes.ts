import type { Payload } from '@temporalio/common';
import { ValueError } from '@temporalio/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Fault, problemOf } from '../contracts/problem.ts';
import type { ServerConfiguration } from '../contracts/server-configuration.ts';
import type { AppOptions } from './app.ts';
import { noRoom } from './body.ts';
import { callers, unknownCaller } from './callers.ts';
import type { LongBodies } from './long-bodies.ts';
import { sendProblem } from './problems.ts';

/** Payloads as protobuf's JSON has them: every value base64. */
const body = z.object({
  payloads: z.array(
    z.object({
      metadata: z.record(z.string(), z.base64()).nullish(),
      data: z.base64().nullish(),
    }),
  ),
});
type Listed = z.output<typeof body>['payloads'][number];

/** The key that `npm start` makes for itself. */
const MADE_BY_START = 'api';

/** Addresses of connections from this machine. */
const FROM_HERE = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** Temporal's limit of one message. */
const MOST_PAYLOADS = 4 * 1024 * 1024;

/**
 * Temporal's remote codec (docs.temporal.io/codec-server): `POST /codec/encode` and `/codec/decode`, so that its UI and its
 * command line show what is encrypted, and encrypt what is sent. Not there without a codec key.
 */
export function codecRoutes(
  app: FastifyInstance,
  { codec, configuration }: AppOptions,
  long: LongBodies,
): void {
  if (!codec) return;
  const { QUARTERDECK_TEMPORAL_UI: ui } = configuration;
  const callerOf = callers(configuration);
  const ownMachine = isOwnMachine(configuration);
  const mayAsk = (request: FastifyRequest) =>
    callerOf(request) !== null || (ownMachine && isFromUi(request, ui));
  /** Only the Temporal UI's own pages may read an answer in a browser. */
  const allowed = (reply: FastifyReply) =>
    ui ? reply.header('access-control-allow-origin', new URL(ui).origin).header('vary', 'origin') : reply;

  /** Of whoever may not ask no body is read. */
  async function admit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    allowed(reply);
    if (!mayAsk(request)) return sendProblem(reply.header('www-authenticate', 'Bearer'), unknownCaller);
    const caller = callerOf(request) ?? 'the Temporal UI';
    return long.allow(request, reply, { caller }, MOST_PAYLOADS) ? undefined : sendProblem(reply, noRoom);
  }

  for (const way of ['encode', 'decode'] as const) {
    app.options(`/codec/${way}`, (_request, reply) =>
      allowed(reply)
        .header('access-control-allow-methods', 'POST')
        .header('access-control-allow-headers', 'content-type, x-namespace, authorization')
        .header('access-control-max-age', '600')
        .code(204)
        .send(),
    );
    app.post(`/codec/${way}`, { onRequest: admit }, async (request, reply) => {
      const read = body.safeParse(jsonOf(request.body));
      if (!read.success) return sendProblem(reply, problemOf(400, [noPayloads]));
      try {
        const payloads = await codec[way](read.data.payloads.map(payloadOf));
        return await reply.send({ payloads: payloads.map(listed) });
      } catch (error) {
        if (error instanceof ValueError) return sendProblem(reply, problemOf(422, [otherKey]));
        throw error;
      }
    });
  }
}

/** Where `npm start` runs for one person: development, and no key but the one that it has made. */
function isOwnMachine({
  QUARTERDECK_ENVIRONMENT,
  QUARTERDECK_API_KEYS,
}: Pick<ServerConfiguration, 'QUARTERDECK_ENVIRONMENT' | 'QUARTERDECK_API_KEYS'>): boolean {
  const { [MADE_BY_START]: _made, ...set } = QUARTERDECK_API_KEYS;
  return QUARTERDECK_ENVIRONMENT === 'development' && Object.keys(set).length === 0;
}

/**
 * A page of the Temporal UI, which has no key to send. Its browser says so by the Origin, which no other page can set; programs can, and
 * so can other users of this machine, who read the same in that UI.
 */
function isFromUi({ headers, socket }: FastifyRequest, ui: string | undefined): boolean {
  return (
    ui !== undefined &&
    headers.origin === new URL(ui).origin &&
    FROM_HERE.includes(socket.remoteAddress ?? '')
  );
}

function jsonOf(raw: unknown): unknown {
  try {
    return JSON.parse(String(raw));
  } catch {
    return undefined;
  }
}

function payloadOf({ metadata, data }: Listed): Payload {
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, bytes(value)]);
  return { metadata: Object.fromEntries(entries), data: bytes(data ?? '') };
}

function listed({ metadata, data }: Payload): Listed {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, text(value)]);
  return { metadata: Object.fromEntries(entries), data: text(data ?? new Uint8Array()) };
}

const noPayloads: Fault = {
  code: 'no_payloads',
  title: 'The body is no list of payloads.',
  field: 'payloads',
  fix: 'Let the Temporal UI or command line send it: this address is their codec endpoint.',
};

const otherKey: Fault = {
  code: 'other_codec_key',
  title: 'A payload was encrypted with another key.',
  field: 'payloads',
  fix: 'Set QUARTERDECK_CODEC_KEY to the key that it was written with.',
};
