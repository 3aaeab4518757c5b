import { BUILD } from '../../adapters/build.ts';
import { writeRationale } from '../../adapters/llm/template.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { updateCase } from '../../adapters/store/cases.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { decisionAddress, putDecision } from '../../adapters/store/rerun.ts';
import { keepAnswer } from '../../adapters/store/steps.ts';
import { together } from '../../adapters/store/together.ts';
import type { Decision, Reason } from '../../domain/decision.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { RolloutMode } from '../../domain/rollout.ts';
import type { LookRequest } from './frozen-look.ts';
import { lookStep } from './last-look.ts';

/** One look at a case, decided and ready to be kept. */
export interface TakenLook {
  request: LookRequest;
  evidence: JsonObject;
  decision: Decision;
  /** The answer of the look, as the workflow gets it. */
  look: {
    evidenceHash: string;
    policyVersion: string;
    mode: RolloutMode;
    segment: string;
    outcome: string;
    reasons: readonly Reason[];
  };
  /** What lists show of the case; never personal data. */
  shown: { partnerId: string | null; title: string; amountUsd: string | null; summary: JsonObject };
  /** Said in the audit row beside what every decision says. */
  audited?: JsonObject;
  /** UTC instant. */
  asOf: string;
}

/**
 * Keeps evidence, decision, answer, row and audit row in one statement, so that a crash leaves all of it or nothing.
 * @param also what the lifecycle keeps with it, each a single statement
 * @throws a unique violation (isTaken) when another attempt was faster
 */
export async function keepLook(
  db: Tx,
  { request, evidence, decision, look, shown, audited = {}, asOf }: TakenLook,
  also: (tx: Tx) => Promise<unknown>[] = () => [],
): Promise<void> {
  const { case: id, revision } = request;
  const { evidenceHash, policyVersion, mode, segment, outcome, reasons } = look;
  const { summary, ...columns } = shown;
  const decided = { evidenceHash, policyVersion, decision };
  const rationale = { text: writeRationale(decision), writtenBy: 'template' };
  await together(db, (tx) => [
    keepAnswer(tx, { case: id, step: lookStep(id, revision), at: asOf }, { ...look, build: BUILD }),
    putEvidence(tx, id, 'gathered', evidence),
    putDecision(tx, id, decided),
    ...also(tx),
    updateCase(tx, id, {
      ...columns,
      segment,
      mode,
      policyVersion,
      evidenceHash,
      summary: { ...summary, rules: reasons.map(({ rule }) => rule), rationale },
    }),
    appendAudit(tx, id, {
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
      outcome,
      ...audited,
    }),
  ]);
}
