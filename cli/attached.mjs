/**
 * What the `quarterdeck` command runs: the command line in the environment of the instance that runs here. It is plain
 * JavaScript, because Node would load its TypeScript compiler for a file that is read before the cache is on.
 */
import { mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { cacheFolder } from '../installation/state.mjs';

// Node compares the text of every file with what it kept, so a file that changed is compiled again.
try {
  const folder = cacheFolder('compiled');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  enableCompileCache(folder);
} catch {
  // Without a home that can be written to, every run compiles.
}
await import('../scripts/setup/attach.ts');
await import('./index.ts');
