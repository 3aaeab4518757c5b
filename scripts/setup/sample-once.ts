import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClock } from '../../adapters/clock.ts';
import type { SampleProgress } from '../sample.ts';
import { SAMPLE_PARTS, type SamplePart } from '../sample-parts.ts';
import { compileCache } from './compile-cache.ts';
import { CLONE } from './state.ts';
import type { Terminal } from './terminal.ts';

/** What `sample-done.json` says: the parts that are done, and the day on which the sample began. */
interface Done {
  /** ISO date to which the channel's dates are moved: the same for all parts, also for one that is repeated on a later day. */
  day: string;
  /** When each part was done. */
  parts: Record<string, string>;
}

/** The parts of the sample that this state folder has not seen to their end. */
export function missingParts(state: string): SamplePart[] {
  const { parts } = readDone(state);
  return SAMPLE_PARTS.filter(({ id }) => !(id in parts));
}

/**
 * Delivers one part and notes that it is done. A part that fails or is interrupted is delivered again at the next start:
 * its deliveries are the same, so nothing happens twice.
 * @returns whether it is done
 */
export async function runPart(
  part: SamplePart,
  state: string,
  environment: Record<string, string>,
  { say, progress }: Terminal,
  stop: AbortSignal,
): Promise<boolean> {
  if (stop.aborted) return false;
  const done = readDone(state, openClock(environment)());
  // Noted before the first delivery: an interrupted part goes on with the same day.
  writeDone(state, done);
  const began = Date.now();
  let now: SampleProgress | undefined;
  const tell = () => progress(`  ${now ? standing(now) : 'begins'}, ${seconds(began)} s …`);
  say(`Sample channel: ${part.what} …`);
  const ticking = setInterval(tell, 1_000);
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.execPath, [join(CLONE, 'scripts/sample.ts'), part.id, done.day], {
      cwd: CLONE,
      env: { ...process.env, ...compileCache(), ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('message', (message) => {
      now = message as SampleProgress;
      tell();
    });
    stop.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    child.once('error', () => resolve(1));
    child.once('exit', resolve);
  });
  clearInterval(ticking);
  progress();
  if (code !== 0) {
    if (!stop.aborted) say('The sample channel did not run to its end; the next start goes on with it.');
    return false;
  }
  writeDone(state, { ...done, parts: { ...done.parts, [part.id]: new Date().toISOString() } });
  say(`Sample channel: ${now?.of ?? 0} deliveries taken in ${seconds(began)} s.`);
  return true;
}

function standing({ delivered, of, underWay }: SampleProgress): string {
  return `${delivered} of ${of} delivered${underWay > 0 ? `, ${underWay} under way` : ''}`;
}

function seconds(began: number): number {
  return Math.round((Date.now() - began) / 1000);
}

function readDone(state: string, now = new Date()): Done {
  const today = now.toISOString().slice(0, 10);
  const path = markerOf(state);
  if (!existsSync(path)) return { day: today, parts: {} };
  const {
    doneAt,
    day = today,
    parts = {},
  } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Done> & {
    doneAt?: string;
  };
  // Up to 0.2.0 there was one part and only its end was noted.
  return { day, parts: doneAt === undefined ? parts : { first: doneAt, deals: doneAt } };
}

function writeDone(state: string, done: Done): void {
  const path = markerOf(state);
  writeFileSync(`${path}.tmp`, `${JSON.stringify(done)}\n`);
  renameSync(`${path}.tmp`, path);
}

function markerOf(state: string): string {
  return join(state, 'sample-done.json');
}
