import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compileCache } from './compile-cache.ts';
import { CLONE } from './state.ts';
import { run, type Say } from './tools.ts';

/** Says what came in, what waits for a decision and how to decide it: the same words as the `quarterdeck` command's. */
export async function sayWhatWaits(environment: Record<string, string>, say: Say): Promise<void> {
  const cli = join(CLONE, 'cli/index.ts');
  if (!existsSync(cli)) return;
  const { columns } = process.stdout;
  const width = columns ? { COLUMNS: String(columns) } : {};
  const texts = ['cases board', 'reviews list --limit 15'].map(async (command) => {
    try {
      const text = await run(process.execPath, [cli, ...command.split(' ')], {
        env: { ...compileCache(), ...environment, ...width },
        timeoutMs: 30_000,
      });
      return `\n$ quarterdeck ${command}\n${text.trimEnd()}`;
    } catch (error) {
      return `\`quarterdeck ${command}\` did not work: ${(error as Error).message}`;
    }
  });
  for (const text of await Promise.all(texts)) say(text);
  say('\nAll of them: npx quarterdeck reviews list --all --limit 200');
  say('Look at one and decide it, in another terminal:');
  say('  npx quarterdeck reviews show CASE       what speaks for and against, and the command that decides');
  // Ana is one of the sample's people.
  const who = environment.QUARTERDECK_SANDBOX ? 'ana' : 'ID';
  say(`  npx quarterdeck reviews approve CASE --as ${who} --reason "…"`);
}
