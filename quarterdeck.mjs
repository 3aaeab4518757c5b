#!/usr/bin/env node
/**
 * The `quarterdeck` command: runs cli/attached.mjs on the pinned Node, from any folder, with any system Node. A system Node
 * that is the pinned one (`npx`, for one) does it itself; another one starts it and hands signals and the exit code through.
 */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const node = join(here, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
if (!existsSync(node)) {
  console.error(
    `Quarterdeck is not installed yet: run \`npm ci\` (or \`npm start\`, which does) in ${here}.`,
  );
  process.exit(1);
}
if (realpathSync(node) === process.execPath) {
  await import('./cli/attached.mjs');
} else {
  const child = spawn(node, [join(here, 'cli/attached.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // 128 and the signal's number is how a shell says that a signal ended a program.
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
}
