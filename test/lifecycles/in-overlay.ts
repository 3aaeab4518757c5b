import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Overlay } from './overlay.ts';

/** Runs Node in the copy; answers its exit code and all that it said. */
export function inOverlay(
  { folder }: Pick<Overlay, 'folder'>,
  ...args: string[]
): Promise<{ code: number | null; text: string }> {
  const node = join(folder, 'node_modules/node/bin/node');
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text }));
  });
}
