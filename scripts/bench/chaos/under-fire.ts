import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { checkWorkflowTasks } from '../../../cli/doctor/workflow-tasks.ts';
import { caseId } from '../../../domain/identity.ts';
import { seeded } from '../random.ts';
import { recount } from '../recount.ts';
import { submitter } from '../submitter.ts';
import type { Workplace } from '../workplace.ts';
import { whyTasksFail } from './failing-tasks.ts';
import { prepareForForgers, type Verified, verifyForged } from './forged.ts';
import { type Back, harshestOutage } from './harshest-outage.ts';
import type { Prepared } from './input.ts';
import { type Opened, opened } from './opened.ts';
import { people } from './people.ts';
import { elsewhere, lost, type Standings, standings } from './standing.ts';
import { type Counts, storm } from './storm.ts';

/** Registrations that come in a minute. */
export const PER_MINUTE = 40;
/** What has not come to rest so long after the last fault is stuck. */
const SETTLED_WITHIN_MS = 120_000;

/** What a run with faults has left. */
export interface Ended {
  counts: Counts;
  back: Back;
  found: Standings;
  /** Cases that stand elsewhere than without faults, or whose workflow tasks fail. */
  stuck: string[];
  verified: Verified;
  counted: Awaited<ReturnType<typeof recount>>;
}

export interface Run {
  input: readonly Prepared[];
  expected: Standings;
  minutes: number;
  seed: number;
  say(line: string): void;
}

/** Takes the input through an instance in which everything goes wrong, and looks two minutes after the last fault at the latest. */
export async function underFire(
  place: Workplace,
  { input, expected, minutes, seed, say }: Run,
): Promise<Ended> {
  const outside = await opened(place);
  const { store, client, key } = outside;
  const keys = place.environment.QUARTERDECK_KEYS as string;
  const stop = new AbortController();
  try {
    await prepareForForgers(store, keys);
    const staff = people(store, client, keys, input, stop.signal);
    const url = `${place.environment.QUARTERDECK_URL}/api/deals`;
    const registrations = input.map(({ registration }) => registration);
    const partners = submitter(url, key, registrations, place.ending);
    const over = AbortSignal.timeout(minutes * 60_000);
    const steady = setInterval(() => partners.more(), 60_000 / PER_MINUTE);
    const counts = await storm(place, outside, seeded(seed + 1), over).finally(() => clearInterval(steady));
    say('the last fault: Postgres is killed again and again for 20 s');
    const back = await harshestOutage(place);
    const since = Date.now();
    await partners.finished();
    const found = await settled(store, expected, since, place.ending);
    stop.abort();
    await staff.stopped;
    return {
      counts,
      back,
      found,
      stuck: await stuckAmong(client, found, expected, place.environment.QUARTERDECK_TASK_QUEUE),
      verified: await verifyForged(store, place, staff.signed, seeded(seed + 2)),
      counted: await recount(store, place.environment),
    };
  } finally {
    stop.abort();
    await outside.close();
  }
}

/** Each case that stands elsewhere, with why its workflow tasks fail if they do; and whatever else fails. */
async function stuckAmong(
  client: Client,
  found: Standings,
  expected: Standings,
  taskQueue = 'quarterdeck',
): Promise<string[]> {
  const cases = elsewhere(found, expected).map(async ({ id, stands, without }) => {
    const record = { lifecycle: 'deal' as const, source: 'api', externalId: id, sequence: 1 };
    const why = await whyTasksFail(client, caseId(record)).catch(() => null);
    return `${id}: ${stands}; without faults: ${without}${why === null ? '' : `; its tasks: ${why}`}`;
  });
  const tasks = await checkWorkflowTasks({ client }, taskQueue);
  return [...(await Promise.all(cases)), ...(tasks.state === 'ok' ? [] : [tasks.found])];
}

/** Where the cases stand as soon as all stand where they shall, or when the time is over. */
async function settled(
  store: Opened['store'],
  expected: Standings,
  since: number,
  ending: AbortSignal,
): Promise<Standings> {
  for (;;) {
    const found = await standings(store);
    const there = elsewhere(found, expected).length === 0 && lost(found, expected).length === 0;
    if (there || Date.now() - since > SETTLED_WITHIN_MS) return found;
    await sleep(1_000, undefined, { signal: ending });
  }
}
