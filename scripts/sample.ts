import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../adapters/store/pool.ts';
import { statement } from '../adapters/store/statement.ts';
import { arrivals, type InboxItem, readChannel } from '../sandbox/channel.ts';
import { type Delivering, deliver, watched } from './sample-deliver.ts';

/**
 * Takes the sample channel's inbox through deal registration as partners would: webhooks over HTTP, files into the watched
 * folder. Repeating it repeats the deliveries, and nothing happens twice.
 */
const needed = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing; npm start runs this script with everything it needs`);
  return value;
};
const to: Delivering = {
  url: needed('QUARTERDECK_URL'),
  inbox: needed('QUARTERDECK_INBOX'),
  secrets: JSON.parse(needed('QUARTERDECK_WEBHOOK_SECRETS')),
};
const store = openStore({ url: needed('DATABASE_URL'), max: 2 });
const AT_ONCE = 8;

const { inbox } = readChannel(new Date().toISOString().slice(0, 10));
console.log(`Sample channel: ${inbox.length} deliveries by webhook, e-mail and file …`);
const began = Date.now();
for (const items of arrivals(inbox)) {
  await deliverAll([...items]);
  await settled();
}
await store.close();
console.log(`Sample channel: all of it processed in ${((Date.now() - began) / 1000).toFixed(1)} s.`);

async function deliverAll(items: InboxItem[]): Promise<void> {
  const carry = async () => {
    for (let item = items.shift(); item; item = items.shift()) await deliver(to, item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, carry));
}

/** Waits until every file is taken and every case has come to rest: decided, waiting for somebody, or only watched. */
async function settled(): Promise<void> {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(200)) {
    if (filesLeft().length === 0 && (await underWay()) === 0) return;
  }
  const left = filesLeft();
  const what =
    left.length > 0 ? `not taken from the inbox: ${left.join(', ')}` : `${await underWay()} are under way`;
  throw new Error(`After 90 s the sample is not through: ${what}; see: quarterdeck deals list`);
}

function filesLeft(): string[] {
  const folder = watched(to.inbox);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}

async function underWay(): Promise<number> {
  const { rows } = await statement(store).query<{ count: number }>(
    `select count(*)::int as count from cases
      where lifecycle = 'deal' and status = 'running' and coalesce(mode, '') not in ('shadow', 'off')`,
  );
  return rows[0]?.count ?? 0;
}
