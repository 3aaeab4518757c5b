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
const UNDER_WAY = `cases where lifecycle = 'deal' and status = 'running' and coalesce(mode, '') not in ('shadow', 'off')`;

const { inbox } = readChannel(new Date().toISOString().slice(0, 10));
console.log(`Sample channel: ${inbox.length} deliveries by webhook, e-mail and file …`);
const began = Date.now();
await until('PRM and CRM are not copied into the match index', systemsRead);
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

/** Every file is taken and every case has come to rest: decided, waiting for somebody, or only watched. */
async function settled(): Promise<void> {
  await until('not everything has come to rest (quarterdeck deals list)', async () => {
    return filesLeft().length === 0 && (await count(UNDER_WAY)) === 0;
  });
}

/** @throws Error saying so when it does not come true within 90 s */
async function until(otherwise: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 90_000; !(await holds()); await sleep(200)) {
    const left = filesLeft().map((file) => `\n  ${file}`);
    if (Date.now() > end)
      throw new Error(`After 90 s ${otherwise}. In the inbox:${left.join('') || ' nothing'}`);
  }
}

function filesLeft(): string[] {
  const folder = watched(to.inbox);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}

/** A registration is compared with what PRM and CRM hold; a moment after the first start that is not read yet. */
async function systemsRead(): Promise<boolean> {
  return (await count('mirror_marks where caught_up is not null')) >= 2;
}

async function count(from: string): Promise<number> {
  const { rows } = await statement(store).query<{ count: number }>(
    `select count(*)::int as count from ${from}`,
  );
  return rows[0]?.count ?? 0;
}
