import { createHash } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { INTERCEPTORS } from '../../workers/bundled.ts';
import { workflowBundle } from './servers.ts';

const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error: console.error };

/**
 * The bundle of workflows that only tests have. It is made once per run (2 to 3 s of CPU), by the first file that asks for it.
 * @param workflowsPath absolute path of their file
 * @returns for Worker.create({ workflowBundle })
 */
export async function testBundle(workflowsPath: string): Promise<{ codePath: string }> {
  const name = `${createHash('sha256').update(workflowsPath).digest('hex')}.js`;
  const codePath = join(dirname(workflowBundle().codePath), name);
  if (existsSync(codePath)) return { codePath };
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: INTERCEPTORS,
    logger: quiet,
  });
  // Two files may make it at the same time: each writes a whole one.
  const draft = `${codePath}.${process.pid}`;
  writeFileSync(draft, code);
  renameSync(draft, codePath);
  return { codePath };
}
