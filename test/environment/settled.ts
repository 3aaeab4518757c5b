import type { Received, Settled } from '../../adapters/intake/received.ts';
import { intakeStanding } from '../../adapters/store/deliveries.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';

/** What an intake has become, once a worker has read it. */
export async function settledIntake(store: Store, intake: string, ms = 60_000): Promise<Settled[]> {
  for (const end = Date.now() + ms; ; ) {
    const standing = await intakeStanding<Settled[]>(statement(store), intake);
    if (standing?.outcome) return standing.outcome;
    if (Date.now() > end) throw new Error(`after ${ms} ms ${intake} is still ${JSON.stringify(standing)}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** The same for everything that was received. */
export async function settledAll(store: Store, received: readonly Received[]): Promise<Settled[]> {
  const all = received.map((one) => (one.kind === 'reading' ? settledIntake(store, one.intake) : [one]));
  return (await Promise.all(all)).flat();
}
