import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCase } from '../../../adapters/store/cases.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { checkWorkflowTasks } from '../../../cli/doctor/workflow-tasks.ts';
import { caseId } from '../../../domain/identity.ts';
import { readConfiguration } from '../../../installation/configuration.ts';
import { workerDataConverter } from '../../../installation/data-converter.ts';
import { seeded } from '../random.ts';
import { recount } from '../recount.ts';
import { submitter } from '../submitter.ts';
import type { Workplace } from '../workplace.ts';
import { prepareForForgers, type Verified, verifyForged } from './forged.ts';
import { type Back, harshestOutage } from './harshest-outage.ts';
import type { Prepared } from './input.ts';
import { keepHistory, notReplaying } from './kept-histories.ts';
import { type Opened, opened } from './opened.ts';
import { people } from './people.ts';
import { elsewhere, lost, type Standings, standings } from './standing.ts';
import { type Counts, storm } from './storm.ts';
import { whyStuck } from './why-stuck.ts';

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
  /** Runs whose history the code as it is does not replay. */
  notReplaying: string[];
  verified: Verified;
  counted: Awaited<ReturnType<typeof recount>>;
}

export interface Run {
  input: readonly Prepared[];
  expected: Standings;
  minutes: number;
  seed: number;
  /** Where what was found is kept. */
  folder: string;
  say(line: string): void;
}

/** Takes the input through an instance in which everything goes wrong, and looks two minutes after the last fault at the latest. */
export async function underFire(
  place: Workplace,
  { input, expected, minutes, seed, folder, say }: Run,
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
    const taskQueue = place.environment.QUARTERDECK_TASK_QUEUE ?? 'quarterdeck';
    const stuck = await stuckAmong(outside, found, expected, { taskQueue, folder });
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
    };
  } finally {
    stop.abort();
    await outside.close();
  }
}

/** Each case that stands elsewhere, with what it asks and what keeps it; and whatever else fails. */
async function stuckAmong(
  { client, store }: Opened,
  found: Standings,
  expected: Standings,
  { taskQueue, folder }: { taskQueue: string; folder: string },
): Promise<string[]> {
  const cases = elsewhere(found, expected).map(async ({ id, stands, without }) => {
    const workflowId = caseId({ lifecycle: 'deal', source: 'api', externalId: id, sequence: 1 });
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    keepHistory(folder, workflowId, history);
    const reasons = (await getCase(statement(store), workflowId))?.gate?.reasons;
    const asks = reasons ? `; asks because of ${JSON.stringify(reasons)}` : '';
    const why = await whyStuck(client, workflowId, history);
    return `${id}: ${stands}; without faults: ${without}${asks}; ${why}`;
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
