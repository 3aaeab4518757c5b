import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TicketsPort } from '../../../adapters/ports/tickets.ts';
import { createTickets } from '../../../adapters/tickets/index.ts';
import type { HeldTicket, TicketRig } from './rig.ts';

const WORD = { open: 'open', in_progress: 'In progress', done: 'Closed' } as const;

export async function filesRig(): Promise<TicketRig> {
  const parent = await mkdtemp(join(tmpdir(), 'tickets-files-'));
  const folder = join(parent, 'tickets');
  const names = async (at: string) =>
    (await readdir(at).catch(() => [])).filter((name) => !name.startsWith('.')).sort();
  const text = (...at: string[]) => readFile(join(folder, ...at), 'utf8');

  async function held(): Promise<HeldTicket[]> {
    const tickets = (await names(folder)).filter((name) => name.startsWith('qd-'));
    return Promise.all(
      tickets.map(async (id) => {
        const word = (await text(id, 'status')).trim();
        const status = word === 'open' ? 'open' : ['done', 'Closed'].includes(word) ? 'done' : 'in_progress';
        const said = await names(join(folder, id, 'comments'));
        const comments = await Promise.all(said.map((name) => text(id, 'comments', name)));
        const whole = await text(id, 'ticket.md');
        const title = whole.split('\n')[0]?.slice(2) ?? '';
        return { id, title, text: whole, labels: null, status, comments: comments.map((one) => one.trim()) };
      }),
    );
  }

  return {
    port: createTickets('files', { folder }) as TicketsPort,
    tickMs: 20,
    held,
    state: async () => JSON.stringify(await held(), null, 1),
    people: {
      async open(title) {
        await mkdir(join(folder, 'QD-OWN', 'comments'), { recursive: true });
        await writeFile(join(folder, 'QD-OWN', 'ticket.md'), `# ${title}\n`);
        await writeFile(join(folder, 'QD-OWN', 'status'), 'open\n');
        return 'QD-OWN';
      },
      async comment(id, said, by) {
        const there = await names(join(folder, id, 'comments'));
        const name = there.includes(`${by}.md`) ? `${by} ${there.length}` : by;
        await writeFile(join(folder, id, 'comments', `${name}.md`), `${said}\n`);
        // Two files in one tick of the file system's clock would have no order.
        await new Promise((wake) => setTimeout(wake, 5));
      },
      move: (id, to) => writeFile(join(folder, id, 'status'), `${WORD[to]}\n`),
    },
    events: { about: (id) => ({ id }), other: { event: 'none' } },
    close: () => rm(parent, { recursive: true, force: true }),
  };
}
