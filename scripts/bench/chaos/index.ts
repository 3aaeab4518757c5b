import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Figure } from '../figures.ts';
import type { BenchOptions } from '../index.ts';
import { seeded } from '../random.ts';
import { inWorkplace } from '../workplace.ts';
import { figuresOf } from './chaos-figures.ts';
import { type Prepared, preparedInput } from './input.ts';
import { reference } from './reference.ts';
import { PER_MINUTE, underFire } from './under-fire.ts';

/**
 * Takes registrations and claims through an instance in which everything goes wrong at once: kills, freezes, full disks, hostile requests,
 * messages, bodies and vendors. Two minutes after the last fault, or on a slow machine once it has caught up, every case must stand where it stands without any fault, every
 * write must have reached its vendor once, every claim must have booked what it books without faults, and nobody must be taken to have decided what they did not sign.
 */
export async function* run({ minutes, seed, say }: BenchOptions): AsyncGenerator<Figure[]> {
  // Whoever replays would say a line for every history.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const input = preparedInput(seeded(seed), minutes * PER_MINUTE + 1);
  // Comes last, when no fault happens any more.
  const [probe] = input.splice(-1) as [Prepared];
  say(`${input.length} registrations and claims without any fault, to know where their cases shall stand`);
  const expected = await reference(input, say);
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-chaos-'));
  say(`the same ones for ${minutes} minutes with faults; what is found is kept in ${folder}`);
  const ended = await inWorkplace(quiet(say), {}, (place) =>
    underFire(place, { input, probe, expected, minutes, seed, folder, say }),
  );
  yield figuresOf(input, expected, ended, say);
}

/** An instance says a line for every process that it starts again, and tells of a full disk. */
const quiet = (say: (line: string) => void) => (line: string) => {
  if (!/starting it again|started again every|can be written to/.test(line)) say(line);
};
