import type { LIFECYCLE_NAMES, Lifecycle } from '../domain/lifecycles.ts';
import type { CaseInput, CaseResult } from './case-input.ts';
import type * as bundle from './index.ts';

/** Every lifecycle's workflow, under the name by which its cases are started. */
type CaseWorkflows = {
  [L in Lifecycle as (typeof LIFECYCLE_NAMES)[L]['workflow']]: (input: CaseInput) => Promise<CaseResult>;
};
type Exported<Bundle extends CaseWorkflows> = Bundle;

/** Does not compile while the bundle lacks the workflow of a lifecycle. */
export type WorkflowBundle = Exported<typeof bundle>;
