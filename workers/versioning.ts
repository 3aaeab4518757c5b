import type { WorkerOptions } from '@temporalio/worker';
import type { Configuration } from '../installation/configuration.ts';

/** Name under which Temporal knows our workers' versions. */
export const DEPLOYMENT = 'quarterdeck';

/**
 * With QUARTERDECK_BUILD_ID the worker takes part in worker versioning: open cases move to the current version (AUTO_UPGRADE; they
 * last for months, so pinning would keep every old build alive), and nothing runs on a new build before it is made current with
 * `temporal worker deployment set-current-version`. Without it, as in the embedded default, any worker takes any case.
 */
export function deploymentOptions({
  QUARTERDECK_BUILD_ID: buildId,
}: Pick<Configuration, 'QUARTERDECK_BUILD_ID'>): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (!buildId) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: DEPLOYMENT, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
