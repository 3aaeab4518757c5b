import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { ChannelCrm } from '../channel.ts';
import { misbehave, ODD_WAITS } from '../hostile.ts';
import { createRecords } from '../records.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { createAccess, HUBSPOT_APPS, type HubspotApp, type HubspotLimits } from './access.ts';
import { createAccount } from './account.ts';
import { HUBSPOT_OBJECTS } from './objects.ts';
import { exportedRecords, type HubspotRecord, HubspotRefusal, kindOf, shown } from './rows.ts';
import { runSearch, type SearchBody } from './search.ts';

export interface HubspotOptions extends Omit<SimulatorOptions, 'vendor'> {
  /** Default: `sandbox-service-key` with what the adapter needs, `sandbox-service-key-read-only` with reading. */
  apps?: HubspotApp[];
  limits?: HubspotLimits;
  /** Most records of a page of a list, whatever is asked for; default 100. */
  listPage?: number;
  /** How long the search does not see a change; default 0. */
  searchLagMs?: number;
  /** Journal that survives `kill -9`. */
  stateFile?: string;
  /** Misbehaves by chance; see sandbox/hostile.ts. */
  hostile?: { seed: number };
  /** Present again after a reset. */
  seed?: ChannelCrm;
}

const LIMIT = {
  status: 429,
  body: { status: 'error', message: 'You have reached your limit.', policyName: 'TEN_SECONDLY_ROLLING' },
};
const ERRORS = [
  { status: 'error', message: 'internal error', category: 'INTERNAL_ERROR' },
  {
    status: 'COMPLETE',
    results: [],
    numErrors: 1,
    errors: [{ message: 'internal error', category: 'INTERNAL_ERROR' }],
  },
  { status: 'PENDING', results: [] },
];
/** A locked record, an account that moves to another data centre, and a part of a batch that failed, with a text where others send a list. */
const PASSING = {
  path: /^\/crm\//,
  answers: [
    { status: 423, body: { status: 'error', message: 'The record is locked', category: 'RECORD_LOCKED' } },
    { status: 477, headers: { 'retry-after': '1' }, body: { message: 'The account is being moved' } },
    {
      status: 207,
      body: {
        status: 'COMPLETE',
        results: [],
        numErrors: 1,
        errors: [{ status: 'error', category: 'INTERNAL_ERROR', message: 'internal error', context: 'none' }],
      },
    },
  ],
};

interface Input {
  id?: string;
  idProperty?: string;
  properties?: unknown;
  associations?: never[];
  objectWriteTraceId?: string;
}

/** A simulated HubSpot account, for any date-based version. `create` and `merge` are somebody else's work in it, `at` its moment. */
export function createHubspot(options: HubspotOptions = {}): Simulator & {
  seed(data: ChannelCrm, at?: string): void;
  create(type: string, input: object, at?: string): string;
  merge(type: string, winner: string, loser: string): void;
} {
  const records = createRecords(options.stateFile);
  const account = createAccount(records, options.searchLagMs ?? 0);
  const access = createAccess(options.apps ?? HUBSPOT_APPS, options.limits ?? {});
  const types = Object.keys(HUBSPOT_OBJECTS);
  const simulator = createSimulator(
    { vendor: 'hubspot', ...options },
    {
      reset() {
        records.clear();
        access.reset();
        if (options.seed) account.seed(options.seed);
      },
      export: () => Object.fromEntries(types.map((type) => [type, exportedRecords(account.all(type))])),
    },
  );
  if (options.seed && types.every((type) => account.all(type).length === 0)) account.seed(options.seed);

  const { app } = simulator;
  if (options.hostile)
    misbehave(app, {
      ...options.hostile,
      ...{ limits: ODD_WAITS, limit: LIMIT, errors: ERRORS, passing: PASSING },
    });
  const problem = ({ category, message, more }: HubspotRefusal) => ({
    status: 'error',
    message,
    correlationId: randomUUID(),
    category,
    ...more,
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const refusal =
      error instanceof HubspotRefusal
        ? error
        : new HubspotRefusal(error.statusCode ?? 500, 'INTERNAL_ERROR', error.message);
    return reply.code(refusal.status).headers(refusal.headers).send(problem(refusal));
  });

  type At = { Params: { type: string; id: string }; Querystring: Record<string, string> };
  const root = '/crm/objects/:version/:type';

  /** Each input by itself. With trace ids the rest lands beside a failure (207), without them nothing does. */
  function batch(
    reply: FastifyReply,
    body: unknown,
    status: number,
    work: (input: Input) => { row: HubspotRecord; more?: object },
  ) {
    const { inputs = [], properties = [] } = (body ?? {}) as { inputs?: Input[]; properties?: string[] };
    if (inputs.length === 0 || inputs.length > 100)
      throw new HubspotRefusal(400, 'VALIDATION_ERROR', 'A batch has 1 to 100 inputs');
    const errors: object[] = [];
    const results = inputs.flatMap((input) => {
      try {
        const { row, more } = work(input);
        const names = [...properties, ...Object.keys((input.properties ?? {}) as object)];
        const trace = input.objectWriteTraceId ? { objectWriteTraceId: input.objectWriteTraceId } : {};
        return [{ ...shown(row, names), ...trace, ...more }];
      } catch (error) {
        const traced = input.objectWriteTraceId !== undefined || status === 0;
        if (!(error instanceof HubspotRefusal) || !traced) throw error;
        const named = input.objectWriteTraceId
          ? { objectWriteTraceId: [input.objectWriteTraceId] }
          : { ids: [input.id] };
        errors.push({ ...problem(error), context: named });
        return [];
      }
    });
    const at = new Date().toISOString();
    const failed = errors.length > 0 ? { numErrors: errors.length, errors } : {};
    return reply
      .code(errors.length > 0 ? 207 : status || 200)
      .send({ status: 'COMPLETE', results, startedAt: at, completedAt: at, ...failed });
  }

  app.post<At>(`${root}/batch/read`, async (request, reply) => {
    const { type } = request.params;
    access.allow(request, reply, type, 'read');
    const { idProperty } = request.body as { idProperty?: string };
    kindOf(type);
    return batch(reply, request.body, 0, ({ id = '' }) => {
      const row = account.find(type, id, idProperty);
      if (!row) throw new HubspotRefusal(404, 'OBJECT_NOT_FOUND', 'Could not get some objects');
      return { row };
    });
  });
  app.post<At>(`${root}/batch/create`, async (request, reply) => {
    const { type } = request.params;
    access.allow(request, reply, type, 'write');
    return batch(reply, request.body, 201, (input) => ({ row: account.create(type, input) }));
  });
  app.post<At>(`${root}/batch/upsert`, async (request, reply) => {
    const { type } = request.params;
    access.allow(request, reply, type, 'write');
    return batch(reply, request.body, 200, ({ id = '', idProperty, properties }) => {
      if (idProperty === undefined)
        throw new HubspotRefusal(400, 'VALIDATION_ERROR', 'An upsert needs an idProperty');
      const known = account.find(type, id, idProperty);
      if (known) return { row: account.change(type, known.Id, properties), more: { new: false } };
      const values = { ...(properties as object), [idProperty]: id };
      return { row: account.create(type, { properties: values }), more: { new: true } };
    });
  });
  app.post<At>(`${root}/search`, async (request, reply) => {
    const { type } = request.params;
    access.allow(request, reply, type, 'read');
    return runSearch(type, account.indexed(type), request.body as SearchBody);
  });
  // Those that are there, or, where that is asked for, those that are not: never both.
  app.get<At>(root, async (request, reply) => {
    const { type } = request.params;
    access.allow(request, reply, type, 'read');
    kindOf(type);
    const { archived = 'false', limit = '10', after = '' } = request.query;
    const size = Number(limit);
    if (!(size >= 1 && size <= 100)) throw new HubspotRefusal(400, 'VALIDATION_ERROR', 'limit: 1 to 100');
    const rows =
      archived === 'true'
        ? account
            .bin(type)
            .map(({ Id, archivedAt }) => ({ id: Id, properties: {}, archived: true, archivedAt }))
        : account.all(type).map((row) => shown(row, request.query.properties?.split(',') ?? []));
    const later = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)).filter(({ id }) => id > after);
    const results = later.slice(0, Math.min(size, options.listPage ?? size));
    const next = later.length > results.length ? { paging: { next: { after: results.at(-1)?.id } } } : {};
    return { results, ...next };
  });
  app.get<At>(`${root}/:id`, async (request, reply) => {
    const { type, id } = request.params;
    access.allow(request, reply, type, 'read');
    const row = account.find(type, id, request.query.idProperty);
    if (!row) throw new HubspotRefusal(404, 'OBJECT_NOT_FOUND', 'Object not found.');
    const asked = request.query.associations?.split(',') ?? [];
    const linked = asked.flatMap((kind) => {
      const ids = [
        ...(row.associations[kind] ?? []),
        ...account.all(kind).flatMap((each) => (each.associations[type]?.includes(row.Id) ? [each.Id] : [])),
      ];
      return ids.length > 0
        ? [[kind, { results: ids.flatMap((each) => links(type, kind, each, row.primary)) }]]
        : [];
    });
    return {
      ...shown(row, request.query.properties?.split(',') ?? []),
      ...(linked.length > 0 ? { associations: Object.fromEntries(linked) } : {}),
    };
  });
  app.patch<At>(`${root}/:id`, async (request, reply) => {
    const { type, id } = request.params;
    access.allow(request, reply, type, 'write');
    const row = account.find(type, id, request.query.idProperty);
    if (!row) throw new HubspotRefusal(404, 'OBJECT_NOT_FOUND', 'Object not found.');
    const { properties } = request.body as { properties?: object };
    return shown(account.change(type, row.Id, properties), Object.keys(properties ?? {}));
  });
  // The record goes to the bin; a record that is not there is answered the same.
  app.delete<At>(`${root}/:id`, async (request, reply) => {
    const { type, id } = request.params;
    access.allow(request, reply, type, 'write');
    if (account.get(type, id)) account.remove(type, id);
    return reply.code(204).send('');
  });

  return {
    ...simulator,
    seed: account.seed,
    merge: account.merge,
    create: (type, input, at) => account.create(type, input, at).Id,
  };
}

const ONE: Record<string, string> = { companies: 'company', contacts: 'contact', deals: 'deal' };

/** A link is listed once for each of its types, the primary one not first. */
function links(type: string, kind: string, id: string, primary: string | undefined) {
  const name = `${ONE[type]}_to_${ONE[kind]}`;
  return [{ id, type: `${name}_unlabeled` }, ...(id === primary ? [{ id, type: name }] : [])];
}
