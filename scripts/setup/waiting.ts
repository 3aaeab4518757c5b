import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CLONE } from './state.ts';
import { run, type Say } from './tools.ts';

/** Says what came in, what waits for a decision and how to decide it: the same words as the `quarterdeck` command's. */
export async function sayWhatWaits(environment: Record<string, string>, say: Say): Promise<void> {
  const cli = join(CLONE, 'cli/index.ts');
  if (!existsSync(cli)) return;
  for (const command of ['deals board', 'reviews list --limit 15']) {
    try {
      const text = await run(process.execPath, [cli, ...command.split(' ')], {
        env: environment,
        timeoutMs: 30_000,
      });
      say(`\n$ quarterdeck ${command}\n${text.trimEnd()}`);
    } catch (error) {
      say(`\`quarterdeck ${command}\` did not work: ${(error as Error).message}`);
    }
  }
  say('\nAll of them: npx quarterdeck deals list --limit 200');
  say('Look at one and decide it, in another terminal:');
  say('  npx quarterdeck reviews show CASE       what speaks for and against, and the command that decides');
  say('  npx quarterdeck reviews approve CASE --reason "…"');
}
