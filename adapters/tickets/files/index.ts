import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { vendorConfig } from '../../config.ts';
import { oneLine } from '../../one-line.ts';
import { isOwnId, ownId } from '../../own-id.ts';
import { VendorFault } from '../../ports/call.ts';
import type { Ticket, TicketStatus, TicketsPort } from '../../ports/tickets.ts';
import type { Landed, Write } from '../../ports/write.ts';
import { changedAfter } from '../changes.ts';
import { ticketCloser } from '../closing.ts';
import { ticketNamed } from '../events.ts';
import { ticketComment, ticketOpening } from '../payloads.ts';
import { takeBackComment, withdrawTicket } from '../undo.ts';
import { type TicketFolder, ticketFolders } from './folder.ts';

const settings = z.strictObject({
  /** Each ticket is a folder in it. Made when it is missing. */
  folder: z.string().min(1),
});

/** What people may write into `status`, without case; anything else means that somebody has begun. */
const WORDS = lookupTable<TicketStatus>({
  open: 'open',
  new: 'open',
  done: 'done',
  closed: 'done',
  resolved: 'done',
});
const statusOf = (word: string): TicketStatus => WORDS[word.toLowerCase()] ?? 'in_progress';
/** A short name that people can say: `QD-1A2B3C4D`. */
const keyOf = (id: string) => `QD-${id.slice('qd-'.length, 'qd-'.length + 8).toUpperCase()}`;

/** Tickets without a ticket system: a folder that people look into and change. @throws Error when the configuration is wrong. */
export function ticketFiles(config: unknown): TicketsPort {
  const { folder } = vendorConfig('tickets files', settings, config);
  const folders = ticketFolders(folder);
  const ticketOf = ({ id, status, changedAt }: TicketFolder): Ticket => ({
    id,
    key: keyOf(id),
    url: pathToFileURL(join(folder, id)).href,
    status: statusOf(status),
    vendorStatus: status,
    modifiedAt: new Date(Math.floor(changedAt)).toISOString(),
  });
  const ticket = async (id: string) => {
    const found = await folders.read(id);
    return found && ticketOf(found);
  };
  const file = (key: string) => `${ownId(key)}.md`;
  const comment = (id: string, text: string, key: string) => folders.comment(id, file(key), text);
  const commentOf = async (id: string, key: string) =>
    (await folders.comments(id)).find((one) => one.id === file(key))?.id ?? null;
  const traits = { repeat: 'upsert', searchLagMs: 0, movesMoney: false } as const;

  const open: Write = {
    ...traits,
    before: async () => null,
    async send(payload, key) {
      const { title, text, facts } = ticketOpening.parse(payload);
      const list = facts.map(({ name, value }) => `- ${name}: ${value}`).join('\n');
      await folders.make(ownId(key), `# ${oneLine(title)}\n\n${text}\n\n${list}\n`);
      return openedAs(key);
    },
    lookup: async (_payload, key) => ((await folders.read(ownId(key))) ? openedAs(key) : 'absent'),
    undo: ({ landed, key }, call) =>
      withdrawTicket(
        { vendor: 'files', ticket, commentOf, comment, close: (id) => folders.setStatus(id, 'done') },
        { id: landed.id, key },
        call,
      ),
  };

  const say: Write = {
    ...traits,
    before: async () => null,
    async send(payload, key) {
      const { id, text } = ticketComment.parse(payload);
      if (!(await folders.read(id))) throw gone(id);
      await comment(id, text, key);
      return { id: file(key), created: true };
    },
    async lookup(payload, key) {
      const found = await commentOf(ticketComment.parse(payload).id, key);
      return found === null ? 'absent' : { id: found, created: true };
    },
    undo: ({ payload, key }, call) =>
      takeBackComment(
        { vendor: 'files', ticket, commentOf, comment },
        { ...ticketComment.parse(payload), key },
        call,
      ),
  };

  const closer = ticketCloser({
    vendor: 'files',
    async standing(id) {
      const found = await folders.read(id);
      return found && { status: found.status, done: statusOf(found.status) === 'done', name: keyOf(id) };
    },
    async finish(id) {
      await folders.setStatus(id, 'done');
      return 'done';
    },
    reopen: (id, { status }) => folders.setStatus(id, String(status)),
    gone,
  });
  const close: Write = { ...closer, ...traits };

  return {
    vendor: 'files',
    ticket,
    async comments(id, since) {
      const all = await folders.comments(id);
      return all
        .map(({ id: name, by, text, at }) => {
          const ours = isOwnId(name.replace(/\.md$/, ''));
          const instant = new Date(Math.floor(at)).toISOString();
          return { id: name, at: instant, by: ours ? 'Quarterdeck' : by, text, ours };
        })
        .filter(({ at }) => since === null || at >= since);
    },
    async changedSince(since) {
      return { tickets: changedAfter(since, (await folders.all()).map(ticketOf)), next: null };
    },
    reported: (event) => ticketNamed('tickets files', event),
    writes: { open, comment: say, close },
  };
}

const openedAs = (key: string): Landed => ({
  id: ownId(key),
  created: true,
  detail: { key: keyOf(ownId(key)) },
});

function gone(id: string): VendorFault {
  return new VendorFault({
    vendor: 'tickets files',
    kind: 'not_found',
    code: 'NO_FOLDER',
    message: `the folder of ticket ${id} is gone; put it back, or withdraw the ticket`,
    certainlyNotLanded: true,
  });
}
