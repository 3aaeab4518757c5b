import type { FastifyReply, FastifyRequest } from 'fastify';
import { misbehave } from '../hostile.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { lacking, SLACK_TOKENS, type SlackToken, scopesOf } from './access.ts';
import { type SlackReceiver, sendEvent, sendPress } from './callers.ts';
import { viewOf } from './view.ts';
import { createWorkspace, SlackRefusal, type SlackStoredMessage, type SlackUser } from './workspace.ts';

export interface SlackOptions extends Omit<SimulatorOptions, 'vendor'> {
  /** Default: `xoxb-sandbox` with what the adapter needs, `xoxb-sandbox-post-only` with writing. */
  tokens?: SlackToken[];
  users?: SlackUser[];
  /** How long a history misses a message that was just sent; default 0. */
  searchLagMs?: number;
  /** Messages a second into one channel before the answer is 429; default: no limit. */
  messagesPerSecond?: number;
  /** Where presses and events go; without it nobody can press. */
  receiver?: SlackReceiver;
  /** Misbehaves by chance; see sandbox/hostile.ts. */
  hostile?: { seed: number };
  /** Journal that survives `kill -9`. */
  stateFile?: string;
}

/** What somebody was shown in answer to a press, and nobody else. */
export interface SlackEphemeral {
  user: string;
  body: unknown;
}

export interface SlackSimulator extends Simulator {
  messages(): SlackStoredMessage[];
  /** Somebody else's message. */
  post(channel: string, text: string): void;
  ephemerals: SlackEphemeral[];
}

/**
 * A simulated Slack workspace: the Web API under `/api`, and under `/__sim` what people do there: `press` a button, `delete` a message,
 * read their messages (`messages`). Slack's own `event`s come from there too. It takes the harsher reading where the
 * documentation is silent: metadata is shown to a token with `metadata.message:read` only.
 */
export function createSlack(options: SlackOptions = {}): SlackSimulator {
  const workspace = createWorkspace(options.users ?? [], options.stateFile);
  const ephemerals: SlackEphemeral[] = [];
  const posted = new Map<string, number>();
  let baseUrl = '';
  const simulator = createSimulator(
    { vendor: 'slack', ...options },
    {
      reset() {
        workspace.clear();
        posted.clear();
        ephemerals.length = 0;
      },
      export: () => workspace.messages().map(({ Id, ...message }) => message),
    },
  );
  const { app } = simulator;
  if (options.hostile) misbehave(app, { ...options.hostile, limits: LIMITS, errors: ERRORS });

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof SlackRefusal) return reply.send({ ok: false, error: error.code });
    const code = error.statusCode === 400 ? 'invalid_json' : 'fatal_error';
    return reply.send({ ok: false, error: code });
  });

  type Args = Record<string, unknown>;
  /** A method: forms for all of them, JSON for those that write. */
  function method(name: string, json: boolean, work: (args: Args, scopes: string[]) => object): void {
    app.post(`/api/${name}`, async (request, reply) => {
      const scopes = scopesOf(options.tokens ?? SLACK_TOKENS, request.headers.authorization);
      const args = argumentsOf(request, json);
      const channel = String(args.channel ?? '');
      const needed = lacking(scopes, name);
      if (needed !== null)
        return reply.send({ ok: false, error: 'missing_scope', needed, provided: scopes.join(',') });
      if (name === 'chat.postMessage' && tooFast(channel, reply)) return reply;
      return { ok: true, ...work(args, scopes) };
    });
  }

  function tooFast(channel: string, reply: FastifyReply): boolean {
    const pause = 1_000 / (options.messagesPerSecond ?? Number.POSITIVE_INFINITY);
    const wait = (posted.get(channel) ?? 0) + pause - Date.now();
    if (wait <= 0) posted.set(channel, Date.now());
    else
      reply
        .code(429)
        .header('retry-after', String(Math.ceil(wait / 1_000)))
        .send({ ok: false, error: 'ratelimited' });
    return wait > 0;
  }

  method('auth.test', true, () => ({ team: 'Sandbox', user: 'quarterdeck', bot_id: 'B0QD' }));
  method('users.lookupByEmail', false, ({ email }) => {
    const user = workspace.users.find((each) => each.email.toLowerCase() === String(email).toLowerCase());
    if (!user) throw new SlackRefusal('users_not_found');
    return { user: { id: user.id, name: user.name, deleted: false } };
  });
  method('conversations.open', true, ({ users }) => {
    if (!workspace.users.some(({ id }) => id === users)) throw new SlackRefusal('user_not_found');
    return { channel: { id: workspace.conversationOf(String(users)) } };
  });
  method('conversations.history', false, (args, scopes) => {
    const { channel, latest, oldest, cursor } = args as Record<string, string>;
    workspace.checkChannel(String(channel));
    const inclusive = args.inclusive === 'true';
    const within = (ts: string) =>
      (latest === undefined || ts < latest || (inclusive && ts === latest)) &&
      (oldest === undefined || ts > oldest || (inclusive && ts === oldest)) &&
      (cursor === undefined || ts < cursor);
    const seen = (ts: string) => Number(ts) * 1_000 <= Date.now() - (options.searchLagMs ?? 0);
    const found = workspace
      .messages()
      .filter((message) => message.channel === channel && within(message.ts) && seen(message.ts))
      .sort((a, b) => (a.ts < b.ts ? 1 : -1));
    const page = found.slice(0, Math.min(999, Number(args.limit ?? 100)));
    const more = found.length > page.length;
    const metadata = args.include_all_metadata === 'true' && scopes.includes('metadata.message:read');
    return {
      messages: page.map(({ ts, text, blocks, metadata: held }) => ({
        ...{ type: 'message', bot_id: 'B0QD', ts, text, blocks },
        ...(metadata && held !== undefined ? { metadata: held } : {}),
      })),
      has_more: more,
      response_metadata: { next_cursor: more ? page.at(-1)?.ts : '' },
    };
  });
  const shown = ({ channel, ts, text, blocks }: SlackStoredMessage) => ({
    ...{ channel, ts },
    message: { type: 'message', bot_id: 'B0QD', ts, text, blocks },
  });
  method('chat.postMessage', true, (args) => shown(workspace.post(String(args.channel), args)));
  method('chat.update', true, (args) => ({
    ...shown(workspace.update(String(args.channel), String(args.ts), args)),
    text: args.text,
  }));

  /** Somebody presses a button of a message: `{ user, message, action }`, `message` as `channel/ts`. Default: its first reviewer, how. */
  app.post('/__sim/press', async (request, reply) => {
    const { user, message, action } = request.body as { user: string; message: string; action?: string };
    const held = workspace.messages().find(({ Id }) => Id === message);
    const buttons = (held?.blocks ?? []).flatMap(({ elements }) => (elements ?? []) as Args[]);
    const button = action === undefined ? buttons.at(-1) : buttons.find(({ action_id: id }) => id === action);
    if (!held || !button || !options.receiver)
      return reply.code(404).send({ error: 'no such message, no such button, or nobody to tell' });
    return sendPress(options.receiver, {
      type: 'block_actions',
      team: { id: 'T0QD' },
      user: { id: user, username: user.toLowerCase(), team_id: 'T0QD' },
      api_app_id: 'A0QD',
      trigger_id: `${Date.now()}.0`,
      container: { type: 'message', message_ts: held.ts, channel_id: held.channel },
      channel: { id: held.channel },
      response_url: `${baseUrl}/actions/T0QD/${user}`,
      actions: [{ type: 'button', action_ts: String(Date.now() / 1_000), ...button }],
    });
  });
  app.post<{ Params: { user: string } }>('/actions/T0QD/:user', async ({ params, body }, reply) => {
    ephemerals.push({ user: params.user, body });
    return reply.send('ok');
  });
  app.get('/__sim/ephemerals', async () => ephemerals);
  /** Slack sends an event: the envelope as it is. Answers each attempt. */
  app.post('/__sim/event', async (request, reply) => {
    if (!options.receiver) return reply.code(404).send({ error: 'nobody to tell' });
    return sendEvent(options.receiver, request.body as object);
  });
  app.post('/__sim/delete', async (request) => {
    workspace.remove((request.body as { message: string }).message);
    return { deleted: true };
  });
  app.get('/__sim/messages', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(viewOf(workspace)),
  );

  return {
    ...simulator,
    ephemerals,
    messages: workspace.messages,
    post: (channel, text) => void workspace.post(channel, { text }),
    async listen(port = 0) {
      baseUrl = await simulator.listen(port);
      return baseUrl;
    },
  };
}

/** Limits with the waits that Slack and proxies name, and errors inside a 200, after some of which a message may be there. */
const LIMITS = [
  {},
  { 'retry-after': '0' },
  { 'retry-after': '1' },
  { 'retry-after': '-5' },
  { 'retry-after': 'soon' },
  { 'retry-after': '99999999999' },
  { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' },
];
const ERRORS = ['fatal_error', 'internal_error', 'ratelimited', 'request_timeout', 'service_unavailable'].map(
  (error) => ({ ok: false, error }),
);

function argumentsOf({ headers, body }: FastifyRequest, json: boolean): Record<string, unknown> {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(String(body ?? '')));
  if (!type.startsWith('application/json')) throw new SlackRefusal('invalid_post_type');
  // Methods that read do not see the arguments of a JSON body at all.
  return json ? (body as Record<string, unknown>) : {};
}
