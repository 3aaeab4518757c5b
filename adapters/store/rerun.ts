import type { Decision } from '../../domain/decision.ts';
import { canonicalText, type DecisionRecord, type Rerun } from '../../domain/evidence.ts';
import type { JsonObject } from '../../domain/json.ts';
import { evidenceAddress, evidenceOf, getEvidence, putEvidence } from './evidence.ts';
import { getPolicy } from './policies.ts';
import type { Tx } from './pool.ts';
import { SubjectErased, unseal } from './seal.ts';
import type { Vault } from './vault.ts';

const KIND = 'decision';

/** Freezes a decision beside the evidence and policy it rests on, so that rerunDecision finds all three. Returns its hash. */
export async function putDecision(tx: Tx, caseId: string, record: DecisionRecord): Promise<string> {
  return putEvidence(tx, caseId, KIND, plain(record));
}

/** The address under which putDecision keeps it. */
export function decisionAddress(record: DecisionRecord): string {
  return evidenceAddress(plain(record));
}

function plain(record: DecisionRecord): JsonObject {
  return JSON.parse(canonicalText(record));
}

/** The last decision that a decider took on a case; what people decided is kept under the same kind and passed over. */
export async function decisionOf(tx: Tx, caseId: string): Promise<DecisionRecord | undefined> {
  const all = await evidenceOf(tx, caseId, KIND);
  return all.map((each) => each.body as Partial<DecisionRecord>).findLast(isRecord);
}

function isRecord(body: Partial<DecisionRecord>): body is DecisionRecord {
  return typeof body.evidenceHash === 'string' && typeof body.decision?.decider === 'string';
}

/**
 * Computes a case's last decision again from its stored evidence and policy version and compares both byte for byte.
 * @param decide the decider of that version (`deal@1`); it gets the evidence with its sealed values opened.
 * @throws Error when the case has no decision, or its evidence or policy is gone.
 */
export async function rerunDecision(
  tx: Tx,
  vault: Vault,
  caseId: string,
  decide: (decider: string, evidence: JsonObject, policy: JsonObject) => Decision,
): Promise<Rerun> {
  const record = await decisionOf(tx, caseId);
  if (!record) throw new Error(`case ${caseId} has no recorded decision`);
  const stored = await getEvidence(tx, record.evidenceHash);
  const policy = await getPolicy(tx, record.policyVersion);
  if (!stored || !policy)
    throw new Error(
      `the ${stored ? `policy ${record.policyVersion}` : `evidence ${record.evidenceHash}`} of case ${caseId} is gone; ` +
        'run: quarterdeck audit verify',
    );
  try {
    const evidence = await unseal(tx, vault, stored);
    const again = decide(record.decision.decider, evidence, policy.body);
    return canonicalText(again) === canonicalText(record.decision) ? 'equal' : 'different';
  } catch (error) {
    if (error instanceof SubjectErased) return 'subject_erased';
    throw error;
  }
}
