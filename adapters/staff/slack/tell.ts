import type { Call } from '../../ports/call.ts';
import type { Landed, Write } from '../../ports/write.ts';
import { readTell } from '../payloads.ts';
import type { SlackClient } from './client.ts';
import { askingLayout, correctionOf } from './layout.ts';
import { carries, messageMarkOf, metadataOf } from './marks.ts';
import { idOf, memberAt, messagePlaceOf } from './places.ts';

/** How far back a message is looked for: 2,000 messages. */
const MOST_PAGES = 10;

/** A message to one person. */
export function tell(slack: SlackClient, searchLagMs: number): Write {
  /** The messages of a conversation that carry the mark. `unknown`: there are older ones that were not read. */
  async function find(channel: string, mark: string, call: Call): Promise<Landed | 'absent' | 'unknown'> {
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { messages, next } = await slack.history(channel, { cursor }, call);
      const [found, second] = messages.filter((message) => carries(message, mark));
      // Two messages with our key: no update and no undo could pick the right one.
      if (second) return 'unknown';
      if (found) return { id: idOf({ channel, ts: found.ts }), created: true };
      if (next === null) return 'absent';
      cursor = next;
    }
    return 'unknown';
  }

  return {
    repeat: 'lookup',
    searchLagMs,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      const { to, message } = readTell('slack', payload);
      const mark = messageMarkOf(key);
      const member = await memberAt(slack, to, call);
      const told = { ...askingLayout(message, mark), metadata: metadataOf(mark) };
      return { id: idOf(await slack.post(member, told, call)), created: true };
    },
    async lookup(payload, key, call) {
      const { to } = readTell('slack', payload);
      const conversation = await slack.conversationWith(await memberAt(slack, to, call), call);
      return find(conversation, messageMarkOf(key), call);
    },
    async undo({ payload, landed, key }, call) {
      const { message } = readTell('slack', payload);
      const stands = await slack.update(
        messagePlaceOf(landed.id),
        correctionOf(message, messageMarkOf(key)),
        call,
      );
      return {
        corrected: stands
          ? 'The Slack message may have been read; a correction stands in its place.'
          : 'The Slack message may have been read; somebody deleted it, so no correction could be put in its place.',
      };
    },
  };
}
