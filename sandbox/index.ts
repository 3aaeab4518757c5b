import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClock } from '../adapters/clock.ts';
import { createAnthropicSimulator } from './anthropic.ts';
import { readChannel } from './channel.ts';
import { createImpartner } from './impartner/index.ts';
import { createSalesforce } from './salesforce/index.ts';
import { createSmtpSink } from './smtp.ts';

/** The simulated vendor estate as one process: the sample channel behind the vendors' real API shapes. */
const folder = process.env.QUARTERDECK_SANDBOX;
const ports = JSON.parse(process.env.QUARTERDECK_SANDBOX_PORTS ?? 'null') as Record<string, number> | null;
if (!folder || !ports) {
  throw new Error('QUARTERDECK_SANDBOX and QUARTERDECK_SANDBOX_PORTS are missing; npm start sets both');
}

const channel = readChannel(openClock(process.env)().toISOString().slice(0, 10));
writeFileSync(join(folder, 'rates.csv'), channel.ratesCsv);
const requestLog = join(folder, 'requests.jsonl');
const latencyMs = Number(process.env.QUARTERDECK_SANDBOX_LATENCY_MS ?? 5);
const state = (vendor: string) => join(folder, `${vendor}.journal`);

const impartner = createImpartner({
  requestLog,
  latencyMs,
  stateFile: state('impartner'),
  searchLagMs: 100,
  seed: channel,
});
const salesforce = createSalesforce({
  requestLog,
  latencyMs,
  stateFile: state('salesforce'),
  seed: channel.crm,
});
const anthropic = createAnthropicSimulator({ requestLog, latencyMs });
const smtp = createSmtpSink({ requestLog, latencyMs, ...(ports.smtp ? { smtpPort: ports.smtp } : {}) });

await Promise.all([
  impartner.listen(ports.impartner),
  salesforce.listen(ports.salesforce),
  anthropic.listen(ports.anthropic),
  smtp.listen(ports.smtpControl),
]);
console.log(
  `simulated vendors: impartner ${ports.impartner}, salesforce ${ports.salesforce}, anthropic ${ports.anthropic}, smtp ${ports.smtp}`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await Promise.all([impartner.close(), salesforce.close(), anthropic.close(), smtp.close()]);
  });
}
