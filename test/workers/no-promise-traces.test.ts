import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const SDK = createRequire(import.meta.url).resolve('@temporalio/worker/lib/workflow/vm-shared.js');

/** A module, as the SDK's own thread is: it prepares for workflows as that does and says whether promises are traced in it. */
const THREAD = `
  import { parentPort } from 'node:worker_threads';
  import sdk from '${pathToFileURL(SDK).href}';
  sdk.globalHandlers.install();
  parentPort.postMessage({ traced: sdk.globalHandlers.promiseHookInstalled, stack: new Error('kept').stack });
`;
const PROCESS = `
  const { Worker } = require('node:worker_threads');
  const thread = new URL('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(THREAD))});
  new Worker(thread).on('message', (said) => console.log(JSON.stringify(said)));
`;

async function threadOf(flags: string[]): Promise<{ traced: boolean; stack: string }> {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '-e', PROCESS], { cwd: ROOT });
  return JSON.parse(stdout);
}

test('the thread that runs workflows traces no promises, and keeps the stacks of errors', async () => {
  expect((await threadOf([])).traced).toBe(true);
  const { traced, stack } = await threadOf(['--import', './workers/no-promise-traces.ts']);
  expect(traced).toBe(false);
  expect(stack).toMatch(/^Error: kept\n\s+at /);
});
