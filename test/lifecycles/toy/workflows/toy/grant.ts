import type { ToyActivities, ToyLook } from '../../activities/toy/index.ts';
import type { CaseInput, CaseResult } from '../case-input.ts';
import { openCase } from '../kit/case.ts';
import type { CaseEnding, CaseSteps } from '../kit/case-steps.ts';
import { decide } from '../kit/decide.ts';
import { sendPartnerNotice } from '../kit/notice.ts';
import { read, record } from '../kit/profiles.ts';
import { runCase } from '../kit/run.ts';
import { localFirst } from '../kit/step.ts';

const reading = localFirst<ToyActivities>(read, 'toy');
const toys = localFirst<ToyActivities>(record, 'toy');

const STEPS: CaseSteps<ToyLook, CaseEnding> = {
  lifecycle: 'toy',
  firstSegment: 'unknown/unknown/toys',
  look: (request) => reading.look(request),
  open: (request) => reading.open(request),
  close: (end) => toys.close(end),
  failed: { authority: null },
  shown: ({ seats, partner }) => ({
    change: partner ? { partnerId: partner.id } : {},
    line: `${seats} seats`,
  }),
};

/** Grants seats: a write to the CRM, and a notice where there is a partner. */
export async function toyGrant(input: CaseInput): Promise<CaseResult> {
  const toy = openCase(input, STEPS);
  return runCase(toy, () =>
    decide(toy, {
      question: async () => ({ clocks: ['deal'] }),
      async watch(look) {
        // Nobody watches a toy, so what was kept back of it may be read at once.
        const { outcome } = await toy.opened(look);
        return { outcome: `shadow: ${outcome}`, authority: null };
      },
      async approve({ seats, partner }, authority) {
        const name = `Toy seats of ${toy.record().externalId}`;
        await toy.ledger.write('grant', 'crm.upsertAccount', {
          externalId: toy.now.case,
          name,
          domain: null,
        });
        if (partner)
          await sendPartnerNotice(toy.ledger, 'toy', { kind: 'granted', to: partner, values: { seats } });
        return { outcome: 'Approved', authority };
      },
      reject: async (_, authority) => ({ outcome: 'Rejected', authority }),
      silent: async () => ({ outcome: 'Incomplete', authority: null }),
    }),
  );
}
