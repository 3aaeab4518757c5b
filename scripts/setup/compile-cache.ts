import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Environment of a Node process that keeps what it compiled, where the `quarterdeck` command keeps it, too: its next start takes
 * half the time. Node makes the folder, and does without it where it cannot.
 */
export function compileCache(): Record<string, string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(cache, 'quarterdeck', 'compiled') };
}
