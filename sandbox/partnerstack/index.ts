import type { ChannelPartner, ChannelPrmDeal } from '../channel.ts';
import { misbehave, ODD_WAITS } from '../hostile.ts';
import { createRecords, type Row } from '../records.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { dealOf, exported, partnershipOf, shown, wrongWith } from './rows.ts';

export interface PartnerstackKey {
  publicKey: string;
  privateKey: string;
  /** Of `read`, `write` and `archive`. */
  may: string[];
}

export interface PartnerstackSeed {
  partners?: ChannelPartner[];
  prmDeals?: ChannelPrmDeal[];
}

export interface PartnerstackOptions extends Omit<SimulatorOptions, 'vendor'> {
  /** Default: the pair `pk_sandbox` and `sk_sandbox` that may do everything. */
  keys?: PartnerstackKey[];
  /** Parameters that are taken and dropped in silence, such as `meta`. */
  drops?: string[];
  /** How long a list and a read by external key miss a deal after it was created; default 0. */
  searchLagMs?: number;
  /** Requests a minute before the answer is 429, which names no wait; default: no limit. */
  requestsPerMinute?: number;
  /** Journal that survives `kill -9`. */
  stateFile?: string;
  /** Misbehaves by chance; see sandbox/hostile.ts. */
  hostile?: { seed: number };
  /** Present again after a reset. */
  seed?: PartnerstackSeed;
}

const ALL: PartnerstackKey[] = [
  { publicKey: 'pk_sandbox', privateKey: 'sk_sandbox', may: ['read', 'write', 'archive'] },
];

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const LIMIT = { status: 429, body: { message: 'Too many requests', status: 429 } };
const ERRORS = [
  { message: 'Internal error', status: 500 },
  { message: 'Internal error', status: '5xx' },
  { message: 'Too many requests', status: 429 },
  { message: 'OK' },
];

/** Its envelope around an outage, and a gateway that gave up. */
const PASSING = {
  path: /^\/api\/v2\//,
  answers: [
    { status: 503, headers: { 'retry-after': '1' }, body: { message: 'Service unavailable', status: 503 } },
    { status: 504, body: '<html>gateway time-out</html>' },
  ],
};

const ok = (data: unknown, message = 'OK') => ({ data, message, status: 200 });

/**
 * A simulated PartnerStack: newest first lists with cursors, cents and milliseconds, and the harsher reading wherever its
 * documentation is silent: a container is replaced and not merged, an external key may come twice.
 */
export function createPartnerstack(
  options: PartnerstackOptions = {},
): Simulator & { seed(data: PartnerstackSeed): void } {
  const records = createRecords(options.stateFile);
  let recent: number[] = [];

  function seed({ partners = [], prmDeals = [] }: PartnerstackSeed): void {
    const born = Date.parse('2026-01-01T00:00:00Z');
    for (const each of partners) put('partnerships', `part_${each.id}`, partnershipOf(each), born);
    for (const each of prmDeals)
      put(
        'deals',
        each.id,
        dealOf(each),
        Date.parse(each.createdAt),
        Date.parse(each.modifiedAt ?? each.createdAt),
      );
  }
  function put(object: string, key: string, fields: Record<string, unknown>, at: number, then = at): void {
    records.put(object, { ...fields, Id: key, created_at: at, updated_at: then });
  }
  const simulator = createSimulator(
    { vendor: 'partnerstack', ...options },
    {
      reset() {
        records.clear();
        recent = [];
        if (options.seed) seed(options.seed);
      },
      export: () =>
        Object.fromEntries(['partnerships', 'deals'].map((name) => [name, exported(records.all(name))])),
    },
  );
  // A journal that was found holds the seed already.
  if (options.seed && records.all('partnerships').length + records.all('deals').length === 0)
    seed(options.seed);
  const { app } = simulator;
  if (options.hostile)
    misbehave(app, {
      ...options.hostile,
      ...{ limits: ODD_WAITS, limit: LIMIT, errors: ERRORS, passing: PASSING },
    });

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error instanceof Refusal ? error.status : (error.statusCode ?? 500);
    return reply.code(status).send({ message: error.message, status });
  });
  app.addHook('preHandler', async ({ url, method, headers }) => {
    if (url.startsWith('/__sim')) return;
    const given = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const [publicKey, privateKey] = Buffer.from(given, 'base64').toString().split(':');
    const keys = options.keys ?? ALL;
    const key = keys.find((each) => each.publicKey === publicKey && each.privateKey === privateKey);
    if (!key) throw new Refusal(401, 'Invalid credentials');
    if (!/json|\*\/\*/.test(headers.accept ?? '*/*')) throw new Refusal(406, 'Not acceptable');
    recent = [...recent.filter((at) => at > Date.now() - 60_000), Date.now()];
    if (recent.length > (options.requestsPerMinute ?? Number.POSITIVE_INFINITY))
      throw new Refusal(429, 'Too many requests');
    const verb = method === 'GET' ? 'read' : method === 'DELETE' ? 'archive' : 'write';
    if (!key.may.includes(verb)) throw new Refusal(403, 'Forbidden');
  });

  type At = { Params: { key: string } };
  const root = '/api/v2';
  const visible = (row: Row) => Number(row.created_at) <= Date.now() - (options.searchLagMs ?? 0);

  /** `starting_after` and `limit`, newest first. */
  function page(rows: Row[], query: Record<string, string>) {
    const limit = Number(query.limit ?? 10);
    if (!(limit >= 1 && limit <= 250)) throw new Refusal(400, 'limit must be between 1 and 250');
    rows.sort((a, b) => Number(b.created_at) - Number(a.created_at) || (a.Id < b.Id ? 1 : -1));
    const after = query.starting_after;
    const start = after === undefined ? 0 : rows.findIndex((row) => row.Id === after) + 1;
    if (after !== undefined && start === 0) throw new Refusal(400, 'starting_after is not in this list');
    const items = rows.slice(start, start + limit).map(shown);
    return ok({ items, has_more: rows.length > start + limit });
  }
  app.get(`${root}/partnerships`, async ({ query }) => page(records.all('partnerships'), query as never));
  app.get<At>(`${root}/partnerships/:key`, async ({ params: { key } }) => {
    const found = records
      .all('partnerships')
      .find((row) => row.Id === key || row.partner_key === key || row.email === key);
    if (!found) throw new Refusal(404, 'Partnership not found');
    return ok(shown(found));
  });
  app.get(`${root}/groups`, async ({ query }) => {
    const groups = records.all('partnerships').map((row) => row.group as { key: string });
    const rows = groups.map((group) => ({ ...group, Id: group.key, created_at: 0 }));
    return page([...new Map(rows.map((row) => [row.Id, row])).values()], query as never);
  });

  app.get(`${root}/deals`, async (request) => {
    const query = request.query as Record<string, string>;
    const within = (row: Row, field: 'created' | 'updated') =>
      Number(row[`${field}_at`]) >= Number(query[`min_${field}`] ?? 0) &&
      Number(row[`${field}_at`]) <= Number(query[`max_${field}`] ?? Number.POSITIVE_INFINITY);
    const rows = records
      .all('deals')
      .filter(
        (row) => row.archived !== true && visible(row) && within(row, 'created') && within(row, 'updated'),
      )
      .filter((row) => query.partner_key === undefined || row.partner_key === query.partner_key);
    return page(rows, query);
  });
  app.get(`${root}/deals/form-templates`, async () => ok({ items: [], has_more: false }));
  app.get<At>(`${root}/deals/:key`, async ({ params: { key } }) => ok(shown(existing(key))));
  app.post(`${root}/deals`, async ({ body }) => {
    const fields = checked(body);
    const { digest } = records.next('deals', String(fields.external_key ?? JSON.stringify(fields)));
    const key = `deal_${digest.toString('base64url').slice(0, 14)}`;
    put('deals', key, { source: 'partner', stage: 'submitted', ...fields }, Date.now());
    return ok(shown(existing(key)), 'Deal created');
  });
  app.patch<At>(`${root}/deals/:key`, async ({ params, body }) => {
    const row = existing(params.key);
    records.put('deals', { ...row, ...checked(body), updated_at: Date.now() });
    return ok(shown(existing(row.Id)), 'Deal updated');
  });
  app.delete<At>(`${root}/deals/:key`, async ({ params }) => {
    const row = existing(params.key);
    if (row.archived === true) throw new Refusal(404, 'Deal not found');
    records.put('deals', { ...row, archived: true, updated_at: Date.now() });
    return { message: 'Deal archived', status: 200 };
  });

  /** By key, else by external key, of which the newest wins; archived ones are still handed out. */
  function existing(key: string): Row {
    const row =
      records.get('deals', key) ??
      records
        .all('deals')
        .filter((each) => each.external_key === key && visible(each))
        .at(-1);
    if (!row) throw new Refusal(404, 'Deal not found');
    return row;
  }

  function checked(body: unknown): Record<string, unknown> {
    const wrong = wrongWith(body);
    if (wrong) throw new Refusal(400, wrong);
    const fields = body as Record<string, unknown>;
    const known = records.all('partnerships').some((row) => row.partner_key === fields.partner_key);
    if (fields.partner_key !== undefined && !known) throw new Refusal(400, 'Partner not found');
    return Object.fromEntries(Object.entries(fields).filter(([name]) => !options.drops?.includes(name)));
  }

  return { ...simulator, seed };
}
