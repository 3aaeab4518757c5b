import { setTimeout as sleep } from 'node:timers/promises';
import type { Received, Settled } from '../../adapters/intake/received.ts';
import { intakeStanding } from '../../adapters/store/deliveries.ts';
import type { Session } from '../session.ts';

const LOOK_EVERY_MS = 200;

/** Waits until what is being read has become something. What is not read within the time stays `reading`. */
export async function waitForIntake(
  session: Session,
  received: readonly Received[],
  withinMs: number,
): Promise<Received[]> {
  const until = Date.now() + withinMs;
  const all: Received[] = [];
  for (const one of received)
    all.push(...(one.kind === 'reading' ? await settled(session, one, until) : [one]));
  return all;
}

async function settled(
  session: Session,
  reading: Received & { kind: 'reading' },
  until: number,
): Promise<Received[]> {
  for (;;) {
    const standing = await session.db((tx) => intakeStanding<Settled[]>(tx, reading.intake));
    if (standing?.outcome) return standing.outcome;
    if (Date.now() > until) return [reading];
    await sleep(LOOK_EVERY_MS);
  }
}
