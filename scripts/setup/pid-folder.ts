import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessId } from './process-id.ts';

/** Notes a process in `QUARTERDECK_PID_FOLDER`, where a test run finds what must not outlive it. Does nothing outside of one. */
export function noteProcess(id: ProcessId): void {
  const folder = process.env.QUARTERDECK_PID_FOLDER;
  if (folder) writeFileSync(join(folder, String(id.pid)), JSON.stringify(id));
}
