import { z } from 'zod';
import {
  type SlackMessage,
  slackAnswer,
  slackConversation,
  slackHistory,
  slackPosted,
  slackUser,
} from '../../../contracts/vendors/slack.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { fixedAccess } from '../../access.ts';
import type { Budget } from '../../budget.ts';
import { succeeded } from '../../http.ts';
import { type Call, VendorFault } from '../../ports/call.ts';
import { requests } from '../../requests.ts';
import { answers, faultOf } from './faults.ts';
import type { Layout } from './layout.ts';

/** A message by its channel and its moment in it. */
export interface MessagePlace {
  channel: string;
  ts: string;
}

/** What a message holds for programs; people do not see it. */
export type Metadata = {
  event_type: string;
  event_payload: Record<string, string>;
};

/** Slack's Web API in the six methods that we need. */
export interface SlackClient {
  /** Whether the token is one that works. */
  answers(call: Call): Promise<void>;
  userByEmail(email: string, call: Call): Promise<string>;
  /** The conversation with one user: opened where there is none, which nobody sees. */
  conversationWith(user: string, call: Call): Promise<string>;
  /** Newest first; `next` goes on with what is older. */
  history(
    channel: string,
    asked: { cursor?: string | undefined; at?: string },
    call: Call,
  ): Promise<{ messages: SlackMessage[]; next: string | null }>;
  /** Into the conversation with a member. */
  post(member: string, message: Layout & { metadata: Metadata }, call: Call): Promise<MessagePlace>;
  /** Puts another text in the place of a message's; false when the message is gone, because somebody deleted it. */
  update(place: MessagePlace, layout: Layout, call: Call): Promise<boolean>;
}

/** Slack asks for at most so many messages a page. */
const PAGE = 200;

export interface SlackBudgets {
  /** Of one method. */
  method(name: string): Budget;
  /** Of the messages to one member. */
  member(id: string): Budget;
}

export function slackClient(
  account: { baseUrl: string; botToken: string },
  budgets: SlackBudgets,
): SlackClient {
  const send = requests({
    vendor: 'slack',
    access: fixedAccess(`${account.baseUrl}/`, { authorization: `Bearer ${account.botToken}` }),
    budget: ({ path }) => budgets.method(path),
    faultOf: (answer) =>
      succeeded(answer) && slackAnswer.safeParse(answer.json).data?.ok === true ? null : faultOf(answer),
  });
  async function ask<T extends z.ZodType>(
    shape: T,
    method: string,
    call: Call,
    type: string,
    body: string,
  ): Promise<z.output<T>> {
    const asked = { method: 'POST' as const, path: method, about: method, headers: { 'content-type': type } };
    return answers.read(shape, await send({ ...asked, body }, call));
  }

  /** Methods that read take forms only; as a body, so that no address stands in the log of a proxy. */
  const read = <T extends z.ZodType>(shape: T, method: string, form: Record<string, string>, call: Call) =>
    ask(shape, method, call, 'application/x-www-form-urlencoded', new URLSearchParams(form).toString());
  const write = <T extends z.ZodType>(shape: T, method: string, body: JsonObject, call: Call) =>
    ask(shape, method, call, 'application/json; charset=utf-8', JSON.stringify(body));

  return {
    async answers(call) {
      await read(z.unknown(), 'auth.test', {}, call);
    },
    async userByEmail(email, call) {
      return (await read(slackUser, 'users.lookupByEmail', { email }, call)).user.id;
    },
    async conversationWith(user, call) {
      return (await read(slackConversation, 'conversations.open', { users: user }, call)).channel.id;
    },
    async history(channel, { cursor, at }, call) {
      const found = await read(
        slackHistory,
        'conversations.history',
        {
          channel,
          include_all_metadata: 'true',
          limit: String(at === undefined ? PAGE : 1),
          ...(cursor === undefined ? {} : { cursor }),
          ...(at === undefined ? {} : { latest: at, oldest: at, inclusive: 'true' }),
        },
        call,
      );
      return { messages: found.messages, next: found.response_metadata?.next_cursor || null };
    },
    async post(member, message, call) {
      await budgets.member(member).take(call);
      return write(
        slackPosted,
        'chat.postMessage',
        { channel: member, ...message, ...AS_WRITTEN, unfurl_links: false, unfurl_media: false },
        call,
      );
    },
    async update({ channel, ts }, layout, call) {
      try {
        await write(z.unknown(), 'chat.update', { channel, ts, ...layout, ...AS_WRITTEN }, call);
        return true;
      } catch (error) {
        if (error instanceof VendorFault && error.code === 'message_not_found') return false;
        throw error;
      }
    },
  };
}

/** No name or address in a text becomes a mention or a link. An update would do so unless it is told not to. */
const AS_WRITTEN = { parse: 'none', link_names: false };
