import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openClock } from '../adapters/clock.ts';
import { openStore } from '../adapters/store/pool.ts';
import { statement } from '../adapters/store/statement.ts';
import { readChannel, readClaims } from '../sandbox/channel.ts';
import { type Delivering, deliverItem, watched } from './sample-deliver.ts';
import { type Delivery, SAMPLE_PARTS } from './sample-parts.ts';

/**
 * `node scripts/sample.ts PART DAY`: delivers one part of the sample channel as partners would, webhooks over HTTP and files
 * into the watched folder, and ends when all of it has come to rest. DAY is the day on which the channel is used, to which its dates
 * are moved. With the same day a repetition delivers the same bytes, and nothing happens twice.
 *
 * Tells the process that started it how far it is (`SampleProgress`).
 */
export interface SampleProgress {
  delivered: number;
  of: number;
  /** Files that are not taken yet, deliveries that are not read yet, and cases that have not come to rest. */
  underWay: number;
}

/** Nothing has moved for so long: something is wrong. */
const STUCK_MS = 90_000;
const AT_ONCE = 8;

const [id, day = openClock(process.env)().toISOString().slice(0, 10)] = process.argv.slice(2);
const part = SAMPLE_PARTS.find((one) => one.id === id);
if (!part) throw new Error(`Say which part: ${SAMPLE_PARTS.map((one) => one.id).join(', ')}`);
const to: Delivering = {
  url: needed('QUARTERDECK_URL'),
  inbox: needed('QUARTERDECK_INBOX'),
  secrets: JSON.parse(needed('QUARTERDECK_WEBHOOK_SECRETS')),
};
const store = openStore({ url: needed('DATABASE_URL'), max: 2 });
const waves = part.waves({ inbox: readChannel(day).inbox, claims: () => readClaims(day).claims });
const progress: SampleProgress = { delivered: 0, of: waves.flat().length, underWay: 0 };

await until('PRM and CRM are not copied into the match index', async () => 2 - (await systemsRead()));
for (const wave of waves) {
  await deliverAll([...wave]);
  await until('not everything has come to rest (quarterdeck cases list)', stillMoving);
}
await store.close();

async function deliverAll(items: Delivery[]): Promise<void> {
  const carry = async () => {
    for (let item = items.shift(); item; item = items.shift()) {
      await delivered(item);
      progress.delivered += 1;
      process.send?.(progress);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, carry));
}

/** A server that is just being started again is waited for. */
async function delivered(item: Delivery): Promise<void> {
  for (const end = Date.now() + STUCK_MS; ; await sleep(500)) {
    try {
      return await deliverItem(to, item);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** At rest is what is decided, waits for somebody, or is only watched. */
async function stillMoving(): Promise<number> {
  // In the order in which a registration passes through them, so that none is missed on its way.
  const files = filesLeft().length;
  const unread = await count(`deliveries where sample and state <> 'settled'`);
  const underWay = await count(
    `cases where lifecycle = $1 and status = 'running' and coalesce(mode, '') not in ('shadow', 'off')`,
    [part?.lifecycle],
  );
  progress.underWay = files + unread + underWay;
  process.send?.(progress);
  return progress.underWay;
}

/**
 * Waits until nothing is left.
 * @param left how much is left
 * @throws Error saying what is not so when nothing has moved for 90 s
 */
async function until(otherwise: string, left: () => Promise<number>): Promise<void> {
  let before = Number.NaN;
  for (let moved = Date.now(); ; await sleep(200)) {
    // A database that is just being started again is waited for, too.
    const now = await left().catch(() => before);
    if (now === 0) return;
    if (now !== before) moved = Date.now();
    before = now;
    if (Date.now() - moved < STUCK_MS) continue;
    const files = filesLeft().map((file) => `\n  ${file}`);
    throw new Error(
      `For ${STUCK_MS / 1000} s nothing has moved: ${otherwise}. In the inbox:${files.join('') || ' nothing'}`,
    );
  }
}

function filesLeft(): string[] {
  const folders = [watched(to.inbox), watched(join(to.inbox, 'claim'))].filter(existsSync);
  return folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : [])),
  );
}

/** A registration is compared with what PRM and CRM hold; a moment after the first start that is not read yet. */
async function systemsRead(): Promise<number> {
  return Math.min(2, await count('mirror_marks where caught_up is not null'));
}

async function count(from: string, values: readonly unknown[] = []): Promise<number> {
  const { rows } = await statement(store).query<{ count: number }>(
    `select count(*)::int as count from ${from}`,
    values,
  );
  return rows[0]?.count ?? 0;
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing; npm start runs this script with everything it needs`);
  return value;
}
