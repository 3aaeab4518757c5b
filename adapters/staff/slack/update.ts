import type { SlackMessage } from '../../../contracts/vendors/slack.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Call } from '../../ports/call.ts';
import type { StaffMessage } from '../../ports/staff.ts';
import type { Landed, Write } from '../../ports/write.ts';
import { contentHash } from '../../store/hash.ts';
import { readUpdate } from '../payloads.ts';
import type { MessagePlace, SlackClient } from './client.ts';
import { endedLayout, type Layout } from './layout.ts';
import { carries, messageMarkOf } from './marks.ts';
import { idOf, messagePlaceOf } from './places.ts';

/** A message in the place of one that was sent, without its buttons. One that somebody deleted meanwhile stays deleted, and that is said. */
export function update(slack: SlackClient): Write {
  async function now(told: MessagePlace, call: Call): Promise<SlackMessage | null> {
    const { messages } = await slack.history(told.channel, { at: told.ts }, call);
    return messages.find(({ ts }) => ts === told.ts) ?? null;
  }
  const landed = (told: MessagePlace): Landed => ({ id: idOf(told), created: false });
  const deleted = (told: MessagePlace): Landed => ({ ...landed(told), detail: { deleted: true } });

  return {
    repeat: 'upsert',
    searchLagMs: 0,
    movesMoney: false,
    async before(payload, _key, call) {
      const message = await now(read(payload).told, call);
      return message && imageOf(message);
    },
    async send(payload, key, call) {
      const { told, message } = read(payload);
      const stands = await slack.update(told, endedLayout(message, messageMarkOf(key)), call);
      return stands ? landed(told) : deleted(told);
    },
    async lookup(payload, key, call) {
      const { told } = read(payload);
      const message = await now(told, call);
      if (!message) return deleted(told);
      return carries(message, messageMarkOf(key)) ? landed(told) : 'absent';
    },
    async undo({ payload, before, key }, call) {
      const { told } = read(payload);
      const message = await now(told, call);
      if (!message || !before) return {};
      if (!carries(message, messageMarkOf(key)))
        return contentHash(imageOf(message)) === contentHash(before)
          ? {}
          : { corrected: 'slack: the message was changed after our update and was left as it is' };
      await slack.update(told, before as unknown as Layout, call);
      return {};
    },
  };
}

function read(payload: JsonObject): { told: MessagePlace; message: StaffMessage } {
  const { told, message } = readUpdate('slack', payload);
  return { told: messagePlaceOf(told), message };
}

/** What an update changes of a message. */
const imageOf = ({ text, blocks }: SlackMessage): Layout => ({ text, blocks });
