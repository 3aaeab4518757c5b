import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bodyHash, keepLetter } from '../adapters/intake/dead-letter.ts';
import { eventLifecycle } from '../adapters/intake/event-lifecycle.ts';
import { INTAKES } from '../adapters/intake/lifecycles.ts';
import { RECORD_HINT } from '../adapters/intake/parse.ts';
import { readInThread } from '../adapters/intake/read-in-thread.ts';
import { receive } from '../adapters/intake/receive.ts';
import { statement } from '../adapters/store/statement.ts';
import { bindWebhookEvent, claimWebhookEvent } from '../adapters/store/webhook-events.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';
import type { Lifecycle } from '../domain/lifecycles.ts';
import { sendEvents, sendReceived } from './answers.ts';
import type { AppOptions } from './app.ts';
import { MOST_BODY, noRoom, tooLarge, unpacked } from './body.ts';
import { sourceRates, tooMany } from './limits.ts';
import type { LongBodies } from './long-bodies.ts';
import { notFound, sendProblem } from './problems.ts';
import { slackRequests } from './slack-requests.ts';
import { type Batches, receiveBatch } from './webhook-batch.ts';
import { verifierOf } from './webhook-signature.ts';

/**
 * `POST /webhooks/:source`. First the source must be proved; what cannot be is counted and forgotten. What can be is kept,
 * as a case or as a dead letter, before it is answered.
 */
export function webhookRoutes(
  app: FastifyInstance,
  { intake, configuration, refused, rate, tickets }: AppOptions,
  long: LongBodies,
): void {
  const sources = new Map(
    Object.entries(configuration.QUARTERDECK_WEBHOOK_SECRETS).map(([name, source]) => [
      name,
      {
        scheme: source.scheme,
        verify: verifierOf(source, intake.now, configuration.QUARTERDECK_URL),
        ofSlack: source.scheme === 'slack_v0' ? slackRequests(intake, source) : null,
      },
    ]),
  );
  const batches = sources.has('hubspot') ? batchesOf(intake, 'hubspot') : null;
  const samples = new Set(configuration.QUARTERDECK_SAMPLE_SOURCES);
  const waitFor = sourceRates(rate ?? { perSecond: 100, burst: 400 });

  type OfSource = FastifyRequest<{ Params: { source: string } }>;

  /** Whose signature covers records may send them with their documents; other sources only name records. */
  async function admit(request: OfSource, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const { source } = request.params;
    if (sources.get(source)?.scheme !== 'standard' || source === tickets?.source) return undefined;
    return long.allow(request, reply, { source }) ? undefined : sendProblem(reply, noRoom);
  }

  app.post<{ Params: { source: string } }>('/webhooks/:source', { onRequest: admit }, (request, reply) =>
    long.during(request, () => take(request, reply)),
  );

  async function take(request: OfSource, reply: FastifyReply): Promise<FastifyReply> {
    const name = request.params.source;
    const source = sources.get(name);
    if (!source) return sendProblem(reply, notFound('No webhook source of this name is set up.'));
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const plain = await unpacked(raw, request.headers['content-encoding'], long.roomOf(request));
    if ('problem' in plain) return sendProblem(reply, plain.problem);
    const { body } = plain;
    if (!source.verify(request.headers, body, { method: request.method, path: request.url })) {
      refused.count(name);
      return sendProblem(reply, problemOf(401, [unproved]));
    }
    const wait = await waitFor(name);
    if (wait !== null) return sendProblem(reply.header('retry-after', String(wait)), tooMany);
    if (source.ofSlack) return source.ofSlack(request, reply, body);
    if (name === tickets?.source) return tickets.take(reply, body);
    const { lifecycle } = intake.events(name);
    const input = { lifecycle, source: name, body, sample: samples.has(name) };
    // Without an id of the delivery the bytes are their own: one that cannot be read is one dead letter, however often it comes.
    const hint = { ...input, form: RECORD_HINT, eventId: 'content' } as const;
    if (batches && source.scheme === 'hubspot_v3')
      return sendEvents(reply, await receiveBatch(intake, batches, input));
    if (source.scheme !== 'standard') return sendReceived(reply, await receive(intake, hint));
    const about = { ...input, lifecycle: await aboutWhat(body, lifecycle) };
    if (body.length > MOST_BODY && !INTAKES[about.lifecycle].carriesDocuments)
      return sendProblem(reply, tooLarge(MOST_BODY));
    return receiveSigned(reply, about, eventIdOf(request.headers['webhook-id']));
  }

  async function receiveSigned(
    reply: FastifyReply,
    input: { lifecycle: Lifecycle; source: string; body: Buffer; sample: boolean },
    eventId: string,
  ): Promise<FastifyReply> {
    const { lifecycle, source, body } = input;
    const event = { source, eventId, bodyHash: bodyHash(body), receivedAt: intake.now() };
    const { seen, case: before } = await claimWebhookEvent(statement(intake.store), event);
    if (seen === 'conflict') {
      const letter = { lifecycle, source, form: 'application/json' as const, body, fault: reused };
      await keepLetter(intake, { ...letter, eventId: `${eventId}#${event.bodyHash}` });
      return sendProblem(reply, problemOf(409, [reused]));
    }
    // A repeat goes the whole way again: it changes nothing, and after a crash it completes.
    const repeated = before !== null;
    const received = await receive(intake, { ...input, form: 'application/json', eventId, repeated });
    const [first] = received;
    if (first?.kind === 'submitted' && !repeated)
      await bindWebhookEvent(statement(intake.store), source, eventId, first.case);
    return sendReceived(reply, received);
  }
}

/** What an event is about. A long one is parsed in a thread: it would hold up everybody else's. */
async function aboutWhat(body: Buffer, otherwise: Lifecycle): Promise<Lifecycle> {
  if (body.length <= MOST_BODY) return eventLifecycle(body, otherwise);
  const read = await readInThread('about', { body, otherwise });
  return 'code' in read ? otherwise : read.answer;
}

/** Where the batches of a source are read. @throws Error when its ids would be looked up in another system */
function batchesOf({ events }: AppOptions['intake'], name: string): Batches {
  const { lifecycle, reported, delivered } = events(name);
  if (delivered) return { lifecycle, reported, delivered };
  throw new Error(
    `QUARTERDECK_WEBHOOK_SECRETS names ${name}: set QUARTERDECK_CRM=${name} and \`registration\` in its mapping file, or leave it out`,
  );
}

/** The sender's id of the delivery; a very long one by its hash. */
function eventIdOf(header: string | string[] | undefined): string {
  const id = String(header);
  return id.length <= 200 ? id : bodyHash(Buffer.from(id));
}

const unproved: Fault = {
  code: 'unproved',
  title: 'The request does not prove that it comes from this source.',
  field: null,
  fix: 'Check the secret, the signature over the raw body and the clock (five minutes at most).',
};

const reused: Fault = {
  code: 'event_id_reused',
  title: 'This event id came before with another body.',
  field: 'webhook-id',
  fix: 'Give every event an id of its own; only a repeat carries the same id, with the same body.',
};
