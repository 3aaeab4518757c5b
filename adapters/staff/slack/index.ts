import { z } from 'zod';
import { type Budget, tokenBucket } from '../../budget.ts';
import { baseUrl, httpSettings, vendorConfig } from '../../config.ts';
import type { StaffPort } from '../../ports/staff.ts';
import { type SlackBudgets, slackClient } from './client.ts';
import { tell } from './tell.ts';
import { update } from './update.ts';

const settings = z.strictObject({
  baseUrl: baseUrl.default('https://slack.com/api'),
  /** A bot token; its scopes are in docs/adding-a-vendor.md. */
  botToken: z.string().min(1),
  /** Of each method but the one that sends. Slack lets most be called fifty times a minute. */
  requestsPerSecond: httpSettings.requestsPerSecond.default(0.8),
  burst: httpSettings.burst.default(10),
  /** To one person. */
  messagesPerSecond: z.number().positive().default(1),
  /** How long a conversation's history may miss a message that was just sent. */
  searchLagMs: z.number().min(0).default(2_000),
});

/**
 * Slack over its Web API, by the HTTP client of all adapters: six methods need no SDK. Slack's own (@slack/web-api 8.2.0) brings a
 * queue, retries and a logger of its own, all of which the ledger and Temporal do here, and its errors hold the whole answer.
 * @throws Error when the configuration is wrong
 */
export function slack(config: unknown): StaffPort {
  const own = vendorConfig('slack', settings, config);
  const client = slackClient(own, budgetsOf(own));
  return {
    vendor: 'slack',
    addressOf: ({ slack: id, email }) => id ?? email ?? null,
    answers: (call) => client.answers(call),
    writes: { tell: tell(client, own.searchLagMs), update: update(client) },
  };
}

/** More people than this are not remembered; one who is forgotten starts with a full budget. */
const MOST_MEMBERS = 1_000;
/** Messages to all people together; Slack lets a workspace have several hundred a minute. */
const ALL_MESSAGES = { perSecond: 5, burst: 50 };

function budgetsOf(own: z.output<typeof settings>): SlackBudgets {
  const methods = new Map<string, Budget>();
  const members = new Map<string, Budget>();
  return {
    method: (name) =>
      kept(methods, name, () =>
        name === 'chat.postMessage'
          ? tokenBucket('slack', Math.max(ALL_MESSAGES.perSecond, own.requestsPerSecond), ALL_MESSAGES.burst)
          : tokenBucket('slack', own.requestsPerSecond, own.burst),
      ),
    member(id) {
      if (members.size >= MOST_MEMBERS && !members.has(id))
        members.delete(members.keys().next().value as string);
      return kept(members, id, () => tokenBucket('slack', own.messagesPerSecond, 1));
    },
  };
}

function kept(budgets: Map<string, Budget>, name: string, made: () => Budget): Budget {
  const budget = budgets.get(name) ?? made();
  budgets.set(name, budget);
  return budget;
}
