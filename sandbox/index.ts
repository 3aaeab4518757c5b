import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClock } from '../adapters/clock.ts';
import { createAnthropicSimulator } from './anthropic.ts';
import { readChannel, readClaims } from './channel.ts';
import { createImpartner } from './impartner/index.ts';
import { createJira } from './jira/index.ts';
import { createSalesforce } from './salesforce/index.ts';
import { createSlack } from './slack/index.ts';
import { slackUsers } from './slack/people.ts';
import { createSmtpSink } from './smtp.ts';

/** The simulated vendor estate as one process: the sample channel behind the vendors' real API shapes. */
const folder = process.env.QUARTERDECK_SANDBOX;
const ports = JSON.parse(process.env.QUARTERDECK_SANDBOX_PORTS ?? 'null') as Record<string, number> | null;
if (!folder || !ports) {
  throw new Error('QUARTERDECK_SANDBOX and QUARTERDECK_SANDBOX_PORTS are missing; npm start sets both');
}

const today = openClock(process.env)().toISOString().slice(0, 10);
const channel = readChannel(today);
const claims = readClaims(today);
writeFileSync(join(folder, 'rates.csv'), `${channel.ratesCsv.trimEnd()}\n${claims.ratesCsv}`);
const { QUARTERDECK_SANDBOX_KEY: controlKey, QUARTERDECK_SANDBOX_LATENCY_MS: latency = '5' } = process.env;
const shared = {
  requestLog: join(folder, 'requests.jsonl'),
  latencyMs: Number(latency),
  ...(controlKey ? { controlKey } : {}),
};
const state = (vendor: string) => join(folder, `${vendor}.journal`);

const impartner = createImpartner({
  ...shared,
  stateFile: state('impartner'),
  searchLagMs: 100,
  seed: {
    ...channel,
    prmDeals: [...channel.prmDeals, ...claims.prmDeals],
    fundRequests: claims.fundRequests,
  },
});
const salesforce = createSalesforce({
  ...shared,
  stateFile: state('salesforce'),
  seed: channel.crm,
});
const jira = createJira({
  ...shared,
  stateFile: state('jira'),
  searchLagMs: 100,
  ...webhookOf('jira'),
});
const signed = webhookOf('slack').webhook;
const slack = createSlack({
  ...shared,
  stateFile: state('slack'),
  searchLagMs: 100,
  users: slackUsers(process.env.QUARTERDECK_POLICY ?? 'policy'),
  ...(signed
    ? { receiver: { requestUrl: signed.url, signingSecret: signed.secret, now: openClock(process.env) } }
    : {}),
});
const anthropic = createAnthropicSimulator(shared);
const smtp = createSmtpSink({ ...shared, ...(ports.smtp ? { smtpPort: ports.smtp } : {}) });

await Promise.all([
  impartner.listen(ports.impartner),
  salesforce.listen(ports.salesforce),
  jira.listen(ports.jira),
  slack.listen(ports.slack),
  anthropic.listen(ports.anthropic),
  smtp.listen(ports.smtpControl),
]);
console.log(
  `simulated vendors: impartner ${ports.impartner}, salesforce ${ports.salesforce}, jira ${ports.jira}, slack ${ports.slack}, anthropic ${ports.anthropic}, smtp ${ports.smtp}`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await Promise.all([impartner, salesforce, jira, slack, anthropic, smtp].map((one) => one.close()));
  });
}

/** Where a simulated vendor tells of its changes, signed with the secret that our server knows. */
function webhookOf(source: string): { webhook?: { url: string; secret: string } } {
  const { QUARTERDECK_URL: base, QUARTERDECK_WEBHOOK_SECRETS: sources = '{}' } = process.env;
  const secret = (JSON.parse(sources) as Record<string, { secrets: string[] }>)[source]?.secrets[0];
  return base && secret ? { webhook: { url: `${base}/webhooks/${source}`, secret } } : {};
}
