import { BUILD } from '../../adapters/build.ts';
import type { SigningKey } from '../../adapters/keys/keys.ts';
import { writeRationale } from '../../adapters/llm/template.ts';
import { putAgreement } from '../../adapters/store/agreements.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { updateCase } from '../../adapters/store/cases.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { decisionAddress, putDecision } from '../../adapters/store/rerun.ts';
import { lookStep, signedLook } from '../../adapters/store/signed-looks.ts';
import { keepAnswer } from '../../adapters/store/steps.ts';
import { together } from '../../adapters/store/together.ts';
import { machineWord } from '../../domain/agreed.ts';
import { BLIND_REASON, type Blind, comparisonKind, type Drawn } from '../../domain/blind.ts';
import type { Decision, Reason } from '../../domain/decision.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import type { LookRequest } from './frozen-look.ts';
import { type Concealed, concealedStep } from './reveal-look.ts';

/** One look at a case, decided and ready to be kept. */
export interface TakenLook {
  lifecycle: Lifecycle;
  request: LookRequest;
  evidence: JsonObject;
  decision: Decision;
  /** As the standing of the look says. */
  drawn: Drawn;
  /** The answer of the look, as the workflow gets it. */
  look: {
    evidenceHash: string;
    policyVersion: string;
    mode: RolloutMode;
    segment: string;
    outcome: string;
    reasons: readonly Reason[];
    amountUsd: string;
    blind: Blind | null;
  };
  /** What lists show of the case; never personal data, and nothing that the machine makes of it. */
  shown: { partnerId: string | null; title: string; amountUsd: string | null; summary: JsonObject };
  /** What the machine makes of it, for lists and in the audit row. While a case is decided blind nobody sees it. */
  advice: JsonObject;
  /** UTC instant. */
  asOf: string;
  /** The installation's key: what is not signed with it counts for nothing. */
  key: SigningKey;
}

/**
 * Keeps evidence, decision, answer, row and audit row in one statement, so that a crash leaves all of it or nothing.
 * @param also what the lifecycle keeps with it, each a single statement
 * @throws a unique violation (isTaken) when another attempt was faster
 */
export async function keepLook(
  db: Tx,
  { lifecycle, request, evidence, decision, drawn, look, shown, advice, asOf, key }: TakenLook,
  also: (tx: Tx) => Promise<unknown>[] = () => [],
): Promise<void> {
  const { case: id, revision } = request;
  const { evidenceHash, policyVersion, mode, segment, outcome, reasons, blind } = look;
  const { summary, ...columns } = shown;
  const decided = { evidenceHash, policyVersion, decision };
  const rationale = { text: writeRationale(decision), writtenBy: 'template' };
  const concealed: Concealed = {
    outcome,
    advice,
    summary: { ...advice, rules: reasons.map(({ rule }) => rule), rationale },
  };
  const seen = blind ? veiled(concealed) : concealed.summary;
  const acts = machineWord(outcome) !== 'review';
  const answer = { ...look, build: BUILD };
  const computed = {
    at: asOf,
    actor: 'system',
    action: 'decision.computed',
    revision,
    decider: decision.decider,
    evidence: evidenceHash,
    decision: decisionAddress(decided),
    policy: policyVersion,
    build: BUILD,
    mode,
    segment,
    ...(blind ? { blind: blind.kind, share: blind.share } : { outcome, ...advice }),
  };
  await together(db, (tx) => [
    keepAnswer(tx, { case: id, step: lookStep(id, revision), at: asOf }, answer),
    putEvidence(tx, id, 'gathered', evidence),
    putDecision(tx, id, decided),
    putAgreement(
      tx,
      {
        ...{ case: id, revision, lifecycle, segment, amountUsd: look.amountUsd, at: asOf },
        ...{ machine: machineWord(outcome), human: null, agreed: null },
        ...{ draw: drawn.draw, share: blind?.share ?? null },
        kind: comparisonKind(drawn, acts && mode === 'automated'),
      },
      { key, at: asOf },
    ),
    ...(blind
      ? [
          keepAnswer(tx, { case: id, step: concealedStep(id, revision), at: asOf }, concealed),
          putEvidence(tx, id, 'blind', {
            ...{ schemaVersion: 1, case: id, revision, ...blind },
            decision: decisionAddress(decided),
          }),
        ]
      : []),
    ...also(tx),
    updateCase(tx, id, {
      ...columns,
      segment,
      mode,
      policyVersion,
      evidenceHash,
      blind: blind?.kind ?? null,
      summary: { ...summary, ...seen },
    }),
    appendAudit(tx, id, signedLook(key, id, computed, answer)),
  ]);
}

/** The same fields with nothing in them: an earlier revision may have filled them. */
function veiled({ advice }: Concealed): JsonObject {
  const nothing = Object.fromEntries(Object.keys(advice).map((name) => [name, null]));
  return { ...nothing, rules: [BLIND_REASON.rule], rationale: null };
}
