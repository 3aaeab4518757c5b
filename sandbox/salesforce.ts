import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChannelCrm } from './channel.ts';
import { FilterFault } from './filter.ts';
import { createRecords, type Row } from './records.ts';
import { SALESFORCE_OBJECTS } from './salesforce-objects.ts';
import {
  cell,
  checkedRow,
  columnOf,
  exportedRows,
  objectOf,
  SalesforceRefusal,
  stamp,
} from './salesforce-rows.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';
import { runSoql } from './soql.ts';

export interface SalesforceApp {
  clientId: string;
  clientSecret: string;
  /** `Account:read`, `Account:write`, `Account:delete` …; `*` for everything. */
  scopes: string[];
}

export interface SalesforceOptions extends Omit<SimulatorOptions, 'vendor'> {
  /** Default: `sandbox-crm` with what the adapter needs, `sandbox-crm-read-only` with reading; both with `sandbox-secret`. */
  apps?: SalesforceApp[];
  /** Calls a day before everything is 403 REQUEST_LIMIT_EXCEEDED; default 100,000. */
  dailyLimit?: number;
  /** Rows on a page of a query; default 2,000. */
  pageSize?: number;
  /** What an upsert that changed a record answers: 200 with a body (default), or 204 without. */
  changedAnswer?: 200 | 204;
  /** Journal that survives `kill -9`. */
  stateFile?: string;
  /** Present again after a reset. */
  seed?: ChannelCrm;
}

const SCOPES = Object.keys(SALESFORCE_OBJECTS).flatMap((name) => [
  `${name}:read`,
  `${name}:write`,
  `${name}:delete`,
]);

export const SALESFORCE_APPS: SalesforceApp[] = [
  { clientId: 'sandbox-crm', clientSecret: 'sandbox-secret', scopes: SCOPES },
  {
    clientId: 'sandbox-crm-read-only',
    clientSecret: 'sandbox-secret',
    scopes: SCOPES.filter((scope) => scope.endsWith(':read')),
  },
];

/** Whoever else works in the org. */
const OTHER_USER = '005qd0000000099AAA';

/** The user of the n-th app. */
const userOf = (app: number) => `005qd00000000${String(app).padStart(2, '0')}AAA`;

/** A simulated Salesforce org. Sessions do not survive a restart, as an org may end them at any time. */
export function createSalesforce(
  options: SalesforceOptions = {},
): Simulator & { seed(data: ChannelCrm): void } {
  const records = createRecords(options.stateFile);
  const apps = options.apps ?? SALESFORCE_APPS;
  const limit = options.dailyLimit ?? 100_000;
  const sessions = new Map<string, number>();
  const pages = new Map<string, { rows: Record<string, unknown>[]; totalSize: number }>();
  let used = 0;

  function seed({ accounts, opportunities }: ChannelCrm): void {
    for (const { id, name, website } of accounts)
      put('Account', id, { Name: name, Website: website }, OTHER_USER);
    for (const { id, accountId, name, stage, amount, closeDate } of opportunities) {
      const row = {
        AccountId: accountId,
        Name: name,
        StageName: stage,
        Amount: amount,
        CloseDate: closeDate,
      };
      put('Opportunity', id, row, OTHER_USER);
    }
  }
  function put(object: string, id: string, fields: Record<string, unknown>, user: string): void {
    const earlier = records.get(object, id);
    const at = stamp(new Date());
    const born = { CreatedDate: earlier?.CreatedDate ?? at, CreatedById: earlier?.CreatedById ?? user };
    records.put(object, { ...earlier, ...fields, ...born, LastModifiedDate: at, SystemModstamp: at, Id: id });
  }

  const simulator = createSimulator(
    { vendor: 'salesforce', ...options },
    {
      reset() {
        records.clear();
        sessions.clear();
        pages.clear();
        used = 0;
        if (options.seed) seed(options.seed);
      },
      export: () =>
        Object.fromEntries(
          Object.keys(SALESFORCE_OBJECTS).map((object) => [object, exportedRows(records.all(object))]),
        ),
    },
  );
  const untouched = Object.keys(SALESFORCE_OBJECTS).every((object) => records.all(object).length === 0);
  if (options.seed && untouched) seed(options.seed);

  const { app } = simulator;
  const refuse = (
    reply: FastifyReply,
    status: number,
    errorCode: string,
    message: string,
    fields: string[] = [],
  ) => reply.code(status).send([{ message, errorCode, fields }]);
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof SalesforceRefusal)
      return refuse(reply, error.status, error.errorCode, error.message, error.fields);
    if (error instanceof FilterFault) return refuse(reply, 400, 'MALFORMED_QUERY', error.message);
    return refuse(reply, error.statusCode ?? 500, 'UNKNOWN_EXCEPTION', error.message);
  });

  app.post('/services/oauth2/token', async (request, reply) => {
    const form = new URLSearchParams(String(request.body));
    const index = apps.findIndex((each) => each.clientId === form.get('client_id'));
    if (form.get('grant_type') !== 'client_credentials')
      return reply
        .code(400)
        .send({ error: 'unsupported_grant_type', error_description: 'grant type not supported' });
    if (index < 0 || apps[index]?.clientSecret !== form.get('client_secret'))
      return reply
        .code(400)
        .send({ error: 'invalid_client', error_description: 'invalid client credentials' });
    const token = `00Dqd0000000001!${randomBytes(24).toString('hex')}`;
    sessions.set(token, index);
    const instance = `http://${request.headers.host}`;
    return {
      access_token: token,
      instance_url: instance,
      token_type: 'Bearer',
      id: `${instance}/id/00Dqd0000000001AAA/${userOf(index)}`,
    };
  });

  /** Session, daily limit and permission, in the order in which the org looks at them. Answers the user. */
  function allow(
    request: FastifyRequest,
    reply: FastifyReply,
    object: string,
    verb: 'read' | 'write' | 'delete',
  ): string {
    const index = sessions.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (index === undefined)
      throw new SalesforceRefusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    used += 1;
    reply.header('sforce-limit-info', `api-usage=${Math.min(used, limit)}/${limit}`);
    // No 429 and no Retry-After: the limit is a rolling day.
    if (used > limit)
      throw new SalesforceRefusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    if (!apps[index]?.scopes.some((scope) => scope === '*' || scope === `${object}:${verb}`))
      throw new SalesforceRefusal(
        403,
        'INSUFFICIENT_ACCESS_OR_READONLY',
        'insufficient access rights on object',
      );
    return userOf(index);
  }

  const same = (a: string, b: string) => a.slice(0, 15) === b.slice(0, 15);
  const find = (object: string, column: string, value: string) =>
    records
      .all(object)
      .filter((row) =>
        column === 'Id'
          ? same(row.Id, value)
          : String(row[column] ?? '').toLowerCase() === value.toLowerCase(),
      );

  /** The one record; a value that several share is answered 300 with where they are. */
  function only(object: string, column: string, value: string): Row | undefined {
    objectOf(object);
    // Documented: some top level domains at the end of the path are taken for file endings.
    if (/\.inc$/i.test(value)) throw new SalesforceRefusal(404, 'NOT_FOUND', 'Not found');
    const rows = find(object, columnOf(object, column).name, value);
    if (rows.length > 1)
      throw new SalesforceRefusal(300, 'MULTIPLE_CHOICES', rows.map((row) => row.Id).join());
    return rows[0];
  }
  function existing(object: string, column: string, value: string): Row {
    const row = only(object, column, value);
    if (!row) throw new SalesforceRefusal(404, 'NOT_FOUND', 'The requested resource does not exist');
    return row;
  }

  type At = { Params: { object: string; column?: string; value: string }; Querystring: { fields?: string } };
  const root = '/services/data/:version';

  app.get('/services/data', async () => [
    { label: "Winter '27", url: '/services/data/v68.0', version: '68.0' },
  ]);
  app.get<{ Params: { object: string } }>(`${root}/sobjects/:object/describe`, async (request, reply) => {
    allow(request, reply, request.params.object, 'read');
    return { name: request.params.object, fields: objectOf(request.params.object).columns };
  });
  app.post<{ Params: { object: string } }>(`${root}/sobjects/:object`, async (request, reply) => {
    const { object } = request.params;
    const user = allow(request, reply, object, 'write');
    const id = create(object, checkedRow(object, request.body, true, find), user);
    return reply.code(201).send({ id, success: true, errors: [] });
  });

  for (const path of [`${root}/sobjects/:object/:value`, `${root}/sobjects/:object/:column/:value`]) {
    app.get<At>(path, async (request, reply) => {
      const { object, column = 'Id', value } = request.params;
      allow(request, reply, object, 'read');
      const row = existing(object, column, value);
      const names = request.query.fields?.split(',') ?? objectOf(object).columns.map(({ name }) => name);
      const columns = names.map((name) => columnOf(object, name));
      return {
        attributes: { type: object },
        ...Object.fromEntries(columns.map((each) => [each.name, cell(row, each)])),
      };
    });
    app.patch<At>(path, async (request, reply) => {
      const { object, column = 'Id', value } = request.params;
      const user = allow(request, reply, object, 'write');
      const row = column === 'Id' ? existing(object, column, value) : only(object, column, value);
      const since = request.headers['if-unmodified-since'];
      // Weak: the header has no parts of a second.
      if (row && since && Date.parse(String(row.LastModifiedDate)) >= Date.parse(since) + 1000)
        return reply.code(412).send('');
      const fields = checkedRow(object, request.body, !row, find);
      if (!row) {
        const id = create(object, { ...fields, [columnOf(object, column).name]: value }, user);
        return reply.code(201).send({ id, success: true, errors: [], created: true });
      }
      put(object, row.Id, fields, user);
      if (column === 'Id' || options.changedAnswer === 204) return reply.code(204).send('');
      return { id: row.Id, success: true, errors: [], created: false };
    });
    app.delete<At>(path, async (request, reply) => {
      const { object, column = 'Id', value } = request.params;
      allow(request, reply, object, 'delete');
      remove(object, existing(object, column, value).Id);
      return reply.code(204).send('');
    });
  }

  app.get<{ Querystring: { q: string } }>(`${root}/query`, async (request, reply) => {
    const { object, rows } = runSoql(request.query.q, records);
    allow(request, reply, object, 'read');
    return page(rows, rows.length);
  });
  app.get<{ Params: { version: string; locator: string } }>(
    `${root}/query/:locator`,
    async (request, reply) => {
      allow(request, reply, 'Account', 'read');
      const rest = pages.get(request.params.locator);
      if (!rest) throw new SalesforceRefusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
      return page(rest.rows, rest.totalSize);
    },
  );

  function page(rows: Record<string, unknown>[], totalSize: number) {
    const size = options.pageSize ?? 2000;
    if (rows.length <= size) return { totalSize, done: true, records: rows };
    const locator = `01gqd${randomBytes(6).toString('hex')}-${size}`;
    pages.set(locator, { rows: rows.slice(size), totalSize });
    return {
      totalSize,
      done: false,
      nextRecordsUrl: `/services/data/v68.0/query/${locator}`,
      records: rows.slice(0, size),
    };
  }

  function create(object: string, fields: Record<string, unknown>, user: string): string {
    const { prefix, columns } = objectOf(object);
    const external = columns.find((column) => column.externalId && fields[column.name] != null);
    const text = external ? String(fields[external.name]) : JSON.stringify(fields);
    const tail = BigInt(`0x${records.next(object, text).digest.toString('hex')}`)
      .toString(36)
      .slice(0, 10);
    // Without capital letters the three characters that make an id case-safe are AAA.
    const id = `${prefix}qd${tail}AAA`;
    put(object, id, fields, user);
    return id;
  }

  /** Contacts and opportunities go with their account, whoever made them. */
  function remove(object: string, id: string): void {
    for (const child of Object.values(objectOf(object).children))
      for (const row of records.all(child.object)) if (row[child.column] === id) remove(child.object, row.Id);
    records.remove(object, id);
  }

  return { ...simulator, seed };
}
