import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCase } from '../../../adapters/store/cases.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { checkWorkflowTasks } from '../../../cli/doctor/workflow-tasks.ts';
import { readConfiguration } from '../../../installation/configuration.ts';
import { workerDataConverter } from '../../../installation/data-converter.ts';
import { seeded } from '../random.ts';
import { recount } from '../recount.ts';
import { type Submitter, submitter } from '../submitter.ts';
import type { Workplace } from '../workplace.ts';
import { type Bookings, bookings } from './bookings.ts';
import { prepareForForgers, type Verified, verifyForged } from './forged.ts';
import { type Back, harshestOutage } from './harshest-outage.ts';
import type { Prepared } from './input.ts';
import { keepHistory, notReplaying } from './kept-histories.ts';
import { type Opened, opened } from './opened.ts';
import { prepare, sentTo } from './prepare.ts';
import type { Reference } from './reference.ts';
import { elsewhere, lost, type Standings, standings } from './standing.ts';
import { type Counts, storm } from './storm.ts';
import { whyStuck } from './why-stuck.ts';

/** Registrations and claims that come in a minute. */
export const PER_MINUTE = 40;
/** What has not come to rest so long after the last fault is stuck. */
const SETTLED_WITHIN_MS = 120_000;
/** A machine that has not caught up with its work by then never does. */
const CAUGHT_UP_WITHIN_MS = 600_000;

/** What a run with faults has left. */
export interface Ended {
  counts: Counts;
  back: Back;
  found: Standings;
  /** Cases that stand elsewhere than without faults, or whose workflow tasks fail. */
  stuck: string[];
  /** Runs whose history the code as it is does not replay. */
  notReplaying: string[];
  verified: Verified;
  counted: Awaited<ReturnType<typeof recount>>;
  booked: Bookings;
}

export interface Run {
  input: readonly Prepared[];
  /** Meets no fault: when its case is at rest, the machine has caught up. */
  probe: Prepared;
  expected: Reference;
  minutes: number;
  seed: number;
  /** Where what was found is kept. */
  folder: string;
  say(line: string): void;
}

/** Takes the input through an instance in which everything goes wrong, and looks two minutes after the last fault at the latest. */
export async function underFire(
  place: Workplace,
  { input, probe, expected, minutes, seed, folder, say }: Run,
): Promise<Ended> {
  const outside = await opened(place);
  const { store, client, key, taskQueue } = outside;
  const keys = place.environment.QUARTERDECK_KEYS as string;
  const stop = new AbortController();
  try {
    await prepareForForgers(store, keys);
    const { staff, sent } = await prepare(place, outside, input, stop.signal);
    const partners = submitter(key, sent, place.ending);
    const over = AbortSignal.timeout(minutes * 60_000);
    const steady = setInterval(() => partners.more(), 60_000 / PER_MINUTE);
    const counts = await storm(place, outside, seeded(seed + 1), over).finally(() => clearInterval(steady));
    say('the last fault: Postgres is killed again and again for 20 s');
    const back = await harshestOutage(place);
    const since = Date.now();
    await partners.finished();
    const probing = () => submitter(key, [sentTo(place.environment, probe)], place.ending);
    const caughtUp = () => atRest(store, probe, probing(), place.ending);
    const found = await settled(store, expected.standings, since, { caughtUp, ending: place.ending, say });
    stop.abort();
    await staff.stopped;
    const stuck = await stuckAmong(outside, found, expected.standings, folder);
    const replay = {
      workflowBundle: { codePath: process.env.QUARTERDECK_BUNDLE as string },
      ...workerDataConverter(readConfiguration(place.environment)),
    };
    cpSync(
      join(place.environment.QUARTERDECK_SANDBOX as string, 'requests.jsonl'),
      join(folder, 'requests.jsonl'),
    );
    return {
      counts,
      back,
      found,
      stuck,
      notReplaying: await notReplaying(client, replay, taskQueue, folder),
      verified: await verifyForged(store, place, staff.signed, seeded(seed + 2)),
      counted: await recount(store, place.environment),
      booked: await bookings(store),
    };
  } finally {
    stop.abort();
    await outside.close();
  }
}

/** Each case that stands elsewhere, with what it asks and what keeps it; and whatever else fails. */
async function stuckAmong(
  { client, store, taskQueue }: Opened,
  found: Standings,
  expected: Standings,
  folder: string,
): Promise<string[]> {
  const cases = elsewhere(found, expected).map(async ({ id, stands, without }) => {
    const history = await client.workflow.getHandle(id).fetchHistory();
    keepHistory(folder, id, history);
    const reasons = (await getCase(statement(store), id))?.gate?.reasons;
    const asks = reasons ? `; asks because of ${JSON.stringify(reasons)}` : '';
    const why = await whyStuck(client, id, history);
    return `${id}: ${stands}; without faults: ${without}${asks}; ${why}`;
  });
  const tasks = await checkWorkflowTasks({ client }, taskQueue);
  return [...(await Promise.all(cases)), ...(tasks.state === 'ok' ? [] : [tasks.found])];
}

/**
 * Where the cases stand as soon as all stand where they shall, or when the time is over. What waits its turn on a busy machine is not stuck: before
 * the last look a registration that meets no fault has to come to rest, too. On a machine that has nothing else to do that takes a second.
 */
async function settled(
  store: Opened['store'],
  expected: Standings,
  since: number,
  { caughtUp, ending, say }: { caughtUp(): Promise<void>; ending: AbortSignal; say(line: string): void },
): Promise<Standings> {
  for (let last = false; ; ) {
    const found = await standings(store);
    const there = elsewhere(found, expected).length === 0 && lost(found, expected).length === 0;
    if (there || last) return found;
    if (Date.now() - since <= SETTLED_WITHIN_MS) await sleep(1_000, undefined, { signal: ending });
    else {
      await caughtUp();
      say(`the machine had caught up ${Math.round((Date.now() - since) / 1_000)} s after the last fault`);
      last = true;
    }
  }
}

/** Submits one thing more and waits until its case is at rest. */
async function atRest(
  store: Opened['store'],
  { case: id }: Prepared,
  partner: Submitter,
  ending: AbortSignal,
): Promise<void> {
  await partner.finished();
  for (
    const end = Date.now() + CAUGHT_UP_WITHIN_MS;
    Date.now() < end;
    await sleep(500, undefined, { signal: ending })
  )
    if (!/^running/.test((await standings(store)).get(id) ?? 'running')) return;
}
