import type { ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { noteProcess } from '../../scripts/setup/pid-folder.ts';
import { processId } from '../../scripts/setup/process-id.ts';

/** The folder of this test run: it goes with the run, after what runs in it. */
export function runFolder(): string {
  return dirname(process.env.QUARTERDECK_PID_FOLDER ?? '');
}

/** Has the run end this process, should its test be killed before it can. `launch` does so by itself. */
export function endsWithRun<Child extends ChildProcess>(child: Child): Child {
  if (child.pid !== undefined) noteProcess(processId(child.pid));
  return child;
}
