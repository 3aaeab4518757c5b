import { appendAudit } from '../../adapters/store/audit.ts';
import { type Tx, transact } from '../../adapters/store/pool.ts';
import { keepProof } from '../../adapters/store/proofs.ts';
import { useNonce } from '../../adapters/store/signing-keys.ts';
import { type Erasure, eraseSubject } from '../../adapters/store/subjects.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import type { DecisionRequest, Refusal } from '../../domain/decision.ts';
import { may } from '../../domain/gate/authority.ts';
import type { AuthorityState } from '../../domain/gate/authority-log.ts';
import type { TokenClaims } from '../../domain/gate/token.ts';
import type { GateDeps } from '../gate/gate-deps.ts';
import { REPLAYED, verifiedClaims } from '../gate/verify-token.ts';

export type ErasureDeps = Pick<GateDeps, 'store' | 'now' | 'authority' | 'policy' | 'verifyToken'> & {
  vault: Vault;
};

/** Somebody asks that a person be forgotten. It cannot be taken back, so it is always signed. */
export interface ErasureOrder {
  address: string;
  by: string;
  reason: string;
  /** Signs erasureRequest(order) on erasureCase. */
  token: string;
}

/** The chain that tells of a person's erasures. @param person keyed hash of the address (Vault.personOf) */
export function erasureCase(person: string): string {
  return `erasure:${person}`;
}

/** The decision that a token for an erasure signs. */
export function erasureRequest({ by, reason }: Pick<ErasureOrder, 'by' | 'reason'>): DecisionRequest {
  return { action: 'override', by, reason, round: 0, edits: { erase: true } };
}

/** Erases a person for whoever may configure (an Admin), with an audit row of its own. Refusals are audited too. */
export function erasePerson(deps: ErasureDeps, order: ErasureOrder): Promise<Erasure | Refusal> {
  return transact(deps.store, async (tx) => {
    const { address, by, reason } = order;
    const id = erasureCase(deps.vault.personOf(address));
    const at = deps.now().toISOString();
    const authority = await deps.authority(tx);
    const judged = await judge(tx, deps, authority, id, order, at);
    if ('message' in judged) {
      const refused = { actor: 'system', claimed: by, code: judged.code };
      await appendAudit(tx, id, { at, action: 'erasure.refused', ...refused });
      return judged;
    }
    const erasure = await eraseSubject(tx, deps.vault, { address, by, at });
    const { cases, letters } = erasure;
    const proofHash = await keepProof(tx, id, authority, { ...erasureRequest(order), token: order.token });
    const signed = { signedWith: judged.kid, authorityVersion: authority.version, proofHash };
    const said = { actor: by, ...signed, reason, cases, letters };
    await appendAudit(tx, id, { at, action: 'person.erased', ...said });
    return erasure;
  });
}

async function judge(
  tx: Tx,
  deps: ErasureDeps,
  standing: AuthorityState,
  id: string,
  order: ErasureOrder,
  usedAt: string,
): Promise<TokenClaims | Refusal> {
  const person = standing.people[order.by];
  if (!person?.active) return { code: 'unknown_person', message: `${order.by} is not an active person here` };
  const authority = standing.policy ?? deps.policy().authority;
  if (!may(person.role, 'configure', 'configuration', authority))
    return { code: 'role', message: `${authority.roles[person.role].title} may not erase; ask an Admin` };
  const request = { ...erasureRequest(order), token: order.token };
  const claims = await verifiedClaims(tx, deps, standing, { case: id, request });
  if (claims === null) return { code: 'unsigned', message: 'an erasure has to be signed' };
  if ('message' in claims) return claims;
  const { nonce, kid } = claims;
  return (await useNonce(tx, { nonce, case: id, kid, usedAt })) ? claims : REPLAYED;
}
