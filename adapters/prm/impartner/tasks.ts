import type { ImpartnerMapping } from '../../../contracts/vendors/impartner.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { StaffMessage } from '../../../domain/staff-message.ts';
import { oneLine } from '../../one-line.ts';
import type { Call } from '../../ports/call.ts';
import type { StaffPort } from '../../ports/staff.ts';
import type { Write } from '../../ports/write.ts';
import { holdsOurs, leftAlone, restoration } from '../../restore.ts';
import { readTell, readUpdate } from '../../staff/payloads.ts';
import { staffText } from '../../staff/staff-text.ts';
import { renamed } from '../../vendor-words.ts';
import type { ImpartnerClient } from './client.ts';
import { creation } from './create.ts';
import { heldIn } from './records.ts';

/** The longest name that an object takes. */
const MOST_TITLE = 255;

/** Tasks for our own people, one record a message; null when the mapping says neither where they are nor whose they are. */
export function impartnerTasks(
  client: ImpartnerClient,
  { task }: ImpartnerMapping,
  searchLagMs: number,
): StaffPort | null {
  if (!task?.fields.to) return null;
  const { object, statuses } = task;
  const fields = { ...task.fields, to: task.fields.to };
  const names = Object.values(fields);
  const bodyOf = (status: 'open' | 'done', { to, message }: { to: string; message: StaffMessage }) =>
    renamed(fields, {
      to,
      title: titleOf(message),
      text: staffText(message),
      status: statuses[status][0] as string,
    });

  async function now(id: string, call: Call): Promise<JsonObject | null> {
    const record = await client.get(object, id, ['Id', ...names], call);
    return record && Object.fromEntries(names.map((name) => [name, heldIn(record, name)]));
  }

  /** A task is never deleted: people may have begun with it. */
  async function withdraw(id: string, { message }: { message: StaffMessage }, call: Call): Promise<string> {
    const title = titleOf({ ...message, title: `Withdrawn: ${message.title}` });
    const said = { title, text: 'This task was withdrawn.', status: statuses.done[0] as string };
    await client.update(object, id, renamed(fields, said), call);
    return `impartner: task ${id} was closed and says that it was withdrawn`;
  }

  const tell: Write = {
    ...creation(client, searchLagMs, {
      object,
      key: task.key,
      body: (payload) => bodyOf('open', readTell('prm', payload)),
      keep: async () => '',
    }),
    async undo({ payload, landed }, call) {
      return { corrected: await withdraw(landed.id, readTell('prm', payload), call) };
    },
  };
  const update: Write = {
    repeat: 'upsert',
    searchLagMs: 0,
    movesMoney: false,
    before: async (payload, _key, call) => now(readUpdate('prm', payload).told, call),
    async send(payload, _key, call) {
      const said = readUpdate('prm', payload);
      await client.update(object, said.told, bodyOf('done', said), call);
      return { id: said.told, created: false };
    },
    async lookup(payload, _key, call) {
      const said = readUpdate('prm', payload);
      const current = await now(said.told, call);
      return current && holdsOurs(current, bodyOf('done', said))
        ? { id: said.told, created: false }
        : 'absent';
    },
    async undo({ payload, before }, call) {
      const said = readUpdate('prm', payload);
      const current = before && (await now(said.told, call));
      if (!before || !current) return {};
      const { back, left } = restoration(before, bodyOf('done', said), current);
      // A message is one thing: with another text in it, it must not wait for an answer again.
      if (left.length === 0 && Object.keys(back).length > 0)
        await client.update(object, said.told, back, call);
      return leftAlone('impartner', left);
    },
  };
  return { vendor: 'prm', addressOf: ({ prm }) => prm ?? null, writes: { tell, update } };
}

/** What is cut off stands in the text. */
function titleOf(message: StaffMessage): string {
  const title = oneLine(message.title);
  const letters = [...title];
  return letters.length <= MOST_TITLE ? title : `${letters.slice(0, MOST_TITLE - 1).join('')}…`;
}
