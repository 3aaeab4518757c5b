import type { FastifyReply, FastifyRequest } from 'fastify';
import { exchange } from '../adapters/http.ts';
import { bodyHash } from '../adapters/intake/dead-letter.ts';
import { parseJson } from '../adapters/intake/json.ts';
import type { Intake } from '../adapters/intake/receive.ts';
import { faultOf } from '../adapters/staff/slack/faults.ts';
import { appendAudit } from '../adapters/store/audit.ts';
import { loadAuthority } from '../adapters/store/authority.ts';
import { transact } from '../adapters/store/pool.ts';
import { statement } from '../adapters/store/statement.ts';
import { claimWebhookEvent } from '../adapters/store/webhook-events.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';
import type { WebhookSource } from '../contracts/server-configuration.ts';
import {
  SLACK_BUTTONS,
  type SlackInteraction,
  slackDelivery,
  slackInteraction,
} from '../contracts/vendors/slack.ts';
import { sendProblem } from './problems.ts';
import { answerToPress } from './slack-answer.ts';

type SlackSource = Extract<WebhookSource, { scheme: 'slack_v0' }>;

/** Slack shows an error to the person when it has no answer after three seconds; ours follows the acknowledgement. */
const ANSWER_MS = 5_000;

/** What says that Slack does not take our messages any more. */
const LOST = new Set(['app_uninstalled', 'tokens_revoked']);

/**
 * Takes what Slack sends, once its signature is proved: presses of buttons (a form) and events (JSON). Nothing of it decides
 * anything: a decision carries the signature of a person's own key, which Slack does not have. A press is acknowledged at once and
 * then answered with the command that decides.
 */
export function slackRequests(
  intake: Intake,
  source: SlackSource,
): (request: FastifyRequest, reply: FastifyReply, body: Buffer) => Promise<FastifyReply> {
  const { origin } = new URL(source.answersAt);

  return async (request, reply, body) => {
    const type = request.headers['content-type'] ?? '';
    if (!type.startsWith('application/x-www-form-urlencoded')) return delivered(reply, body);
    const payload = new URLSearchParams(body.toString('utf8')).get('payload');
    const json = payload === null ? null : parseJson(Buffer.from(payload));
    const pressed = slackInteraction.safeParse(json && 'value' in json ? json.value : null);
    if (!pressed.success) return sendProblem(reply, unreadable);
    void answer(pressed.data).catch((error: Error & { code?: string; status?: number }) =>
      request.log.warn(
        { error: error.name, code: error.code, status: error.status },
        'a press in Slack was not answered',
      ),
    );
    return reply.code(200).send();
  };

  async function answer({ user, actions, response_url: url }: SlackInteraction): Promise<void> {
    const asked = actions.find(({ action_id }) => action_id === SLACK_BUTTONS.how);
    // Other buttons open a page by themselves.
    if (!asked || url === undefined || new URL(url).origin !== origin) return;
    const { people } = await loadAuthority(statement(intake.store));
    const known = Object.values(people).some(({ active, reach }) => active && reach.slack === user.id);
    const text = answerToPress(user.id, known, asked.value ?? '');
    const taken = await exchange(
      {
        vendor: 'slack',
        method: 'POST',
        url,
        headers: {},
        body: { response_type: 'ephemeral', replace_original: false, text },
      },
      { timeoutMs: ANSWER_MS, mayWait: true },
    );
    if (taken.status >= 300) throw faultOf(taken);
  }

  async function delivered(reply: FastifyReply, body: Buffer): Promise<FastifyReply> {
    const json = parseJson(body);
    const delivery = slackDelivery.safeParse('value' in json ? json.value : null);
    if (!delivery.success) return sendProblem(reply, unreadable);
    if (delivery.data.type === 'url_verification')
      return reply.code(200).send({ challenge: delivery.data.challenge });
    if (delivery.data.type === 'event_callback') {
      const { event_id: eventId, event } = delivery.data;
      if (LOST.has(event.type)) await noteLost(eventId, event.type, body);
    }
    return reply.code(200).send();
  }

  /** Slack sends an event up to four times; it stands in the audit trail once. */
  async function noteLost(eventId: string, event: string, body: Buffer): Promise<void> {
    const receivedAt = intake.now();
    await transact(intake.store, async (tx) => {
      const { seen } = await claimWebhookEvent(tx, {
        source: 'slack',
        eventId,
        bodyHash: bodyHash(body),
        receivedAt,
      });
      if (seen === 'new')
        await appendAudit(tx, 'intake:slack', {
          at: receivedAt.toISOString(),
          actor: 'system',
          action: 'staff.channel_lost',
          channel: 'slack',
          event,
        });
    });
  }
}

const notOfSlack: Fault = {
  code: 'malformed_event',
  title: 'This is nothing that Slack sends.',
  field: null,
  fix: 'Let Slack send its events and the presses of buttons to this address as they are.',
};
const unreadable = problemOf(400, [notOfSlack]);
