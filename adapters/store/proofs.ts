import type { DecisionRequest } from '../../domain/decision.ts';
import type { AuthorityState } from '../../domain/gate/authority-log.ts';
import { decodeToken } from '../../domain/gate/token.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Proof } from '../../domain/proof.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { putEvidence } from './evidence.ts';
import type { Tx } from './pool.ts';

/** Keeps the token of a signed decision and the key that it was checked with. Answers its hash; null when nothing was signed. */
export async function keepProof(
  tx: Tx,
  caseId: string,
  { keys }: AuthorityState,
  { token, ...request }: DecisionRequest,
): Promise<string | null> {
  if (token === undefined) return null;
  const { publicKey } = keys.get(decodeToken(token).claims.kid) ?? { publicKey: '' };
  const proof: Proof = { token, publicKey, request: request as unknown as JsonObject };
  return putEvidence(tx, caseId, 'proof', proof);
}

/** Keeps the receipt of a decision beside its case: with it the installation vouches for the audit row that it names. */
export function keepReceipt(tx: Tx, receipt: Receipt): Promise<string> {
  return putEvidence(tx, receipt.case, 'receipt', receipt);
}
