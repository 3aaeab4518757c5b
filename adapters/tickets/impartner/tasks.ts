import type { ImpartnerMapping, ImpartnerRecord } from '../../../contracts/vendors/impartner.ts';
import { isOwnId } from '../../own-id.ts';
import { pageBound } from '../../page-bound.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import type { OddRecord } from '../../ports/changes.ts';
import type { Ticket, TicketComment, TicketStatus } from '../../ports/tickets.ts';
import { text as fieldText, referred } from '../../prm/field-values.ts';
import { filterLiteral, type ImpartnerClient } from '../../prm/impartner/client.ts';
import { FIELD_TYPE, readEach } from '../../read-each.ts';
import { called, vendorInstant } from '../../vendor-words.ts';

export type TaskMapping = NonNullable<ImpartnerMapping['task']>;

/** Tasks and what is said on them, which are records of their own, in our words. */
export interface Tasks {
  ticket(id: string, call: Call): Promise<Ticket | null>;
  /** Oldest first; misses what was written within the last moments. */
  comments(id: string, call: Call): Promise<TicketComment[]>;
  /** Tasks of ours that were changed, or said something on, at or after a moment (null: ever), in no order, and those that cannot be read. */
  changed(from: string | null, call: Call): Promise<{ read: Ticket[]; odd: OddRecord[] }>;
  statusOf(word: string): TicketStatus;
}

/** Most records that Impartner gives at once. */
const PAGE = 100;
const KINDS: readonly TicketStatus[] = ['done', 'in_progress', 'open'];

export function impartnerTaskRecords(client: ImpartnerClient, task: TaskMapping): Tasks {
  const { object, key, modified, fields, statuses, comment } = task;
  /** A word of a list, and who wrote a comment, may come as a reference. */
  const text = (record: ImpartnerRecord, name: string): string =>
    fieldText.safeParse(record[name.toLowerCase()]).data ?? '';
  const at = (record: ImpartnerRecord, name: string): string => {
    const moment = vendorInstant(text(record, name));
    if (moment !== null) return moment;
    throw new VendorFault({
      vendor: 'impartner',
      kind: 'rejected',
      code: FIELD_TYPE,
      message: `${called('record', record.id)}: field ${name} holds no moment; check \`task\` in policy/mappings/impartner.yaml`,
    });
  };
  const statusOf = (word: string) => KINDS.find((kind) => statuses[kind].includes(word)) ?? 'in_progress';

  /** Every record of a filter, page by page from the last id on. */
  async function all(of: string, names: string[], filter: string, call: Call): Promise<ImpartnerRecord[]> {
    const found: ImpartnerRecord[] = [];
    const nextPage = pageBound('impartner');
    for (let from = ''; ; ) {
      nextPage();
      const query = {
        fields: ['Id', ...names],
        filter: [filter, from].filter(Boolean).join(' and '),
        orderBy: ['Id'],
        take: PAGE,
      };
      const page = await client.list(of, query, call);
      found.push(...page);
      const last = page.findLast(({ id }) => id !== '');
      if (last === undefined || page.length < PAGE) return found;
      from = `Id > ${/^\d+$/.test(last.id) ? last.id : filterLiteral(last.id)}`;
    }
  }
  const asked = [comment.key, comment.created, comment.fields.task, comment.fields.text, comment.fields.by];
  const commentRecords = (filter: string, call: Call) => all(comment.object, asked, filter, call);
  const saidOn = (id: string, call: Call) =>
    commentRecords(`${comment.fields.task} = ${filterLiteral(id)}`, call);

  const shown = [key, modified, fields.status];
  const read = (id: string, call: Call) => client.get(object, id, ['Id', ...shown], call);

  /** What is said on a task does not count as a change of it there; for us it does. */
  function ticketOf(record: ImpartnerRecord, said: readonly ImpartnerRecord[]): Ticket {
    const moments = [at(record, modified), ...said.map((one) => at(one, comment.created))];
    const word = text(record, fields.status);
    return {
      id: record.id,
      key: `Task ${record.id}`,
      url: null,
      status: statusOf(word),
      vendorStatus: word,
      modifiedAt: moments.reduce((a, b) => (a > b ? a : b)),
    };
  }
  async function ticket(id: string, call: Call): Promise<Ticket | null> {
    const record = await read(id, call);
    return record && ticketOf(record, await saidOn(record.id, call));
  }

  return {
    ticket,
    statusOf,
    async comments(id, call) {
      const said = await saidOn(id, call);
      return said
        .map((record): TicketComment => {
          const ours = isOwnId(record[comment.key.toLowerCase()]);
          const by = text(record, comment.fields.by);
          return {
            id: record.id,
            at: at(record, comment.created),
            by,
            text: text(record, comment.fields.text),
            ours,
          };
        })
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    },
    async changed(from, call) {
      const since = (field: string) =>
        from === null ? `${field} > '1970-01-01T00:00:00Z'` : `${field} >= ${filterLiteral(from)}`;
      const moved = await all(object, shown, since(modified), call);
      const said = await commentRecords(since(comment.created), call);
      const records = new Map(moved.map((record) => [record.id, record]));
      const taskOf = (record: ImpartnerRecord) =>
        referred.safeParse(record[comment.fields.task.toLowerCase()]).data ?? '';
      for (const id of new Set(said.map(taskOf).filter((id) => id !== ''))) {
        const record = records.get(id) ?? (await read(id, call));
        if (record) records.set(id, record);
      }
      // What was said before `from` is older than what brought a task here.
      const ours = [...records.values()].filter((record) => isOwnId(record[key.toLowerCase()]));
      return readEach(
        ours,
        ({ id }) => id,
        (record) =>
          ticketOf(
            record,
            said.filter((one) => taskOf(one) === record.id),
          ),
      );
    },
  };
}
