import { createHmac } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClock } from '../adapters/clock.ts';
import type { ChannelClaim } from '../sandbox/channel.ts';
import type { Delivery } from './sample-parts.ts';

/** What is larger comes as a file. */
const MOST_BY_WEBHOOK = 200 * 1024;

export interface Delivering {
  /** Of the server. */
  url: string;
  /** The watched folder. */
  inbox: string;
  secrets: Record<string, { secrets: string[] }>;
}

/** A delivery as the inbox holds it: `body` as JSON, or `raw` for anything else. */
interface Webhook {
  source: string;
  id?: string;
  body?: unknown;
  raw?: string;
}

/** Hands over one item as its sender would: a webhook with its source's proof, anything else into the watched folder. */
export async function deliverItem(to: Delivering, item: Delivery): Promise<void> {
  if ('json' in item) return deliverClaim(to, item);
  const { file, bytes } = item;
  if (!file.endsWith('.json')) return putInto(watched(to.inbox), file, bytes);
  await send(to, file, JSON.parse(bytes.toString()) as Webhook);
}

/** A claim as the portal tells of it, or as a file in the folder of claims. */
async function deliverClaim(to: Delivering, { id, json }: ChannelClaim): Promise<void> {
  const bytes = await json();
  if (bytes.length > MOST_BY_WEBHOOK) return putInto(watched(join(to.inbox, 'claim')), `${id}.json`, bytes);
  // The same event however often the part is delivered.
  const body = {
    type: 'claim.submitted',
    timestamp: '2026-11-20T10:00:00Z',
    data: JSON.parse(bytes.toString()),
  };
  await send(to, id, { source: 'portal', id: `sample-${id}`, body });
}

/** Written aside and renamed, so that the watcher never meets half a file; the folder marks what is in it as sample. */
function putInto(folder: string, file: string, bytes: Buffer): void {
  mkdirSync(folder, { recursive: true });
  const aside = join(folder, '..', `.${file}`);
  writeFileSync(aside, bytes);
  renameSync(aside, join(folder, file));
}

async function send({ url, secrets }: Delivering, what: string, webhook: Webhook): Promise<void> {
  const { source, id, body, raw = JSON.stringify(body) } = webhook;
  const [secret] = secrets[source]?.secrets ?? [];
  if (!secret) throw new Error(`no webhook secret of ${source}; see QUARTERDECK_WEBHOOK_SECRETS`);
  const proof = id ? standardWebhook(secret, id, raw) : { 'x-quarterdeck-secret': secret };
  const answer = await fetch(`${url}/webhooks/${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...proof },
    body: raw,
  });
  // 4xx is an answer too: the server kept a dead letter and said why.
  if (answer.status >= 500)
    throw new Error(`${what}: the server answered ${answer.status}; run npm start again`);
  await answer.arrayBuffer();
}

/** Where the watcher finds what belongs to the sample. */
export const watched = (inbox: string): string => join(inbox, 'sample');

/** The headers of the Standard Webhooks specification. */
function standardWebhook(secret: string, id: string, raw: string): Record<string, string> {
  const timestamp = String(Math.floor(openClock(process.env)().getTime() / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${raw}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}
