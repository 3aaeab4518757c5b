import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { ChannelCrm } from '../channel.ts';
import { FilterFault } from '../filter.ts';
import { misbehave, ODD_WAITS } from '../hostile.ts';
import { createRecords } from '../records.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { createAccess, SALESFORCE_APPS, type SalesforceApp } from './access.ts';
import { SALESFORCE_OBJECTS } from './objects.ts';
import { createOrg } from './org.ts';
import { cell, checkedRow, columnOf, exportedRows, objectOf, SalesforceRefusal } from './rows.ts';
import { runSoql } from './soql.ts';

export interface SalesforceOptions extends Omit<SimulatorOptions, 'vendor'> {
  /** Default: `sandbox-crm` with what the adapter needs, `sandbox-crm-read-only` with reading; both with `sandbox-secret`. */
  apps?: SalesforceApp[];
  /** Calls a day before everything is 403 REQUEST_LIMIT_EXCEEDED; default 100,000. */
  dailyLimit?: number;
  /** Rows on a page of a query; default 2,000. */
  pageSize?: number;
  /** What an upsert that changed a record answers: 200 with a body (default), or 204 without. */
  changedAnswer?: 200 | 204;
  /** Objects that our user may not see: they are answered as if there were none. */
  hidden?: string[];
  /** Whether the standard duplicate rules are on, as in an org as delivered: same name of an account, same address of a contact. */
  duplicateRules?: boolean;
  /** Journal that survives `kill -9`. */
  stateFile?: string;
  /** Misbehaves by chance; see sandbox/hostile.ts. */
  hostile?: { seed: number };
  /** Present again after a reset. */
  seed?: ChannelCrm;
}

const LIMIT = {
  status: 403,
  body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
};
const ERRORS = [
  [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error occurred.' }],
  { hasErrors: true },
  { id: '001000000000000AAA', success: false, errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW' }] },
];

/** A row that another transaction holds, a server that goes down, a query that took too long. */
const PASSING = {
  path: /^\/services\/data\//,
  answers: [
    {
      status: 400,
      body: [{ errorCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access' }],
    },
    { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'server temporarily unavailable' }] },
    { status: 400, body: [{ errorCode: 'OPERATION_TOO_LARGE', message: 'exceeded 100000 distinct ids' }] },
  ],
};

/** A simulated Salesforce org. `merge` is somebody else's work in it. */
export function createSalesforce(options: SalesforceOptions = {}): Simulator & {
  seed(data: ChannelCrm, at?: string): void;
  merge(object: string, winner: string, loser: string): void;
} {
  const records = createRecords(options.stateFile);
  const org = createOrg(records);
  const pages = new Map<string, { rows: Record<string, unknown>[]; totalSize: number }>();

  const simulator = createSimulator(
    { vendor: 'salesforce', ...options },
    {
      reset() {
        records.clear();
        pages.clear();
        access.reset();
        if (options.seed) org.seed(options.seed);
      },
      export: () =>
        Object.fromEntries(
          Object.keys(SALESFORCE_OBJECTS).map((object) => [object, exportedRows(records.all(object))]),
        ),
    },
  );
  const untouched = Object.keys(SALESFORCE_OBJECTS).every((object) => records.all(object).length === 0);
  if (options.seed && untouched) org.seed(options.seed);

  const { app } = simulator;
  if (options.hostile)
    misbehave(app, {
      ...options.hostile,
      ...{ limits: ODD_WAITS, limit: LIMIT, errors: ERRORS, passing: PASSING },
    });
  const access = createAccess(app, options.apps ?? SALESFORCE_APPS, options.dailyLimit ?? 100_000);
  /** Permission by permission, a hidden object first. */
  const allow: typeof access.allow = (request, reply, object, verb) => {
    const user = access.allow(request, reply, object, verb);
    if (!options.hidden?.includes(object)) return user;
    if (request.url.includes('/query'))
      throw new SalesforceRefusal(400, 'INVALID_TYPE', `sObject type '${object}' is not supported.`);
    throw new SalesforceRefusal(404, 'NOT_FOUND', 'The requested resource does not exist');
  };
  const refuse = (
    reply: FastifyReply,
    status: number,
    errorCode: string,
    message: string,
    fields: string[] = [],
    more: object = {},
  ) => reply.code(status).send([{ message, errorCode, fields, ...more }]);
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof SalesforceRefusal)
      return refuse(reply, error.status, error.errorCode, error.message, error.fields, error.more);
    if (error instanceof FilterFault) return refuse(reply, 400, 'MALFORMED_QUERY', error.message);
    return refuse(reply, error.statusCode ?? 500, 'UNKNOWN_EXCEPTION', error.message);
  });

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
    const id = org.create(object, checkedRow(object, request.body, true, org.find), user);
    return reply.code(201).send({ id, success: true, errors: [] });
  });

  for (const path of [`${root}/sobjects/:object/:value`, `${root}/sobjects/:object/:column/:value`]) {
    app.get<At>(path, async (request, reply) => {
      const { object, column = 'Id', value } = request.params;
      allow(request, reply, object, 'read');
      const row = org.existing(object, column, value);
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
      const row = column === 'Id' ? org.existing(object, column, value) : org.only(object, column, value);
      const since = request.headers['if-unmodified-since'];
      // Weak: the header has no parts of a second.
      if (row && since && Date.parse(String(row.LastModifiedDate)) >= Date.parse(since) + 1000)
        return reply.code(412).send('');
      const fields = checkedRow(object, request.body, !row, org.find);
      if (
        !row &&
        options.duplicateRules &&
        !/allowSave=true/i.test(String(request.headers['sforce-duplicate-rule-header']))
      )
        org.refuseDuplicates(object, fields);
      if (!row) {
        const id = org.create(object, { ...fields, [columnOf(object, column).name]: value }, user);
        return reply.code(201).send({ id, success: true, errors: [], created: true });
      }
      org.put(object, row.Id, fields, user);
      if (column === 'Id' || options.changedAnswer === 204) return reply.code(204).send('');
      return { id: row.Id, success: true, errors: [], created: false };
    });
    app.delete<At>(path, async (request, reply) => {
      const { object, column = 'Id', value } = request.params;
      allow(request, reply, object, 'delete');
      org.remove(object, org.existing(object, column, value).Id);
      return reply.code(204).send('');
    });
  }

  for (const kind of ['query', 'queryAll'])
    app.get<{ Querystring: { q: string } }>(`${root}/${kind}`, async (request, reply) => {
      const children = (rows: Record<string, unknown>[]) => page(rows, rows.length);
      const { object, rows } = runSoql(request.query.q, records, {
        deleted: kind === 'queryAll',
        page: children,
      });
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

  return { ...simulator, seed: org.seed, merge: org.merge };
}
