import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { BUNDLED } from '../workers/bundled.ts';

/**
 * `npm run bundle`: bundles the workflows into dist/workflow-bundle.js. Production workers load this file
 * (QUARTERDECK_BUNDLE) instead of bundling at start, so that every worker of a version runs the same code.
 */
const clone = join(import.meta.dirname, '..');
const target = join(clone, 'dist/workflow-bundle.js');

if (!existsSync(BUNDLED.workflowsPath)) {
  console.error('workflows/index.ts is missing: is this a whole clone?');
  process.exit(1);
}
const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: console.error, error: console.error };
const { code } = await bundleWorkflowCode({ ...BUNDLED, logger: quiet });
mkdirSync(join(clone, 'dist'), { recursive: true });
writeFileSync(target, code);
console.log(`dist/workflow-bundle.js: ${Math.round(code.length / 1024)} KiB`);
