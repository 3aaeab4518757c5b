import type { CaseRow } from '../../adapters/store/cases.ts';
import { appealsOf } from '../../adapters/store/deal/appeals.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { CaseFacts } from '../../domain/gate/authority.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { lastTriage } from './last-triage.ts';

/** What authority asks of a deal: its row, its last look, and who decided it before when it is an appeal. A deal pays nothing. */
export async function dealFacts(tx: Tx, root: TrustRoot, row: CaseRow): Promise<CaseFacts> {
  const triage = await lastTriage(tx, root, row);
  const { as } = await appealsOf(tx, row.case);
  return {
    lifecycle: 'deal',
    partnerId: triage?.partner.id ?? row.partnerId,
    partnerManager: triage?.partner.manager ?? null,
    region: (triage?.segment ?? row.segment)?.split('/')[1] ?? null,
    products: triage?.products ?? [],
    submittedBy: [...new Set([...row.submittedBy, ...(triage?.submittedBy ?? [])])],
    configuredBy: [],
    formerReviewers: as?.formerReviewers ?? [],
    // Without a look that is proved nobody decides beyond their limit: what lists show is the least that is known.
    valueUsd: triage?.amountUsd ?? row.amountUsd,
    paidUsd: null,
  };
}
