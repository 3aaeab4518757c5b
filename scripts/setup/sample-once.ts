import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE } from './state.ts';
import type { Say } from './tools.ts';

/**
 * Takes the sample channel through every lifecycle, once in the life of a state folder: `sample-done.json` says that it
 * happened. A sample that fails or is interrupted runs again at the next start (its cases are the same, so nothing
 * happens twice).
 */
export async function runSampleOnce(
  state: string,
  environment: Record<string, string>,
  say: Say,
  stop: AbortSignal,
): Promise<void> {
  const script = join(CLONE, 'scripts/sample.ts');
  const marker = join(state, 'sample-done.json');
  if (stop.aborted || existsSync(marker) || !existsSync(script)) return;
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(process.execPath, [script], {
      cwd: CLONE,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    stop.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
    child.once('error', () => resolve(1));
    child.once('exit', resolve);
  });
  if (code === 0) writeFileSync(marker, `${JSON.stringify({ doneAt: new Date().toISOString() })}\n`);
  else if (!stop.aborted) say('The sample channel did not run to its end; the next start tries it again.');
}
