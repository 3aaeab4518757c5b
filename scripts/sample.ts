import { createHmac } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listCases } from '../adapters/store/cases.ts';
import { listDeadLetters } from '../adapters/store/dead-letters.ts';
import { openStore } from '../adapters/store/pool.ts';
import { statement } from '../adapters/store/statement.ts';
import { type InboxItem, readChannel } from '../sandbox/channel.ts';

/**
 * Takes the sample channel's inbox through deal registration as partners would: webhooks over HTTP, files into the watched
 * folder. Repeating it repeats the deliveries, and nothing happens twice.
 */
const needed = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing; npm start runs this script with everything it needs`);
  return value;
};
const url = needed('QUARTERDECK_URL');
const inbox = needed('QUARTERDECK_INBOX');
const secrets = JSON.parse(needed('QUARTERDECK_WEBHOOK_SECRETS')) as Record<string, { secrets: [string] }>;
const store = openStore({ url: needed('DATABASE_URL'), max: 2 });
const db = statement(store);

const { inbox: items } = readChannel(new Date().toISOString().slice(0, 10));
let registrations = 0;
for (const item of items) {
  const what = await deliver(item);
  registrations += item.file.endsWith('.csv') ? item.text.trim().split('\n').length - 1 : 1;
  console.log(`  ${item.file.padEnd(32)} ${what}`);
}
await settled();
await store.close();

/** Webhook items go over HTTP with their source's proof, everything else into the watched folder. */
async function deliver(item: InboxItem): Promise<string> {
  if (!item.file.endsWith('.json')) {
    // Written aside and renamed, so that the watcher never meets half a file; this folder marks what is in it as sample.
    const folder = join(inbox, 'sample');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(inbox, `.${item.file}`), item.text);
    renameSync(join(inbox, `.${item.file}`), join(folder, item.file));
    return 'into the watched inbox';
  }
  const { source, id, body } = JSON.parse(item.text) as { source: string; id?: string; body: unknown };
  const raw = JSON.stringify(body);
  const [secret] = secrets[source]?.secrets ?? [];
  if (!secret) throw new Error(`no webhook secret of ${source}; see QUARTERDECK_WEBHOOK_SECRETS`);
  const proof = id ? standardWebhook(secret, id, raw) : { 'x-quarterdeck-secret': secret };
  const answer = await fetch(`${url}/webhooks/${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proof },
    body: raw,
  });
  const said = (await answer.json()) as { case?: string; title?: string };
  return `webhook ${source}: ${answer.status} ${said.case ?? said.title ?? ''}`;
}

/** The headers of the Standard Webhooks specification. */
function standardWebhook(secret: string, id: string, raw: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${raw}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}

/** Waits until every registration has come to rest: decided, waiting for somebody, parked in shadow, or kept as a dead letter. */
async function settled(): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    const cases = await listCases(db, { lifecycle: 'deal' });
    const letters = await listDeadLetters(db);
    const resting = cases.filter(
      (each) => each.status !== 'running' || each.mode === 'shadow' || each.mode === 'off',
    );
    if (resting.length + letters.length >= registrations) return;
    await sleep(250);
  }
  throw new Error('Some registrations are still under way after a minute; see: quarterdeck deals list');
}
