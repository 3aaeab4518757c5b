import { z } from 'zod';
import type { ServicenowTask } from '../../../contracts/vendors/servicenow.ts';
import { basicAccess, clientAccess } from '../../access.ts';
import { type AccountBudgets, accountBudgets } from '../../account-budgets.ts';
import { baseUrl, httpSettings, pollSettings, vendorConfig } from '../../config.ts';
import { isOwnId } from '../../own-id.ts';
import type { Call } from '../../ports/call.ts';
import type { Ticket, TicketComment, TicketStatus, TicketsPort } from '../../ports/tickets.ts';
import { readEach } from '../../read-each.ts';
import { changedAfter, minutesSince } from '../changes.ts';
import { ticketNamed } from '../events.ts';
import { splitReference } from '../reference.ts';
import { servicenowClient, taskOf } from './client.ts';
import { hiddenFrom } from './faults.ts';
import { DISPLAY, servicenowWrites } from './writes.ts';

const { requestsPerSecond, burst, requestsPerDay } = httpSettings;
const name = z.string().regex(/^[a-z][a-z0-9_]{0,79}$/, 'is a name of a table or field: incident');
const state = z.string().regex(/^-?\d{1,4}$/, 'is a stored value: 6');
const settings = z
  .strictObject({
    requestsPerSecond,
    burst,
    requestsPerDay,
    ...pollSettings,
    /** `https://acme.service-now.com` */
    baseUrl,
    /** Our own user: may read, create and write the table's records and read sys_journal_field, and nothing else. */
    userName: z.string().min(1),
    password: z.string().min(1).optional(),
    /** Or an inbound integration with client credentials that runs as `userName`. */
    clientId: z.string().min(1).optional(),
    clientSecret: z.string().min(1).optional(),
    table: name.default('incident'),
    /** Written into each new record: `{ "assignment_group": "…" }`. */
    fields: z.record(name, z.string()).default({}),
    /** Stored values by what they mean; the default is the incident's. */
    states: z
      .strictObject({ open: z.array(state), in_progress: z.array(state), done: z.array(state) })
      .default({ open: ['1'], in_progress: ['2', '3'], done: ['6', '7', '8'] }),
    closeState: state.default('6'),
    closeFields: z.record(name, z.string()).default({ close_code: 'Solution provided' }),
    /** `work_notes` is seen by the desk only, `comments` by whoever opened the ticket, too. */
    commentField: z.enum(['work_notes', 'comments']).default('work_notes'),
    /** How long a query may miss what was just written, where the instance reads from replicas. */
    searchLagMs: z.number().min(0).default(5_000),
    /** `changedSince` leaves alone what changed less than so long ago; times have whole seconds only. */
    settleMs: z.number().min(1_000).default(5_000),
    pageSize: z.number().int().min(1).max(10_000).default(500),
  })
  .refine(({ password, clientId, clientSecret }) => Boolean(password) !== Boolean(clientId && clientSecret), {
    error: 'set either password, or clientId and clientSecret',
  })
  .refine(({ states, closeState }) => states.done.includes(closeState), {
    error: 'closeState must be one of states.done',
  });

/** ServiceNow over its Table API. @throws Error when the configuration is wrong. */
export function servicenow(config: unknown, budgets: AccountBudgets = accountBudgets()): TicketsPort {
  const own = vendorConfig('servicenow', settings, config);
  const { userName, password, clientId = '', clientSecret = '', table, states } = own;
  const tokenUrl = `${own.baseUrl}/oauth_token.do`;
  const access = password
    ? basicAccess(own.baseUrl, userName, password)
    : clientAccess(own.baseUrl, { vendor: 'servicenow', clientId, clientSecret, tokenUrl });
  const budget = budgets.of('servicenow', own.baseUrl, own);
  const client = servicenowClient(own, access, budget);
  const KINDS: readonly TicketStatus[] = ['done', 'in_progress', 'open'];
  const statusOf = (stored: string) => KINDS.find((kind) => states[kind].includes(stored)) ?? 'in_progress';

  const ticketOf = ({ sys_id, number, state, sys_updated_on }: ServicenowTask): Ticket => {
    if (!state || !sys_updated_on) throw hiddenFrom('the state of a ticket');
    return {
      id: sys_id.value,
      key: number?.value ?? sys_id.value,
      url: `${own.baseUrl}/${table}.do?sys_id=${sys_id.value}`,
      status: statusOf(state.value),
      vendorStatus: state.display_value ?? state.value,
      modifiedAt: utc(sys_updated_on.value),
    };
  };
  const ticket = async (id: string, call: Call) => {
    const task = await client.task(id, call);
    return task && ticketOf(task);
  };

  return {
    vendor: 'servicenow',
    pollEveryMs: own.pollEveryMinutes * 60_000,
    ticket,
    async comments(id, since, call): Promise<TicketComment[]> {
      const minutes = since === null ? null : String(minutesSince({ modifiedAt: since, id: '' }, Date.now()));
      const entries = await client.entries(id, minutes, call);
      // Times have whole seconds.
      const from = since === null ? '' : `${since.slice(0, 19)}.000Z`;
      return entries
        .map(({ sys_id, sys_created_on, sys_created_by, value }): TicketComment => {
          const { text, reference } = splitReference(value.value);
          const ours = reference !== null && sys_created_by.value === userName;
          const at = utc(sys_created_on.value);
          return {
            id: sys_id.value,
            at,
            by: sys_created_by.value,
            text: ours ? text : value.value.trim(),
            ours,
          };
        })
        .filter(({ at }) => at >= from);
    },
    async changedSince(since, call) {
      const recent =
        since === null ? [] : [`sys_updated_onRELATIVEGT@minute@ago@${minutesSince(since, Date.now())}`];
      const query = [`correlation_display=${DISPLAY}`, ...recent, 'ORDERBYsys_updated_on'].join('^');
      const settled = new Date(Date.now() - own.settleMs).toISOString();
      const { read, odd } = readEach(await client.tasks(query, call), ({ sys_id }) => sys_id.value, taskOf);
      const tickets = read
        .filter(({ correlation_id }) => isOwnId(correlation_id?.value))
        .map(ticketOf)
        .filter(({ modifiedAt }) => modifiedAt <= settled);
      return { tickets: changedAfter(since, tickets), odd, next: null };
    },
    reported: (event) => ticketNamed('servicenow', event),
    writes: servicenowWrites(client, { ...own, statusOf }, ticket),
  };
}

/** A time as it is stored, in UTC, as an instant. */
function utc(stored: string): string {
  const at = new Date(`${stored.replace(' ', 'T')}Z`);
  return Number.isNaN(at.getTime()) ? new Date(0).toISOString() : at.toISOString();
}
