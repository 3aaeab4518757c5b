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
  /** Of each method. Slack lets most be called fifty times a minute. */
  requestsPerSecond: httpSettings.requestsPerSecond.default(0.8),
  burst: httpSettings.burst.default(10),
  /** Into one channel or to one person. */
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

/** More channels than this are not remembered; one that is forgotten starts with a full budget. */
const MOST_CHANNELS = 1_000;

function budgetsOf(own: z.output<typeof settings>): SlackBudgets {
  const methods = new Map<string, Budget>();
  const channels = new Map<string, Budget>();
  return {
    method: (name) => kept(methods, name, () => tokenBucket('slack', own.requestsPerSecond, own.burst)),
    channel(id) {
      if (channels.size >= MOST_CHANNELS && !channels.has(id))
        channels.delete(channels.keys().next().value as string);
      return kept(channels, id, () => tokenBucket('slack', own.messagesPerSecond, 1));
    },
  };
}

function kept(budgets: Map<string, Budget>, name: string, made: () => Budget): Budget {
  const budget = budgets.get(name) ?? made();
  budgets.set(name, budget);
  return budget;
}
