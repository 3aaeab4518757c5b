import type { RolloutDeps } from '../activities/rollout/rollout.ts';
import {
  changeRequest,
  changeRollout,
  type RolloutChange,
  type RolloutChangeDeps,
  rolloutStanding,
} from '../activities/rollout/rollout-change.ts';
import { loadKey } from '../adapters/keys/keys.ts';
import { signDecision } from '../adapters/keys/sign.ts';
import { authorityVersion } from '../adapters/store/authority.ts';
import { listRollout } from '../adapters/store/rollout.ts';
import { statement } from '../adapters/store/statement.ts';
import type { RolloutPolicy } from '../contracts/policy-rollout.ts';
import { LIFECYCLES } from '../domain/lifecycles.ts';
import { rolloutCase } from '../domain/rollout.ts';

/**
 * Gives the sample channel its rollout, once: its `automated` segment has no measured agreement, so the promotion is marked as a
 * bootstrap and signed by the sample Admin. What somebody has changed since stays as it is.
 */
export async function bootstrapSampleRollout(
  deps: Omit<RolloutChangeDeps, 'sample'>,
  sample: RolloutPolicy['sample'],
  keys: string,
): Promise<void> {
  if ((await listRollout(statement(deps.store))).length > 0) return;
  for (const lifecycle of LIFECYCLES) {
    for (const [segment, mode] of Object.entries(sample.segments[lifecycle] ?? {})) {
      const reason = 'start of the sample channel';
      const change: RolloutChange = {
        lifecycle,
        segment,
        mode,
        bootstrap: true,
        by: sample.by,
        reason,
      };
      const outcome = await changeRollout(
        { ...deps, sample: true },
        { ...change, token: await signed(deps, change, keys) },
      );
      if ('message' in outcome)
        throw new Error(`The sample's rollout of ${segment} was refused: ${outcome.message}`);
    }
  }
}

async function signed(deps: RolloutDeps, change: RolloutChange, keys: string): Promise<string> {
  const tx = statement(deps.store);
  const { evidenceHash } = await rolloutStanding(tx, deps, change);
  const request = changeRequest(change);
  return signDecision(loadKey(keys, change.by), request, {
    case: rolloutCase(change.lifecycle, change.segment),
    evidenceHash,
    authorityVersion: await authorityVersion(tx),
    validSeconds: 300,
    now: deps.now(),
  });
}
