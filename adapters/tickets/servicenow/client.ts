import type { z } from 'zod';
import {
  type ServicenowEntry,
  type ServicenowListed,
  type ServicenowTask,
  servicenowEntries,
  servicenowError,
  servicenowOne,
  servicenowTask,
  servicenowTasks,
} from '../../../contracts/vendors/servicenow.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { orNull } from '../../absent.ts';
import type { Access } from '../../access.ts';
import type { Budget } from '../../budget.ts';
import { type HttpExchange, type Request, succeeded } from '../../http.ts';
import { pageBound } from '../../page-bound.ts';
import type { Call } from '../../ports/call.ts';
import { FIELD_TYPE } from '../../read-each.ts';
import { refused } from '../../refused.ts';
import { requests } from '../../requests.ts';
import { called } from '../../vendor-words.ts';
import { answers, faultOf, hiddenFrom } from './faults.ts';

/** The five calls of the Table API that tickets need. */
export interface ServicenowClient {
  /** One record; null when it does not exist, or our user may not see it. */
  task(id: string, call: Call): Promise<ServicenowTask | null>;
  /** Every record of an encoded query; `taskOf` reads what one holds. @throws VendorFault `auth` when some of them are hidden from us */
  tasks(query: string, call: Call): Promise<ServicenowListed[]>;
  create(fields: JsonObject, call: Call): Promise<ServicenowTask>;
  update(id: string, fields: JsonObject, call: Call): Promise<ServicenowTask>;
  /** What was written into the journal fields of a record, in the order of its seconds. */
  entries(id: string, since: string | null, call: Call): Promise<ServicenowEntry[]>;
}

const TASK_FIELDS = 'sys_id,number,state,sys_updated_on,correlation_id,close_code,close_notes';
const ENTRY_FIELDS = 'sys_id,sys_created_on,sys_created_by,value';
/** Whether a text can be the id of a record: anything else would be read as a part of a path or of a query. */
const isId = (id: string) => /^[0-9a-f]{32}$/.test(id);

export function servicenowClient(
  { table, pageSize }: { table: string; pageSize: number },
  access: Access,
  budget: Budget,
): ServicenowClient {
  const send = requests({
    vendor: 'servicenow',
    access,
    budget: () => budget,
    faultOf: (answer) => (succeeded(answer) ? null : faultOf(answer)),
  });
  function ask(
    method: Request['method'],
    record: string,
    query: Record<string, string>,
    call: Call,
    body?: JsonObject,
  ): Promise<HttpExchange> {
    const asked = new URLSearchParams({
      ...query,
      sysparm_display_value: 'all',
      sysparm_exclude_reference_link: 'true',
    });
    return send({ method, path: `/api/now/v2/table/${record}?${asked}`, about: table, body }, call);
  }

  /** The limit is applied before access rules are: a page that is too short hides something. */
  async function list<T>(
    schema: z.ZodType<{ result: T[] }>,
    from: string,
    query: Record<string, string>,
    call: Call,
  ): Promise<T[]> {
    const rows: T[] = [];
    const nextPage = pageBound('servicenow');
    for (let offset = 0; ; offset += pageSize) {
      nextPage();
      const page = { ...query, sysparm_limit: String(pageSize), sysparm_offset: String(offset) };
      const answer = await ask('GET', from, page, call);
      const { result } = read(schema, answer);
      rows.push(...result);
      const total = Number(answer.headers.get('x-total-count') ?? rows.length);
      if (result.length < Math.min(pageSize, total - offset)) throw hiddenFrom(`rows of ${from}`);
      if (offset + pageSize >= total) return rows;
    }
  }

  const fields = { sysparm_fields: TASK_FIELDS };
  return {
    async task(id, call) {
      if (!isId(id)) return null;
      const answer = await orNull(() => ask('GET', `${table}/${id}`, fields, call));
      return answer && read(servicenowOne, answer).result;
    },
    tasks: (query, call) => list(servicenowTasks, table, { ...fields, sysparm_query: query }, call),
    async create(body, call) {
      return read(servicenowOne, await ask('POST', table, fields, call, body)).result;
    },
    async update(id, body, call) {
      return read(servicenowOne, await ask('PATCH', `${table}/${id}`, fields, call, body)).result;
    },
    async entries(id, since, call) {
      if (!isId(id)) return [];
      const query = [
        `element_id=${id}`,
        `name=${table}`,
        'elementINcomments,work_notes',
        ...(since === null ? [] : [`sys_created_onRELATIVEGT@minute@ago@${since}`]),
        'ORDERBYsys_created_on',
      ].join('^');
      const asked = { sysparm_fields: ENTRY_FIELDS, sysparm_query: query };
      return list(servicenowEntries, 'sys_journal_field', asked, call);
    },
  };
}

/** @throws VendorFault `rejected` for one of a list that cannot be read */
export function taskOf(listed: ServicenowListed): ServicenowTask {
  const task = servicenowTask.safeParse(listed);
  if (task.success) return task.data;
  const name = task.error.issues[0]?.path.map(String).join('.') ?? '';
  const record = called('record', listed.sys_id.value);
  throw refused('servicenow', FIELD_TYPE, `${record}: ${name} is not as the Table API documents it`);
}

function read<T>(type: z.ZodType<T>, answer: HttpExchange): T {
  const value = type.safeParse(answer.json);
  // An error beside a result means that the result is a part, or nothing at all.
  if (value.success && !servicenowError.safeParse(answer.json).success) return value.data;
  throw answers.unreadable(answer);
}
