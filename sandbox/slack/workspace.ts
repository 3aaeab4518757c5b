import { createRecords, type Row } from '../records.ts';
import { ringing, wrongWithBlocks } from './blocks.ts';

export interface SlackUser {
  id: string;
  email: string;
  name: string;
}

export interface SlackStoredMessage extends Row {
  channel: string;
  ts: string;
  text: string;
  blocks: Record<string, unknown>[];
  metadata?: unknown;
  /** What of it would notify somebody or link somewhere. */
  rings: string[];
}

/** An error inside a 200. */
export class SlackRefusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** People, conversations and messages of a simulated workspace. */
export function createWorkspace(users: SlackUser[], file?: string) {
  const records = createRecords(file);
  let last = '';

  const messages = () => records.all('messages') as SlackStoredMessage[];
  const conversationOf = (user: string) => `D${user.slice(1)}`;

  function checkChannel(id: string): void {
    if (!users.some((user) => conversationOf(user.id) === id)) throw new SlackRefusal('channel_not_found');
  }

  function content(body: Record<string, unknown>): Pick<SlackStoredMessage, 'text' | 'blocks' | 'rings'> {
    const { text = '', blocks = [] } = body as { text?: string; blocks?: Record<string, unknown>[] };
    if (text === '' && blocks.length === 0) throw new SlackRefusal('no_text');
    if (text.length > 40_000) throw new SlackRefusal('msg_too_long');
    const wrong = wrongWithBlocks(blocks);
    if (wrong) throw new SlackRefusal(wrong);
    return { text, blocks, rings: ringing({ ...body, text, blocks }) };
  }

  /** Seconds with six digits, each later than the one before. */
  function nextTs(): string {
    const now = `${Math.floor(Date.now() / 1000)}.${String((Date.now() % 1000) * 1000).padStart(6, '0')}`;
    const [seconds = '0', rest = '0'] = last.split('.');
    last = now > last ? now : `${seconds}.${String(Number(rest) + 1).padStart(6, '0')}`;
    return last;
  }

  return {
    users,
    messages,
    conversationOf,
    userOf: (channel: string) => users.find(({ id }) => conversationOf(id) === channel),
    checkChannel,
    post(channel: string, body: Record<string, unknown>): SlackStoredMessage {
      // A message to a user goes into the conversation with them.
      const there = users.some(({ id }) => id === channel) ? conversationOf(channel) : channel;
      checkChannel(there);
      const shown = content(body);
      const ts = nextTs();
      const metadata = body.metadata === undefined ? {} : { metadata: body.metadata };
      const row = { Id: `${there}/${ts}`, channel: there, ts, ...shown, ...metadata };
      records.put('messages', row);
      return row;
    },
    update(channel: string, ts: string, body: Record<string, unknown>): SlackStoredMessage {
      checkChannel(channel);
      const row = records.get('messages', `${channel}/${ts}`);
      if (!row) throw new SlackRefusal('message_not_found');
      const metadata = body.metadata === undefined ? {} : { metadata: body.metadata };
      // Unlike a new message, a changed one is looked through for names and addresses unless it says not to.
      const changed = {
        ...(row as SlackStoredMessage),
        ...content({ parse: 'client', ...body }),
        ...metadata,
      };
      records.put('messages', changed);
      return changed;
    },
    /** Somebody deletes it. */
    remove: (id: string) => records.remove('messages', id),
    clear() {
      records.clear();
      last = '';
    },
  };
}

export type Workspace = ReturnType<typeof createWorkspace>;
