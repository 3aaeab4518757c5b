import type { FastifyRequest } from 'fastify';
import type { ChannelFundRequest, ChannelPartner, ChannelPrmDeal } from '../channel.ts';
import { condition, cursor, FilterFault } from '../filter.ts';
import { misbehave, ODD_WAITS } from '../hostile.ts';
import { createRecords, type Row } from '../records.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { type Field, IMPARTNER_OBJECTS } from './objects.ts';
import {
  accountOf,
  checked,
  dealOf,
  exported,
  fundRequestOf,
  known,
  Refusal,
  type Search,
  selected,
  shown,
} from './rows.ts';

export interface ImpartnerKey {
  key: string;
  /** `Deal:read`, `Deal:write`, `Deal:delete` …; `*` for everything. */
  scopes: string[];
}

export interface ImpartnerSeed {
  partners?: ChannelPartner[];
  prmDeals?: ChannelPrmDeal[];
  fundRequests?: ChannelFundRequest[];
}

export interface ImpartnerOptions extends Omit<SimulatorOptions, 'vendor'> {
  /** Default: `sandbox-prm-key` with what the adapter needs, `sandbox-prm-read-only` with reading. */
  keys?: ImpartnerKey[];
  /** How long a search misses a record after it was created; default 0. */
  searchLagMs?: number;
  /** Requests a second before the answer is 200 `success: false`; default: no limit. */
  requestsPerSecond?: number;
  /** Moments are answered in whole seconds, but kept, compared and sorted with their milliseconds. */
  wholeSeconds?: boolean;
  /** Journal that survives `kill -9`. */
  stateFile?: string;
  /** Present again after a reset. */
  seed?: ImpartnerSeed;
  /** What a record that was merged is answered with: the one that it went into (default), or nothing. */
  merged?: 'survivor' | 'gone';
  /** How a record that is not there is answered: 404 (default), or 200 without data. */
  missing?: 404 | 200;
  /** Misbehaves by chance, but not to a key that may do everything: that is a person's. See sandbox/hostile.ts. */
  hostile?: { seed: number };
}

export const IMPARTNER_KEYS: ImpartnerKey[] = [
  {
    key: 'sandbox-prm-key',
    scopes: [
      'Account:read',
      'MDF_Request__co:read',
      ...['Deal:read', 'Deal:write', 'Deal:delete'],
      ...['ConflictHistory__co:read', 'ConflictHistory__co:write', 'ConflictHistory__co:delete'],
      // Tasks are never deleted.
      ...['Task__co:read', 'Task__co:write', 'Task_Comment__co:read', 'Task_Comment__co:write'],
    ],
  },
  { key: 'sandbox-prm-read-only', scopes: ['Account:read', 'Deal:read'] },
];

const ERRORS = [429, 500, 503].map((httpStatus) => ({
  success: false,
  message: 'An error has occurred.',
  errors: [{ httpStatus, code: 'Error', message: 'An error has occurred.' }],
  data: null,
}));

/** Its envelope around an outage, and a gateway that gave up. */
const PASSING = {
  path: /^\/api\/objects\//,
  answers: [
    { status: 503, body: { success: false, message: 'Service unavailable.', errors: [], data: null } },
    { status: 408, body: '<html>request time-out</html>' },
  ],
};

const ok = (data: unknown) => ({ success: true, data });

/**
 * A simulated Impartner tenant: PUT creates, POST searches, PATCH changes, and an error may come with HTTP 200. `merge` is somebody
 * else's work in it; a call about the second record is then taken for one about the first.
 */
export function createImpartner(options: ImpartnerOptions = {}): Simulator & {
  seed(data: ImpartnerSeed): void;
  merge(object: string, winner: string, loser: string): void;
} {
  /** What a record was merged into. */
  const merged = new Map<string, string>();
  const records = createRecords(options.stateFile);
  const keys = options.keys ?? IMPARTNER_KEYS;
  let recent: number[] = [];

  function seed({ partners = [], prmDeals = [], fundRequests = [] }: ImpartnerSeed): void {
    for (const partner of partners) put('Account', partner.id, accountOf(partner), '2026-01-01T00:00:00Z');
    for (const deal of prmDeals) put('Deal', deal.id, dealOf(deal), deal.createdAt, deal.modifiedAt);
    for (const request of fundRequests)
      put('MDF_Request__co', request.id, fundRequestOf(request), `${request.approvedOn}T09:00:00Z`);
  }
  function put(object: string, id: string, fields: Record<string, unknown>, at: string, then = at): void {
    const [Created, Updated] = [at, then].map((each) => new Date(each).toISOString());
    records.put(object, { ...fields, Id: id, Created, Updated });
  }
  const simulator = createSimulator(
    { vendor: 'impartner', ...options },
    {
      reset() {
        records.clear();
        merged.clear();
        if (options.seed) seed(options.seed);
      },
      export: () =>
        Object.fromEntries(
          Object.keys(IMPARTNER_OBJECTS).map((object) => [object, exported(records.all(object))]),
        ),
    },
  );
  // A journal that was found holds the seed already.
  if (options.seed && records.all('Account').length + records.all('Deal').length === 0) seed(options.seed);

  simulator.app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const refusal =
      error instanceof Refusal
        ? error
        : new Refusal(error instanceof FilterFault ? 400 : (error.statusCode ?? 500), 'Error', error.message);
    const { httpStatus, code, message } = refusal;
    return reply
      .code(refusal.status)
      .send({ success: false, message, errors: [{ httpStatus, code, message }], data: null });
  });

  function keyOf(request: FastifyRequest): ImpartnerKey | undefined {
    const given = /^prm-key (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    return keys.find((each) => each.key === given);
  }
  if (options.hostile) {
    const spares = (request: FastifyRequest) => keyOf(request)?.scopes.includes('*') ?? false;
    misbehave(simulator.app, {
      ...options.hostile,
      ...{ limits: ODD_WAITS, errors: ERRORS, passing: PASSING, spares },
    });
  }

  /** Key, scope and rate limit, in the order in which the vendor looks at them. */
  function allow(request: FastifyRequest, object: string, verb: 'read' | 'write' | 'delete'): Field[] {
    const key = keyOf(request);
    if (!key) throw new Refusal(401, 'Unauthorized', 'The key is not valid.');
    if (options.requestsPerSecond !== undefined) {
      recent = [...recent.filter((at) => at > Date.now() - 1000), Date.now()];
      // The odd form: HTTP 200 around a 429.
      if (recent.length > options.requestsPerSecond)
        throw new Refusal(429, 'TooManyRequests', 'Slow down.', 200);
    }
    const fields = IMPARTNER_OBJECTS[object];
    if (!fields) throw new Refusal(404, 'ObjectNotFound', `There is no object ${object}.`);
    if (!key.scopes.some((scope) => scope === '*' || scope === `${object}:${verb}`))
      throw new Refusal(403, 'Forbidden', `The key may not ${verb} ${object}.`);
    return fields;
  }

  function existing(object: string, id: string): Row {
    const survivor = options.merged === 'gone' ? undefined : merged.get(`${object} ${id}`);
    const row = records.get(object, survivor ?? id);
    if (!row) throw new Refusal(404, 'RecordNotFound', `There is no ${object} ${id}.`);
    return row;
  }

  const show = (row: Row, fields: Field[]) => shown(row, fields, records.get, options.wholeSeconds ?? false);
  type Params = { Params: { object: string; id: string } };
  const { app } = simulator;
  const root = '/api/objects/v1';

  app.get(`${root}/_describe`, async (request) => {
    allow(request, 'Account', 'read');
    return ok(Object.keys(IMPARTNER_OBJECTS).map((name) => ({ name })));
  });
  app.get<Params>(`${root}/:object/_describe`, async (request) => {
    const fields = allow(request, request.params.object, 'read');
    return ok({
      name: request.params.object,
      fields: fields.map((field) => ({ isNullable: !field.isRequired, ...field })),
    });
  });
  app.get<Params>(`${root}/:object/:id`, async (request) => {
    const { object, id } = request.params;
    const fields = allow(request, object, 'read');
    const { fields: names } = request.query as { fields?: string };
    if (options.missing === 200 && !records.get(object, id) && !merged.has(`${object} ${id}`))
      return ok(null);
    return ok(show(existing(object, id), selected(fields, names?.split(','))));
  });

  /** Ids compare as the numbers that they are. */
  const compared = (row: Row, name: string) =>
    (name === 'Id' && /^\d+$/.test(row.Id) ? Number(row.Id) : row[name]) as string | number;

  function search(object: string, fields: Field[], query: Search) {
    const from = cursor(query.filter ?? '');
    const test = query.filter
      ? condition<Row>(from, (row, name) => compared(row, known(fields, name).name))
      : () => true;
    if (!from.done()) throw new FilterFault(`unexpected ${from.peek()}`);
    const names = selected(fields, query.fields);
    const visibleFrom = new Date(Date.now() - (options.searchLagMs ?? 0)).toISOString();
    const found = records.all(object).filter((row) => String(row.Created) <= visibleFrom && test(row));
    for (const { field, direction } of [...(query.orderBy ?? [])].reverse()) {
      const by = known(fields, field).name;
      const sign = direction?.toLowerCase().startsWith('desc') ? -1 : 1;
      found.sort((a, b) => {
        const [left, right] = [compared(a, by) ?? '', compared(b, by) ?? ''];
        return left === right ? 0 : left < right ? -sign : sign;
      });
    }
    const page = found.slice(query.skip ?? 0, (query.skip ?? 0) + Math.min(query.take ?? 100, 100));
    return ok({
      count: found.length,
      entity: object,
      results: page.map((row) => show(row, names)),
    });
  }
  app.get<Params>(`${root}/:object`, async (request) => {
    const fields = allow(request, request.params.object, 'read');
    const query = request.query as Record<string, string>;
    const [field, direction] = query.orderby?.split(' ') ?? [];
    return search(request.params.object, fields, {
      filter: query.filter,
      fields: query.fields?.split(','),
      skip: Number(query.skip ?? 0),
      take: Number(query.take ?? 100),
      orderBy: field ? [{ field, direction }] : [],
    });
  });
  // The trap: POST on a collection searches.
  app.post<Params>(`${root}/:object`, async (request) => {
    const fields = allow(request, request.params.object, 'read');
    return search(request.params.object, fields, request.body as Search);
  });
  app.put<Params>(`${root}/:object`, async (request) => {
    const { object } = request.params;
    const fields = allow(request, object, 'write');
    const body = checked(fields, request.body, true);
    const { digest } = records.next(object, String(body.External_Id__cf ?? JSON.stringify(body)));
    const at = new Date().toISOString();
    const id = String(1_000_000 + (digest.readUInt32BE(0) % 1_000_000_000));
    put(object, id, body, at);
    return ok(show(existing(object, id), fields));
  });
  app.patch<Params>(`${root}/:object/:id`, async (request) => {
    const { object, id } = request.params;
    const fields = allow(request, object, 'write');
    return ok(show(change(object, fields, id, request.body), fields));
  });
  app.patch<Params>(`${root}/:object`, async (request) => {
    const { object } = request.params;
    const fields = allow(request, object, 'write');
    const bodies = request.body as Record<string, unknown>[];
    const changed = bodies.map(({ Id, ...body }) => change(object, fields, String(Id), body));
    return ok(changed.map((row) => show(row, fields)));
  });
  app.delete<Params>(`${root}/:object/:id`, async (request) => {
    const { object, id } = request.params;
    allow(request, object, 'delete');
    records.remove(object, existing(object, id).Id);
    return ok(null);
  });

  function change(object: string, fields: Field[], id: string, body: unknown): Row {
    const row = existing(object, id);
    const version = Number(row.RecordVersion ?? 1) + 1;
    const next = {
      ...row,
      ...checked(fields, body, false),
      Updated: new Date().toISOString(),
      RecordVersion: version,
    };
    records.put(object, next);
    return next;
  }

  function merge(object: string, winner: string, loser: string): void {
    records.remove(object, loser);
    merged.set(`${object} ${loser}`, winner);
  }

  return { ...simulator, seed, merge };
}
