import { isAlive } from './process-id.ts';
import { readRuntime } from './state.ts';

/**
 * Imported before a client program: gives it the environment of the running instance, so that the `quarterdeck` command
 * reaches it without any setting. What the caller has set himself wins.
 */
const runtime = readRuntime();
if (runtime && isAlive(runtime.supervisor)) {
  for (const [name, value] of Object.entries(runtime.environment)) process.env[name] ??= value;
}
