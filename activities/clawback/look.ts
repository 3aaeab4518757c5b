import { evidenceAddress, putEvidence } from '../../adapters/store/evidence.ts';
import { openSubject, seal } from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Blind } from '../../domain/blind.ts';
import {
  type ClawbackOutcome,
  canTakeBack,
  clawbackUsd,
  decideClawback,
} from '../../domain/clawback/decide-clawback.ts';
import type { ClawbackEvidence } from '../../domain/clawback/evidence.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { kept } from '../../domain/kept.ts';
import type { Money } from '../../domain/money.ts';
import type { Look } from '../../workflows/kit/case-steps.ts';
import type { Addressee } from '../../workflows/kit/notice.ts';
import { call } from '../kit/call.ts';
import {
  frozenLook,
  type LookDeps,
  type LookRequest,
  type LookStanding,
  type Parked,
} from '../kit/frozen-look.ts';
import { keepLook } from '../kit/keep-look.ts';
import { type ClawbackDeps, type ClawbackRecords, readClawbackRecords } from './records.ts';

/** What the workflow needs to go on; free of readable personal data. */
export interface ClawbackLook extends Look {
  outcome: ClawbackOutcome;
  blind: Blind | null;
  partner: (Addressee & { manager: string | null }) | null;
  submittedBy: string[];
  /** What a yes takes back in USD; null: not known. */
  stakeUsd: string | null;
  /** The claims that it is about. */
  claims: { program: string; title: string; claim: string }[];
  /** What a yes refunds; none where nobody can say of which line how much. */
  refunds: {
    program: string;
    title: string;
    reference: string;
    line: string;
    refunded: Money | 'whole';
    on: string;
    /** Nothing of the line was taken back before; absent from looks of earlier builds. */
    first?: boolean;
  }[];
}

/** Reads everything that one decision needs, decides, and keeps evidence, decision and audit row in one statement. */
export function lookAtClawback(
  deps: ClawbackDeps & LookDeps,
  request: LookRequest,
): Promise<ClawbackLook | Parked> {
  return frozenLook(deps, request, {
    lifecycle: 'clawback',
    read: () => readClawbackRecords(deps, request, call()),
    decide: (records, standing) => decide(deps, records, request, standing),
  });
}

async function decide(
  { store, vault, installationKey }: ClawbackDeps & LookDeps,
  { row, partner, partnerId, segment, policy, policyVersion, evidence: alone }: ClawbackRecords,
  request: LookRequest,
  { mode, promotion, drawn, asOf }: LookStanding,
): Promise<ClawbackLook> {
  const db = statement(store);
  const evidence: ClawbackEvidence = { ...alone, asOf };
  const { stated, lines } = evidence;
  const decision = decideClawback(evidence, policy);
  const stakeUsd = clawbackUsd(evidence);
  const names = { partner: partner?.name ?? '' };
  const email = partner?.email ?? null;
  const claims = new Map(lines.map(({ program, title, claim }) => [claim, { program, title, claim }]));
  const look: ClawbackLook = {
    ...{ mode, segment, outcome: decision.outcome, reasons: decision.reasons, policyVersion, promotion },
    evidenceHash: evidenceAddress(evidence as unknown as JsonObject),
    amountUsd: stakeUsd ?? '0',
    ...{ stakeUsd, explainable: false, blind: drawn.blind, submittedBy: row.submittedBy },
    partner: partner && {
      id: partner.id,
      name: kept(evidenceAddress(names), 'partner') as unknown as Json,
      ...{ language: partner.language, timeZone: partner.timeZone, manager: partner.manager },
      email: email === null ? null : (seal(email, await openSubject(db, vault, email)) as unknown as Json),
    },
    claims: [...claims.values()],
    refunds: (canTakeBack(evidence) ? lines : []).map(
      ({ program, title, reference, line, refundedBefore }) => ({
        ...{ program, title, reference, line, on: stated.on, refunded: stated.refunded },
        first: !refundedBefore,
      }),
    ),
  };
  await keepLook(
    db,
    {
      ...{ lifecycle: 'clawback', request, decision, drawn, look, asOf, key: installationKey },
      evidence: evidence as unknown as JsonObject,
      shown: {
        partnerId,
        title: `${stated.cause === 'refund' ? 'refund' : 'registration rolled back'}: ${lines.map(({ sku }) => sku).join(', ') || 'no paid line'}`,
        amountUsd: stakeUsd,
        summary: { cause: stated.cause, claim: lines[0]?.claim ?? stated.claim ?? stated.invoiceNumber },
      },
      advice: { advice: decision.outcome },
    },
    (tx) => [putEvidence(tx, request.case, 'names', names)],
  );
  return look;
}
