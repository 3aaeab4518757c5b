import type { Decision } from '../../domain/decision.ts';
import { canonicalText, type DecisionRecord, type Rerun } from '../../domain/evidence.ts';
import type { JsonObject } from '../../domain/json.ts';
import { auditOf } from './audit.ts';
import { getCase } from './cases.ts';
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

/** The decision of a decider that stood at an instant, as the audit trail names it. @param asOf UTC, ISO 8601 */
export async function decisionAt(tx: Tx, caseId: string, asOf: string): Promise<DecisionRecord | undefined> {
  const last = (await auditOf(tx, caseId)).findLast(
    ({ entry }) => entry.action === 'decision.computed' && entry.at <= asOf,
  );
  const body = last && (await getEvidence(tx, String(last.entry.decision)));
  return body && isRecord(body as Partial<DecisionRecord>) ? (body as unknown as DecisionRecord) : undefined;
}

/** The evidence or policy of a recorded decision is not there any more. */
export class EvidenceGone extends Error {
  constructor(caseId: string, what: string) {
    super(`the ${what} of case ${caseId} is gone; run: quarterdeck audit verify`);
    this.name = 'EvidenceGone';
  }
}

/**
 * Computes a recorded decision again from its stored evidence and policy version and compares both byte for byte.
 * @param decide the decider of that version (`deal@1`); it gets the evidence with its sealed values opened.
 * @throws EvidenceGone, and whatever the decider throws
 */
export async function rerunDecision(
  tx: Tx,
  vault: Vault,
  { case: caseId, record }: { case: string; record: DecisionRecord },
  decide: (decider: string, evidence: JsonObject, policy: JsonObject) => Decision,
): Promise<Rerun> {
  const stored = await getEvidence(tx, record.evidenceHash);
  if (!stored) throw new EvidenceGone(caseId, `evidence ${record.evidenceHash}`);
  const row = await getCase(tx, caseId);
  const lifecycle = row && row.lifecycle !== 'reversal' ? row.lifecycle : null;
  const policy = lifecycle && (await getPolicy(tx, lifecycle, record.policyVersion));
  if (!policy) throw new EvidenceGone(caseId, `policy ${record.policyVersion}`);
  try {
    const evidence = await unseal(tx, vault, stored);
    const again = decide(record.decision.decider, evidence, policy.body);
    if (canonicalText(again) === canonicalText(record.decision)) return { record, result: 'equal' };
    return { record, result: 'different', again };
  } catch (error) {
    if (error instanceof SubjectErased) return { record, result: 'subject_erased' };
    throw error;
  }
}
