import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { CaseFacts } from '../../domain/gate/authority.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { lastLook } from '../kit/last-look.ts';
import type { ClaimLook } from './look.ts';

/** What nobody knows the amount of is decided by whoever has no limit. */
const UNKNOWN_USD = '999999999999';

/** What authority asks of a claim: its row and its last look. A claim pays, so limits bind what it would pay. */
export async function claimFacts(tx: Tx, root: TrustRoot, row: CaseRow): Promise<CaseFacts> {
  const look = await lastLook<ClaimLook>(tx, root, row);
  return {
    lifecycle: 'claim',
    partnerId: look?.partner.id ?? row.partnerId,
    partnerManager: look?.partner.manager ?? null,
    region: (look?.segment ?? row.segment)?.split('/')[1] ?? null,
    submittedBy: [...new Set([...row.submittedBy, ...(look?.submittedBy ?? [])])],
    configuredBy: [],
    formerReviewers: [],
    ...(look?.program?.reviewers && { reviewers: look.program.reviewers }),
    valueUsd: null,
    paidUsd: look?.stakeUsd ?? UNKNOWN_USD,
  };
}
