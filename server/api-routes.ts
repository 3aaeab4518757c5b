import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { INTAKES } from '../adapters/intake/lifecycles.ts';
import { receive } from '../adapters/intake/receive.ts';
import type { Settled } from '../adapters/intake/received.ts';
import { getCase, listCases } from '../adapters/store/cases.ts';
import { intakeStanding } from '../adapters/store/deliveries.ts';
import { statement } from '../adapters/store/statement.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';
import { CASE_STATUSES } from '../domain/case.ts';
import { LIFECYCLES } from '../domain/lifecycles.ts';
import { accrualRoutes } from './accrual-routes.ts';
import { sendReceived, toldOf } from './answers.ts';
import type { AppOptions } from './app.ts';
import { noRoom, unpacked } from './body.ts';
import { callers, unknownCaller } from './callers.ts';
import { figureRoutes } from './figure-routes.ts';
import { inTime } from './in-time.ts';
import { caseResource, decidedBlind, lifecycleAt, unknownLifecycle } from './lifecycles.ts';
import { sourceRates, tooMany } from './limits.ts';
import type { LongBodies } from './long-bodies.ts';
import { notFound, sendProblem } from './problems.ts';
import { programRoutes } from './program-routes.ts';

const filter = z.object({
  lifecycle: z.enum(LIFECYCLES).optional(),
  status: z.enum(CASE_STATUSES).optional(),
  partner: z
    .string()
    .regex(/^\P{C}{1,200}$/u)
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).optional(),
});

/**
 * `/api`: submit to a lifecycle as JSON, see what became of what had to be read first, list and read cases and what their lifecycle
 * keeps of them. With keys set up, each call carries one as a bearer token.
 */
export function apiRoutes(app: FastifyInstance, options: AppOptions, long: LongBodies): void {
  const { intake, configuration, rate } = options;
  const callerOf = callers(configuration);
  const samples = new Set(configuration.QUARTERDECK_SAMPLE_SOURCES);
  const waitFor = sourceRates(rate ?? { perSecond: 100, burst: 400 });
  const db = inTime(statement(intake.store));

  async function guarded(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: (caller: string) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    const caller = callerOf(request);
    if (caller === null) return sendProblem(reply.header('www-authenticate', 'Bearer'), unknownCaller);
    const wait = await waitFor(caller);
    if (wait !== null) return sendProblem(reply.header('retry-after', String(wait)), tooMany);
    return answer(caller);
  }

  /** Who has no key sends no body: nothing of it is read. */
  async function admit(
    request: FastifyRequest<{ Params: { lifecycle: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> {
    const caller = callerOf(request);
    if (caller === null) return sendProblem(reply.header('www-authenticate', 'Bearer'), unknownCaller);
    const lifecycle = lifecycleAt(request.params.lifecycle);
    if (lifecycle === null || !INTAKES[lifecycle].carriesDocuments) return undefined;
    return long.allow(request, reply, { caller }) ? undefined : sendProblem(reply, noRoom);
  }

  app.post<{ Params: { lifecycle: string } }>('/api/:lifecycle', { onRequest: admit }, (request, reply) =>
    guarded(request, reply, (source) =>
      long.during(request, async () => {
        const lifecycle = lifecycleAt(request.params.lifecycle);
        if (lifecycle === null) return sendProblem(reply, unknownLifecycle);
        const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const plain = await unpacked(raw, request.headers['content-encoding'], long.roomOf(request));
        if ('problem' in plain) return sendProblem(reply, plain.problem);
        const input = {
          lifecycle,
          source,
          form: 'application/json' as const,
          body: plain.body,
          sample: samples.has(source),
        };
        return sendReceived(reply, await receive(intake, input));
      }),
    ),
  );

  app.get<{ Params: { intake: string } }>('/api/intakes/:intake', (request, reply) =>
    guarded(request, reply, async () => {
      const id = request.params.intake;
      const found = /\0/.test(id) ? undefined : await intakeStanding<Settled[]>(db, id);
      if (!found) return sendProblem(reply, notFound('There is no such intake.'));
      const { outcome, ...standing } = found;
      return reply.send({ ...standing, parts: (outcome ?? []).slice(0, MOST_PARTS).map(partOf) });
    }),
  );

  accrualRoutes(app, guarded, { store: intake.store, root: options.root });
  figureRoutes(app, guarded, { store: intake.store, root: options.root, now: intake.now });
  programRoutes(app, guarded, { db, root: options.root, now: intake.now });

  app.get('/api/cases', (request, reply) =>
    guarded(request, reply, async () => {
      const query = filter.safeParse(request.query);
      if (!query.success) return sendProblem(reply, problemOf(400, [wrongFilter(query.error)]));
      const { lifecycle, status, partner, limit } = query.data;
      const cases = await listCases(db, {
        ...(lifecycle ? { lifecycle } : {}),
        ...(status ? { status } : {}),
        ...(partner ? { partnerId: partner } : {}),
        ...(limit ? { limit } : {}),
      });
      return reply.send(cases);
    }),
  );

  app.get<{ Params: { case: string } }>('/api/cases/:case', (request, reply) =>
    guarded(request, reply, async () => {
      const found = /\0/.test(request.params.case) ? undefined : await getCase(db, request.params.case);
      return found ? reply.send(found) : sendProblem(reply, notFound('There is no such case.'));
    }),
  );

  app.get<{ Params: { case: string; resource: string } }>('/api/cases/:case/:resource', (request, reply) =>
    guarded(request, reply, async () => {
      const { case: id, resource } = request.params;
      const found = /\0/.test(id) ? undefined : await getCase(db, id);
      if (!found) return sendProblem(reply, notFound('There is no such case.'));
      if (found.blind) return sendProblem(reply, decidedBlind);
      const { read, problem } = caseResource(found.lifecycle, resource);
      return read ? reply.send(await read(db, id)) : sendProblem(reply, problem);
    }),
  );
}

const MOST_PARTS = 1_000;

/** A part that was refused says why, as it would have been answered at once. */
function partOf(part: Settled): object {
  return part.kind === 'refused' ? { ...toldOf(part), problem: part.problem } : toldOf(part);
}

function wrongFilter(error: z.ZodError): Fault {
  return {
    code: 'wrong_filter',
    title: 'The filter is not one that lists know.',
    field: error.issues[0]?.path.map(String).join('.') ?? null,
    fix: `Use lifecycle (${LIFECYCLES.join(', ')}), status, partner and limit (1 to 1000).`,
  };
}
