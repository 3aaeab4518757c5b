import type { ActivityDeps } from '../index.ts';
import { type CaseEnd, closeCase } from '../kit/close-case.ts';
import { type LookRequest, openLook } from '../kit/frozen-look.ts';
import type { LifecyclePart } from '../lifecycles.ts';
import { countTakenBack } from '../rollout/taken-back.ts';
import { type BookedBack, bookedBack } from './booked-back.ts';
import { claimsOfRegistration } from './claims-of-registration.ts';
import { type ClawbackLook, lookAtClawback } from './look.ts';

/** What clawbacks bring to the worker. */
export function clawbackPart(deps: ActivityDeps): LifecyclePart {
  return {
    activities: clawbackActivities(deps),
    afterRollback: (caseId) => countTakenBack(deps, caseId),
    afterOther: (row) => claimsOfRegistration(deps, row),
  };
}

export function clawbackActivities(deps: ActivityDeps) {
  return {
    look: (request: LookRequest) => lookAtClawback(deps, request),
    open: (request: LookRequest) => openLook<ClawbackLook>(deps, request),
    bookedBack: (events: string[]): Promise<BookedBack> => bookedBack(deps, events),
    close: (end: CaseEnd) => closeCase(deps, end),
  };
}

export type ClawbackActivities = ReturnType<typeof clawbackActivities>;
