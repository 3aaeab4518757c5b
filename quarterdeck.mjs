#!/usr/bin/env node
/** The `quarterdeck` command: starts the pinned Node on cli/index.ts, from any folder, with any system Node. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const node = join(here, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
if (!existsSync(node)) {
  console.error(
    `Quarterdeck is not installed yet: run \`npm ci\` (or \`npm start\`, which does) in ${here}.`,
  );
  process.exit(1);
}
const attach = pathToFileURL(join(here, 'scripts/setup/attach.ts')).href;
const flags = ['--disable-warning=ExperimentalWarning', '--import', attach];
const child = spawn(node, [...flags, join(here, 'cli/index.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
