import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readChannel } from '../../sandbox/channel.ts';
import { runFolder } from './run.ts';

/**
 * What the sample channel's vendors know today, without its inbox. It is made once a run (half a second of CPU), by the first
 * installation that asks for it.
 */
export function sampleRecords(): Omit<ReturnType<typeof readChannel>, 'inbox'> {
  const today = new Date().toISOString().slice(0, 10);
  const path = join(runFolder(), `sample-${today}.json`);
  if (!existsSync(path)) {
    const { inbox: _, ...records } = readChannel(today);
    // Two files may make it at the same time: each writes a whole one.
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(records));
    renameSync(draft, path);
  }
  return JSON.parse(readFileSync(path, 'utf8'));
}
