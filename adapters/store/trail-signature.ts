import type { AuthorityState, TrustRoot } from '../../domain/gate/authority-log.ts';
import { type Proof, provenBy, type SignedRow, signerLoss } from '../../domain/proof.ts';
import { verifyToken } from '../keys/sign.ts';
import { coveredBefore } from './covered-before.ts';
import { sha256 } from './hash.ts';
import type { Tx } from './pool.ts';

/** What a person has signed a row of the trail with. */
export interface TrailSignature {
  nonce: string;
  token: string;
}

/**
 * Tells what proves that a person has signed a row of the trail; null when nothing does. Any process of ours may append a row, and whoever has
 * lost a key or a right could still sign an old date: theirs count only if a checkpoint from before the loss covers the row.
 * @param states of the signed log of authority, oldest first
 * @returns takes a row and the text of the proof that it names
 */
export function trailSignatures(tx: Tx, root: TrustRoot, states: readonly AuthorityState[]) {
  const hashesBefore = coveredBefore(tx, root, (rows) => new Set(rows.map(({ hash }) => hash)));
  return async (row: SignedRow, proof: string | null): Promise<TrailSignature | null> => {
    if (proof === null || sha256(proof) !== row.entry.proofHash) return null;
    const kept = proofIn(proof);
    const proven = provenBy(row, kept, states, { sha256, verifyToken });
    if (kept === undefined || typeof proven === 'string') return null;
    const lost = signerLoss(row.entry, states);
    if (lost !== null && !(await hashesBefore(row.case, lost.at)).has(row.hash)) return null;
    return { nonce: proven.claims.nonce, token: kept.token };
  };
}

function proofIn(text: string): Proof | undefined {
  try {
    return JSON.parse(text) as Proof;
  } catch {
    return undefined;
  }
}
