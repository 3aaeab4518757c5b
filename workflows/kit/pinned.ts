import { setWorkflowOptions, workflowInfo } from '@temporalio/workflow';

/**
 * A run of this workflow ends on the build that began it. Only for what takes minutes: nobody keeps a build for as long as a case lasts.
 * Without a build id (workers/versioning.ts) a worker names no behaviour: Temporal refuses one from a worker that is not versioned.
 */
export function pinned<A extends unknown[], R>(workflow: (...args: A) => Promise<R>): void {
  setWorkflowOptions(
    () => (workflowInfo().currentDeploymentVersion?.deploymentName ? { versioningBehavior: 'PINNED' } : {}),
    workflow,
  );
}
