import { createHmac } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClock } from '../adapters/clock.ts';
import type { InboxItem } from '../sandbox/channel.ts';

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
export async function deliverItem(
  { url, inbox, secrets }: Delivering,
  { file, bytes }: InboxItem,
): Promise<void> {
  if (!file.endsWith('.json')) {
    // Written aside and renamed, so that the watcher never meets half a file; this folder marks what is in it as sample.
    mkdirSync(watched(inbox), { recursive: true });
    writeFileSync(join(inbox, `.${file}`), bytes);
    renameSync(join(inbox, `.${file}`), join(watched(inbox), file));
    return;
  }
  const { source, id, body, raw = JSON.stringify(body) } = JSON.parse(bytes.toString()) as Webhook;
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
    throw new Error(`${file}: the server answered ${answer.status}; run npm start again`);
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
