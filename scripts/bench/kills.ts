import { openStore, type Store } from '../../adapters/store/pool.ts';
import { type Figure, figure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { type Monkey, monkey, TARGETS } from './monkey.ts';
import { seeded, shuffled } from './random.ts';
import { recount } from './recount.ts';
import { cleanRegistrations, type Registration, readSet } from './registrations.ts';
import { untilAtRest, untilKnown } from './rest.ts';
import { submitter } from './submitter.ts';
import { inWorkplace, type Workplace } from './workplace.ts';

/** So many kills of each process, and inside a write, for every thousand registrations. */
const KILLS_PER_THOUSAND = 20;
/** A killed process comes back soon, so that the kills fit into minutes; npm start waits longer after repeated ends. */
/** Registrations that may be ahead of the kills, and cases that may be behind them. */
const UNDER_WAY = 30;
const PAUSES = { firstPauseMs: 100, longestPauseMs: 1_000 };

/**
 * Submits registrations over HTTP while worker, server, Temporal, Postgres and the vendors are killed again and again, then
 * counts: every registration must have come to rest in a known place, and every write must have reached its vendor once.
 */
export function kills({ cases, rounds, seed, set, say }: BenchOptions): Promise<Figure[]> {
  const registrations = set === undefined ? generated(seed, cases * rounds) : readSet(set);
  const kills = Math.max(1, Math.round((KILLS_PER_THOUSAND * registrations.length) / 1_000));
  // An instance says a line for every process that it starts again.
  const listen = (line: string) => {
    if (!/starting it again/.test(line)) return say(line);
    if (!line.includes('SIGKILL')) say(line);
  };
  return inWorkplace(listen, PAUSES, async (place) => {
    const store = openStore({ url: place.environment.DATABASE_URL as string, max: 2 });
    try {
      const killer = monkey(place, seeded(seed));
      await submitUnderFire(place, store, registrations, schedule(killer, kills, seed), say);
      const at = await untilAtRest(store, registrations.length, place.ending, say);
      const counted = await recount(store, place.environment);
      return [
        figure('kit.lost', registrations.length - at.completed - at.waiting - at.deadLetters, 'cases', [
          '=',
          0,
        ]),
        figure('kit.doubled', counted.doubled, 'writes', ['=', 0]),
        figure('kit.doubled_records', counted.doubledRecords, 'records', ['=', 0]),
        figure('kit.missing', counted.missing, 'writes', ['=', 0]),
        figure('kit.unfinished', counted.unfinished, 'writes', ['=', 0]),
        figure('kit.completed', at.completed, 'cases'),
        figure('kit.waiting', at.waiting, 'cases'),
        figure('kit.dead_letters', at.deadLetters, 'letters'),
        ...Object.entries(killer.kills).map(([name, count]) =>
          figure(`kit.kills_${name}`, count, 'kills', ['≥', kills]),
        ),
      ];
    } finally {
      await store.close();
    }
  });
}

/** Registrations come in step with the kills, and the kills wait for the cases, so that every kill meets work under way. */
async function submitUnderFire(
  { environment, ending }: Workplace,
  store: Store,
  registrations: readonly Registration[],
  kills: readonly (() => Promise<void>)[],
  say: (line: string) => void,
): Promise<void> {
  const [key] = Object.values(JSON.parse(environment.QUARTERDECK_API_KEYS ?? '{}') as Record<string, string>);
  if (!key) throw new Error('QUARTERDECK_API_KEYS holds no key');
  const url = `${environment.QUARTERDECK_URL}/api/deals`;
  const client = submitter(
    key,
    registrations.map((body) => ({ url, body })),
    ending,
  );
  const began = Date.now();
  for (const [done, kill] of kills.entries()) {
    const share = (done / kills.length) * registrations.length;
    client.allow(share + UNDER_WAY);
    await untilKnown(store, share - UNDER_WAY, ending);
    // Somebody who waits for a write must not wait for one that nobody submits.
    const more = setInterval(() => client.more(), 500);
    await kill().finally(() => clearInterval(more));
    if ((done + 1) % 10 === 0)
      say(`${done + 1} of ${kills.length} kills, ${Math.round((Date.now() - began) / 1000)} s`);
  }
  await client.finished();
}

function schedule(killer: Monkey, kills: number, seed: number): (() => Promise<void>)[] {
  const each = [...TARGETS.map((target) => () => killer.kill(target)), () => killer.killInWrite()];
  return shuffled(
    seeded(seed + 1),
    each.flatMap((kill) => Array.from({ length: kills }, () => kill)),
  );
}

function generated(seed: number, count: number): Registration[] {
  const source = cleanRegistrations(seeded(seed));
  return Array.from({ length: count }, () => source.next().value);
}
