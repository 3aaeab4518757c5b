import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from './tools.ts';

/** Less than this is no room: a database that is started on it ends at its next write. */
const ROOM_BYTES = 4_000_000;
const LOOK_EVERY_MS = 2_000;

/** Whether a folder can be written to. */
export interface Disk {
  /** Tell it that a write has failed. */
  failed(error: Error): void;
  /** Resolves when there is room: at once as a rule. */
  room(): Promise<void>;
}

/**
 * Watches the disk of a folder, beginning with the first write that fails. Says once that nothing can be written, looks
 * again every two seconds, says once that there is room again, and then calls `again`.
 */
export function watchDisk(folder: string, say: Say, again: () => void, everyMs = LOOK_EVERY_MS): Disk {
  let waiting: Promise<void> | undefined;

  async function untilRoom(error: Error): Promise<void> {
    say(
      `Nothing can be written to ${folder} (${error.message.split(',')[0]}): free some space. ` +
        'Logs are left out until then, and what has ended is started again when there is room.',
    );
    await sleep(everyMs, undefined, { ref: false });
    while (noRoom(folder)) await sleep(everyMs, undefined, { ref: false });
    waiting = undefined;
    say(`${folder} can be written to again.`);
    again();
  }

  return {
    failed(error) {
      waiting ??= untilRoom(error);
    },
    async room() {
      const error = waiting ? undefined : noRoom(folder);
      if (error) waiting = untilRoom(error);
      await waiting;
    },
  };
}

/** Why there is no room. Tried out, because quotas and read-only disks are not in the figures of a file system. */
function noRoom(folder: string): Error | undefined {
  const probe = join(folder, 'room.tmp');
  try {
    writeFileSync(probe, Buffer.alloc(ROOM_BYTES));
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    rmSync(probe, { force: true });
  }
}
