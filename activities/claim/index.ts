import { claimOf, setClaimStatus } from '../../adapters/store/claim/claims.ts';
import { settleClaimFacts } from '../../adapters/store/claim/keep-facts.ts';
import { transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { ActivityDeps } from '../index.ts';
import { closeCase } from '../kit/close-case.ts';
import { type LookRequest, openLook } from '../kit/frozen-look.ts';
import type { LifecyclePart } from '../lifecycles.ts';
import { countTakenBack } from '../rollout/taken-back.ts';
import { bookedClaim } from './booked.ts';
import { documentActivities } from './documents.ts';
import { applyClaimEdits, type ClaimEditRequest } from './edits.ts';
import type { ClaimEnd } from './end.ts';
import { readGrantedSince } from './granted-since.ts';
import { type ClaimLook, lookAtClaim } from './look.ts';

/** What incentive claims bring to the worker. */
export function claimPart(deps: ActivityDeps): LifecyclePart {
  return {
    activities: claimActivities(deps),
    afterRollback: (caseId) => reversed(deps, caseId),
  };
}

export function claimActivities(deps: ActivityDeps) {
  return {
    ...documentActivities(deps),
    look: (request: LookRequest) => lookAtClaim(deps, request),
    open: (request: LookRequest) => openLook<ClaimLook>(deps, request),
    grantedSince: (evidenceHash: string) => readGrantedSince(deps, evidenceHash),
    booked: (asked: Parameters<typeof bookedClaim>[1]) => bookedClaim(deps, asked),
    applyEdits: (request: ClaimEditRequest) => applyClaimEdits(deps, request),
    /** Ends a case: its row, the status of its claim and its audit row in one transaction. Repeating it changes nothing more. */
    close: ({ claim, granted, ...end }: ClaimEnd) =>
      closeCase(deps, end, {
        also: (tx, _row, at) =>
          claim === null
            ? []
            : [setClaimStatus(tx, end.case, claim, at), settleClaimFacts(tx, end.case, granted)],
        audited: { claim, ...(claim === null ? {} : { granted }) },
      }),
  };
}

export type ClaimActivities = ReturnType<typeof claimActivities>;

/** Everything that the case wrote is gone: nothing of the claim stands any more. */
async function reversed(deps: ActivityDeps, caseId: string): Promise<void> {
  if (!(await claimOf(statement(deps.store), caseId))) return;
  await countTakenBack(deps, caseId);
  const at = deps.now().toISOString();
  await transact(deps.store, async (tx) => {
    await setClaimStatus(tx, caseId, 'Reversed', at);
    await settleClaimFacts(tx, caseId, []);
  });
}
