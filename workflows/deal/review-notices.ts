import { patched, workflowInfo } from '@temporalio/workflow';
import type { Triage } from '../../activities/deal/triage.ts';
import type { Gate } from '../../domain/gate/gate.ts';
import type { Memory } from '../kit/case-life.ts';
import type { Ledger } from '../kit/ledger.ts';
import { sendNotice } from './notices.ts';

/**
 * What the partner hears before anybody has decided: `received` once the registration goes to a person or back to the partner
 * (an automatic approval says it all by itself within seconds), `under_review` with the date of the decision once a person has
 * everything that they need. Each once a case, however often it is amended.
 */
export interface ReviewNotices {
  /** Answers what to tell when the question is open. */
  of(triage: Triage): Promise<((gate: Gate) => Promise<void>) | undefined>;
}

export function reviewNotices(ledger: Pick<Ledger, 'notice'>, memory: Memory): ReviewNotices {
  return {
    async of(triage) {
      if (!patched('received-notice')) {
        if (triage.fields.missing.length === 0) await sendNotice(ledger, triage, 'under_review', {});
        return undefined;
      }
      return async ({ clock, partner }) => {
        const [first, complete] = [!memory.received, partner === null && !memory.underReview];
        memory.received = true;
        if (complete) memory.underReview = true;
        const submitted_at = workflowInfo().startTime.toISOString();
        if (first) await sendNotice(ledger, triage, 'received', { submitted_at });
        if (complete) await sendNotice(ledger, triage, 'under_review', { decision_by: clock.dueAt });
      };
    },
  };
}
