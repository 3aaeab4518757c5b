import { setTimeout as sleep } from 'node:timers/promises';
import { type Monkey, monkey, TARGETS } from '../monkey.ts';
import { draw, type Random } from '../random.ts';
import type { Workplace } from '../workplace.ts';
import { freeze } from './freeze.ts';
import { fullDisk } from './full-disk.ts';
import { hostileMessage } from './hostile-messages.ts';
import { type HostileRequests, hostileRequests } from './hostile-requests.ts';
import type { Opened } from './opened.ts';
import { slowBodies } from './slow-bodies.ts';
import { vendorFault } from './vendor-faults.ts';

/** How often each fault happened. */
export interface Counts {
  kills: Monkey['kills'];
  freezes: number;
  fullDisks: number;
  vendorFaults: number;
  messages: number;
  slowBodies: number;
  requests: HostileRequests;
}

/** Everything that goes wrong, all at once, until `over`: each kind in a lane of its own, in an order that the seed draws. */
export async function storm(
  place: Workplace,
  { store, connection, namespace, key }: Opened,
  random: Random,
  over: AbortSignal,
): Promise<Counts> {
  const ending = AbortSignal.any([place.ending, over]);
  const killer = monkey({ ...place, ending }, random);
  const requests = hostileRequests(place.environment.QUARTERDECK_URL as string, key);
  const counts: Counts = {
    kills: killer.kills,
    freezes: 0,
    fullDisks: 0,
    vendorFaults: 0,
    messages: 0,
    slowBodies: 0,
    requests,
  };
  const between = (from: number, to: number) => from + Math.round(random() * (to - from));

  /** A fault that finds nothing to break just now is left out. */
  async function lane(pause: () => number, fault: () => Promise<unknown>): Promise<void> {
    while (!ending.aborted) {
      await sleep(pause(), undefined, { signal: ending }).catch(() => undefined);
      if (!ending.aborted) await fault().catch(() => undefined);
    }
  }

  await Promise.all([
    lane(
      () => between(1_000, 5_000),
      () => (random() < 0.3 ? killer.killInWrite() : killer.kill(draw(random, TARGETS))),
    ),
    lane(
      () => between(5_000, 15_000),
      async () => {
        if (await freeze(place.state, draw(random, TARGETS), between(1_000, 12_000))) counts.freezes += 1;
      },
    ),
    lane(
      () => between(10_000, 60_000),
      async () => {
        if (await fullDisk(place.state, between(3_000, 10_000))) counts.fullDisks += 1;
      },
    ),
    lane(
      () => between(500, 3_000),
      async () => {
        if (await vendorFault(place, random)) counts.vendorFaults += 1;
      },
    ),
    lane(
      () => between(50, 500),
      () => requests.send(random),
    ),
    lane(
      () => between(100, 1_000),
      async () => {
        if (await hostileMessage(store, connection, namespace, random)) counts.messages += 1;
      },
    ),
    slowBodies(Number(place.environment.QUARTERDECK_HTTP_PORT), ending).then((opened) => {
      counts.slowBodies = opened;
    }),
  ]);
  return counts;
}
