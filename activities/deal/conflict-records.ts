import { type ConflictFinding, findConflicts } from '../../domain/deal/conflict.ts';
import type { DealEvidence } from '../../domain/deal/evidence.ts';
import type { DealPolicy } from '../../domain/deal/policy.ts';
import type { JsonObject } from '../../domain/json.ts';

/** More in the way of one registration than anybody reads one by one; our own store keeps them all. */
const MOST = 5;

/**
 * The gravest conflicts as the PRM keeps them (ConflictHistory), without the id of the deal there: neutral between both sides, and
 * without the other's name or price, since partners may see records of their deals.
 */
export function conflictRecords(caseId: string, evidence: DealEvidence, policy: DealPolicy): JsonObject[] {
  return findConflicts(evidence, policy)
    .filter(({ verdict, clause }) => verdict === 'conflict' && clause !== null)
    .slice(0, MOST)
    .map((one) => recordOf(caseId, evidence, one));
}

function recordOf(
  caseId: string,
  { record }: DealEvidence,
  { match, clause, first }: ConflictFinding,
): JsonObject {
  return {
    externalId: `${caseId}/${match.record}`,
    otherRecord: match.record,
    clause,
    first: first === 'this' ? record : match.record,
    summary: `Conflict by "${clause}"; ${first === 'this' ? 'this registration' : 'the other record'} was first.`,
  };
}
