import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { misbehave } from '../hostile.ts';
import { createRecords, type Row } from '../records.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { encodedQuery } from './query.ts';

export interface ServicenowOptions extends Omit<SimulatorOptions, 'vendor'> {
  /** How long a query misses an incident that was created; default 0. */
  searchLagMs?: number;
  /** Journal that survives `kill -9`. */
  stateFile?: string;
  /** Misbehaves by chance; see sandbox/hostile.ts. */
  hostile?: { seed: number };
  /** A data policy keeps our user from resolving; or an access rule drops the state that it writes and says nothing. */
  closing?: 'by_policy' | 'dropped';
  /** Access rules hide every record of the table from our user. */
  hidden?: boolean;
}

/** What people do in ServiceNow by themselves. */
export interface ServicenowPeople {
  /** Opens an incident of their own; answers its id. */
  open(title: string, fields?: Record<string, string>): string;
  note(id: string, text: string, by: string): void;
  /** @param state stored value */
  move(id: string, state: string): void;
}

interface Task extends Row {
  number: string;
  state: string;
  sys_created_on: number;
  sys_updated_on: number;
}

export const SERVICENOW_USER = { userName: 'quarterdeck', password: 'sandbox-now-password' };
const CLIENT = { id: 'sandbox-now', secret: 'sandbox-now-secret' };
const STATES: Record<string, string> = {
  '1': 'Neu',
  '2': 'In Arbeit',
  '3': 'Wartend',
  '6': 'Gelöst',
  '7': 'Geschlossen',
  '8': 'Abgebrochen',
};
const JOURNALS = ['comments', 'work_notes'];
const FIELDS = [
  'short_description',
  'description',
  'correlation_id',
  'correlation_display',
  'state',
  'close_code',
  'close_notes',
  'urgency',
  'impact',
  'assignment_group',
];
const LIMITS = [
  { 'retry-after': '0', 'x-ratelimit-rule': 'incident' },
  { 'retry-after': '-1' },
  { 'x-ratelimit-reset': '1' },
  { 'x-ratelimit-reset': '99999999999' },
  { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' },
];
const ERRORS = [
  {
    error: { message: 'Transaction cancelled: maximum execution time exceeded', detail: null },
    status: 'failure',
  },
  { result: [], error: { message: 'Quota exceeded', detail: 'x' } },
];

/**
 * A simulated ServiceNow instance with incidents: stored and shown values, journals, whole seconds, and access rules that hide rows
 * after they were counted. It deletes too, so that a test can see that nobody asked for it.
 */
export function createServicenow(options: ServicenowOptions = {}): Simulator & { people: ServicenowPeople } {
  const records = createRecords(options.stateFile);
  const lag = options.searchLagMs ?? 0;
  const tokens = new Set<string>();
  const tasks = () => records.all('incident') as Task[];
  const notesOf = (id: string) =>
    records.all('sys_journal_field').filter(({ element_id }) => element_id === id);
  const simulator = createSimulator(
    { vendor: 'servicenow', ...options },
    {
      reset() {
        records.clear();
        tokens.clear();
      },
      export: () =>
        tasks().map(({ sys_created_on, sys_updated_on, ...task }) => ({
          ...task,
          notes: notesOf(task.Id).map(({ value, sys_created_by }) => ({ by: sys_created_by, value })),
        })),
    },
  );
  const { app } = simulator;
  if (options.hostile) misbehave(app, { ...options.hostile, limits: LIMITS, errors: ERRORS });

  app.addHook('preHandler', async (request, reply) => {
    if (request.url.startsWith('/__sim') || request.url.startsWith('/oauth_token.do')) return undefined;
    const [kind, value = ''] = (request.headers.authorization ?? '').split(' ');
    const { userName, password } = SERVICENOW_USER;
    const basic = Buffer.from(value, 'base64').toString() === `${userName}:${password}`;
    if (kind === 'Bearer' ? tokens.has(value) : basic) return undefined;
    return refuse(reply, 401, 'User Not Authenticated', 'Required to provide Auth information');
  });
  app.post('/oauth_token.do', async (request, reply) => {
    const form = new URLSearchParams(String(request.body));
    if (form.get('client_id') !== CLIENT.id || form.get('client_secret') !== CLIENT.secret)
      return reply.code(401).send({ error: 'access_denied', error_description: 'access_denied' });
    const token = randomBytes(16).toString('hex');
    tokens.add(token);
    return { access_token: token, expires_in: 1_799, token_type: 'Bearer' };
  });

  const root = '/api/now/v2/table';
  type At = { Params: { id: string }; Querystring: Record<string, string> };
  type In = { Params: { table: string }; Querystring: Record<string, string> };
  app.get<In>(`${root}/:table`, async ({ params: { table }, query }, reply) => {
    if (table !== 'incident' && table !== 'sys_journal_field')
      return refuse(reply, 400, 'Invalid table', null);
    const visible = records
      .all(table)
      .filter(({ sys_created_on }) => table !== 'incident' || Number(sys_created_on) <= Date.now() - lag);
    const found = encodedQuery(visible, query.sysparm_query ?? '', Date.now());
    if (!found) return refuse(reply, 400, 'Invalid query', query.sysparm_query ?? null);
    const from = Number(query.sysparm_offset ?? 0);
    const page = found.slice(from, from + Number(query.sysparm_limit ?? 10_000));
    reply.header('x-total-count', String(found.length));
    return { result: options.hidden ? [] : page.map((row) => shown(row, query.sysparm_fields)) };
  });
  app.get<At>(`${root}/incident/:id`, async ({ params, query }, reply) => {
    const task = records.get('incident', params.id);
    return task && !options.hidden ? { result: shown(task, query.sysparm_fields) } : missing(reply);
  });
  app.post(`${root}/incident`, async (request: FastifyRequest, reply) => {
    const body = (request.body ?? {}) as Record<string, string>;
    const wrong = Object.keys(body).find((field) => !FIELDS.includes(field));
    // ServiceNow would leave it out and say nothing.
    if (wrong) return refuse(reply, 400, 'Invalid field', wrong);
    const task = addTask(body);
    const { sysparm_fields } = request.query as Record<string, string>;
    return reply
      .code(201)
      .header('location', `${root}/incident/${task.Id}`)
      .send({ result: shown(task, sysparm_fields) });
  });
  app.patch<At>(`${root}/incident/:id`, async ({ params, query, body }, reply) => {
    const task = records.get('incident', params.id) as Task | undefined;
    if (!task) return missing(reply);
    const fields = { ...(body as Record<string, string>) };
    const resolves = fields.state !== undefined && ['6', '7'].includes(fields.state);
    if (resolves && (options.closing === 'by_policy' || !fields.close_code || !fields.close_notes))
      return refuse(
        reply,
        403,
        'Operation Failed',
        'Data Policy Exception: The following fields are mandatory: Cause',
      );
    if (options.closing === 'dropped') delete fields.state;
    for (const journal of JOURNALS) {
      const text = fields[journal];
      delete fields[journal];
      if (text) addNote(task.Id, journal, text, SERVICENOW_USER.userName);
    }
    const wrong = Object.keys(fields).find((field) => !FIELDS.includes(field));
    if (wrong) return refuse(reply, 400, 'Invalid field', wrong);
    return { result: shown(change(task, fields), query.sysparm_fields) };
  });
  app.delete<At>(`${root}/incident/:id`, async ({ params }, reply) => {
    records.remove('incident', params.id);
    return reply.code(204).send();
  });

  function addTask(fields: Record<string, string>): Task {
    const count = tasks().length + 1;
    const at = seconds();
    const task: Task = {
      ...fields,
      ...{
        Id: idOf(`incident ${count}`),
        number: `INC${String(count).padStart(7, '0')}`,
        state: fields.state ?? '1',
      },
      ...{ sys_created_on: at, sys_updated_on: at },
    };
    records.put('incident', task);
    return task;
  }
  function addNote(element_id: string, element: string, value: string, by: string): void {
    const Id = idOf(`note ${records.all('sys_journal_field').length + 1}`);
    const row = {
      Id,
      element_id,
      element,
      name: 'incident',
      value,
      sys_created_by: by,
      sys_created_on: seconds(),
    };
    records.put('sys_journal_field', row);
  }
  function change(task: Task, fields: Record<string, string>): Task {
    const changed = { ...task, ...fields, sys_updated_on: seconds() };
    records.put('incident', changed);
    return changed;
  }
  const existing = (id: string) => {
    const task = records.get('incident', id) as Task | undefined;
    if (!task) throw new Error(`there is no incident ${id}`);
    return task;
  };
  const people: ServicenowPeople = {
    open: (title, fields = {}) => addTask({ short_description: title, ...fields }).Id,
    note(id, text, by) {
      addNote(id, 'comments', text, by);
      change(existing(id), {});
    },
    move: (id, state) => void change(existing(id), { state }),
  };
  return { ...simulator, people };
}

/** Times have whole seconds. */
const seconds = () => Math.floor(Date.now() / 1_000) * 1_000;
const idOf = (text: string) => createHash('md5').update(text).digest('hex');
const time = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** The asked fields, each as it is stored beside what a person sees. */
function shown(row: Row, asked = '') {
  const fields = asked.split(',').map((field) => {
    const stored = field === 'sys_id' ? row.Id : (row[field] ?? '');
    const value = /^sys_\w+_on$/.test(field) ? time(Number(stored)) : String(stored);
    return [field, { value, display_value: field === 'state' ? (STATES[value] ?? value) : value }];
  });
  return Object.fromEntries(fields);
}

function refuse(reply: FastifyReply, status: number, message: string, detail: string | null) {
  return reply.code(status).send({ error: { message, detail }, status: 'failure' });
}

const missing = (reply: FastifyReply) =>
  refuse(reply, 404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
