import { runningInstance } from './state.ts';

/**
 * Loaded before a client program (`node --import`): gives it the environment of the running instance, so that the
 * `quarterdeck` command reaches it without any setting. What the caller has set himself wins.
 */
const running = await runningInstance();
for (const [name, value] of Object.entries(running?.runtime.environment ?? {})) {
  process.env[name] ??= value;
}
