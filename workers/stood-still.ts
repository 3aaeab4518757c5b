import { writeSync } from 'node:fs';
import { uptime } from 'node:os';

/**
 * Ends this process at once when it has stood still for longer than this: stopped, suspended with its machine, or with a processor that was given to
 * others. Meanwhile the server has given its workflow tasks away, perhaps to this very process, and the SDK's core goes on with the new one where
 * it was in the old one: what it then writes into the history no worker can replay, and the workflow could never go on. A new process reads the history
 * and finds what was done. Whatever watches over the worker starts it again.
 *
 * Nothing that the core does by itself after a stand is harmful; it takes this process's one thread, which comes here first.
 * @param mostMs less than the time of a workflow task
 */
export function endWhenStoodStill(mostMs: number): void {
  let last = uptime();
  setInterval(() => {
    const stoodMs = Math.round((uptime() - last) * 1_000);
    last = uptime();
    if (stoodMs <= mostMs) return;
    const msg = `stood still for ${stoodMs} ms; ends, to be started again`;
    writeSync(2, `${JSON.stringify({ level: 50, name: 'worker', msg })}\n`);
    process.kill(process.pid, 'SIGKILL');
  }, mostMs / 10).unref();
}
