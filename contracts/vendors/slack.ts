import { z } from 'zod';

/** Bodies of Slack's Web API and of the requests that Slack sends, written from its public reference. */

/** Every answer of the Web API: HTTP 200 whether it worked or not. */
export const slackAnswer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true) }),
  z.object({
    ok: z.literal(false),
    error: z.string(),
    /** Scopes that the token lacks, of `missing_scope`. */
    needed: z.string().optional(),
  }),
]);

/** A message by its channel and its moment in it, which together are its name. */
export const slackPosted = z.object({ channel: z.string().min(1), ts: z.string().min(1) });

export const slackUser = z.object({ user: z.object({ id: z.string().min(1) }) });

export const slackConversation = z.object({ channel: z.object({ id: z.string().min(1) }) });

/** Ids of our buttons. One opens the person's page, the other one asks how to answer; neither decides anything. */
export const SLACK_BUTTONS = { page: 'quarterdeck_page', how: 'quarterdeck_how' } as const;

const message = z.object({
  ts: z.string(),
  text: z.string().default(''),
  blocks: z.array(z.record(z.string(), z.json())).default([]),
  /** Only where it was asked for, and where the token may read it. */
  metadata: z
    .object({ event_type: z.string(), event_payload: z.record(z.string(), z.json()) })
    .optional()
    // Without any, some answers hold an empty object.
    .catch(undefined),
});
export type SlackMessage = z.infer<typeof message>;

/** One page of a conversation, newest first. */
export const slackHistory = z.object({
  messages: z.array(message),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** What Slack sends when somebody presses a button: the field `payload` of a form. */
export const slackInteraction = z.object({
  type: z.string(),
  user: z.object({ id: z.string().regex(/^[A-Z0-9]{1,40}$/) }),
  response_url: z.url().optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().max(2_000).optional() })).default([]),
});
export type SlackInteraction = z.infer<typeof slackInteraction>;

/** What Slack sends by its Events API, as JSON. */
export const slackDelivery = z.union([
  z.object({ type: z.literal('url_verification'), challenge: z.string().max(1_000) }),
  z.object({
    type: z.literal('event_callback'),
    /** Names the event through all attempts to deliver it. */
    event_id: z.string().regex(/^[A-Za-z0-9]{1,100}$/),
    event: z.object({ type: z.string().regex(/^[a-z_.]{1,60}$/) }),
  }),
  // Slack slows deliveries down and says so; nothing is asked of us.
  z.object({ type: z.literal('app_rate_limited') }),
]);
